import { createHash } from 'node:crypto';
import { readFile, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { io } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { makeFolder } from '../data/partial';
import type { AdamState } from '../engines/adam';
import { ioFailure } from '../ioFailure';
import { describe, log } from '../log';
import { writeWhole } from '../writeWhole';
import { checkpointVersion } from './checkpointFormat';
import type { Checkpoint, CheckpointContent } from './checkpointFormat';

/** Of a checkpoint, in TensorFlow.js layers format. */
export const modelFileName = 'model.json';

/**
 * Saves a network in TensorFlow.js layers format, with everything needed to classify and, given the optimizer's state, to
 * go on training. Weights go to a file of their own name first; renaming model.json into place is what makes the new
 * checkpoint the checkpoint, so that a kill at any moment leaves the old one or the new one.
 * @throws HumanError `disk-full`, `read-only`
 */
export async function writeCheckpoint(
  folder: string,
  network: LayersModel,
  content: CheckpointContent,
  optimizer: AdamState | null,
): Promise<void> {
  try {
    await makeFolder(folder);
    const given = await artifacts(network);
    const weights = await writeBinary(folder, 'weights', bytesOf(given.weightData));
    const moments = optimizer === null ? null : await writeOptimizer(folder, optimizer);
    const petCv: Checkpoint = {
      ...content,
      version: checkpointVersion,
      sha256: weights.sha256,
      optimizer: moments,
    };
    await writeWhole(path.join(folder, modelFileName), JSON.stringify(modelFile(given, weights.path, petCv)));
    await removeOthers(folder, [modelFileName, weights.path, ...(moments === null ? [] : [moments.path])]);
  } catch (error) {
    const kept = await referencedFiles(folder);
    if (kept !== null) await removeOthers(folder, kept);
    throw ioFailure(error, folder);
  }
}

function artifacts(network: LayersModel): Promise<io.ModelArtifacts> {
  return new Promise((resolve, reject) => {
    const save = (given: io.ModelArtifacts): Promise<io.SaveResult> => {
      resolve(given);
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } });
    };
    network.save({ save }).catch(reject);
  });
}

function bytesOf(data: io.WeightData | undefined): Uint8Array {
  if (data === undefined) throw new Error('The network has no weights.');
  return Array.isArray(data) ? Buffer.concat(data.map((part) => new Uint8Array(part))) : new Uint8Array(data);
}

/** Files are named after their content: a checkpoint that is being written never touches the one that stands. */
async function writeBinary(
  folder: string,
  kind: string,
  bytes: Uint8Array,
): Promise<{ path: string; sha256: string }> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const name = `${kind}-${sha256.slice(0, 16)}.bin`;
  await writeWhole(path.join(folder, name), Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  return { path: name, sha256 };
}

async function writeOptimizer(
  folder: string,
  state: AdamState,
): Promise<NonNullable<Checkpoint['optimizer']>> {
  const bytes = Buffer.concat(
    state.tensors.map(({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  );
  const file = await writeBinary(folder, 'optimizer', bytes);
  const tensors = state.tensors.map(({ name, shape }) => ({ name, shape }));
  return { ...file, step: state.step, tensors };
}

function modelFile(given: io.ModelArtifacts, weights: string, petCv: Checkpoint): object {
  return {
    format: 'layers-model',
    generatedBy: given.generatedBy,
    convertedBy: null,
    modelTopology: given.modelTopology,
    weightsManifest: [{ paths: [weights], weights: given.weightSpecs }],
    userDefinedMetadata: { petCv },
  };
}

/** What the checkpoint that stands in `folder` is made of; null where that cannot be told. */
async function referencedFiles(folder: string): Promise<string[] | null> {
  try {
    const text = await readFile(path.join(folder, modelFileName), 'utf8');
    const names = (await readdir(folder)).filter((name) => text.includes(JSON.stringify(name)));
    return [modelFileName, ...names];
  } catch (error) {
    return isMissing(error) ? [] : null;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** Our own files alone: a person's, or another program's, are left as they are. */
const ownFile = /^(weights-|optimizer-|model\.json\.)/;

/** Earlier checkpoints' files, and what a killed process left half-written. What cannot be removed does no harm. */
async function removeOthers(folder: string, kept: string[]): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const others = names.filter((name) => ownFile.test(name) && !kept.includes(name));
  for (const name of others) {
    await rm(path.join(folder, name), { force: true }).catch((error: unknown) => log(describe(error)));
  }
}
