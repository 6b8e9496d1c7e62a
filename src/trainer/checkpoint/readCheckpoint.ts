import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import { HumanError } from '../../shared/failures';
import { layout } from '../../shared/layout';
import type { AdamState } from '../engines/adam';
import { checkpointSchema, checkpointVersion, modelFileSchema } from './checkpointFormat';
import type { Checkpoint } from './checkpointFormat';
import { modelFileName } from './writeCheckpoint';

/** A checkpoint on the engine that is open. */
export interface LoadedCheckpoint {
  /** Absolute folder. */
  folder: string;
  network: LayersModel;
  checkpoint: Checkpoint;
}

/**
 * The model.json that a person means by `given`: a run's folder (its best checkpoint), a checkpoint's folder, or the
 * file itself.
 * @throws HumanError `checkpoint-missing`
 */
export function findModelFile(given: string): string {
  const candidates = [
    path.join(given, modelFileName),
    path.join(given, layout.bestModel),
    ...(path.basename(given) === modelFileName ? [given] : []),
  ];
  const found = candidates.find((file) => existsSync(file));
  if (found === undefined) throw new HumanError('checkpoint-missing', { file: given });
  return path.resolve(found);
}

/**
 * Loads the checkpoint in `modelFile`.
 * @throws HumanError `checkpoint-missing`, `checkpoint-corrupt`, `checkpoint-version`
 */
export async function readCheckpoint(modelFile: string): Promise<LoadedCheckpoint> {
  const folder = path.dirname(modelFile);
  const { file, checkpoint } = parseModelFile(await readText(modelFile), folder);
  const [group] = file.weightsManifest;
  const weights = await readBinary(folder, group.paths[0], checkpoint.sha256);
  const network = await loadLayersModel({
    load: () =>
      Promise.resolve({
        format: file.format,
        modelTopology: file.modelTopology,
        weightSpecs: group.weights,
        weightData: arrayBuffer(weights),
      }),
  }).catch((error: unknown) => {
    throw corrupt(folder, error instanceof Error ? error.message : String(error));
  });
  return { folder, network, checkpoint };
}

/**
 * The optimizer's state that was saved with a checkpoint.
 * @throws HumanError `checkpoint-corrupt`
 */
export async function readOptimizer({ folder, checkpoint }: LoadedCheckpoint): Promise<AdamState> {
  const saved = checkpoint.optimizer;
  if (saved === null) throw corrupt(folder, 'it has no optimizer state');
  const bytes = arrayBuffer(await readBinary(folder, saved.path, saved.sha256));
  let offset = 0;
  const tensors = saved.tensors.map(({ name, shape }) => {
    const length = shape.reduce((product, side) => product * side, 1);
    const data = new Float32Array(bytes, offset, length);
    offset += data.byteLength;
    return { name, shape, data };
  });
  return { step: saved.step, tensors };
}

function parseModelFile(
  text: string,
  folder: string,
): { file: v.InferOutput<typeof modelFileSchema>; checkpoint: Checkpoint } {
  const file = v.safeParse(modelFileSchema, parseJson(text, folder));
  if (!file.success) throw corrupt(folder, v.summarize(file.issues));
  const { petCv } = file.output.userDefinedMetadata;
  if (petCv.version !== checkpointVersion) {
    const detail = `format ${petCv.version}, this one reads ${checkpointVersion}`;
    throw new HumanError('checkpoint-version', { file: folder, detail });
  }
  const checkpoint = v.safeParse(checkpointSchema, petCv);
  if (!checkpoint.success) throw corrupt(folder, v.summarize(checkpoint.issues));
  return { file: file.output, checkpoint: checkpoint.output };
}

function parseJson(text: string, folder: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw corrupt(folder, error instanceof Error ? error.message : String(error));
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new HumanError('checkpoint-missing', { file: path.dirname(file) }, { cause: error });
  }
}

async function readBinary(folder: string, name: string, sha256: string): Promise<Buffer> {
  const file = path.resolve(folder, name);
  if (path.dirname(file) !== path.resolve(folder)) throw corrupt(folder, `${name} points elsewhere`);
  const bytes = await readFile(file).catch(() => {
    throw corrupt(folder, `${name} is missing`);
  });
  if (createHash('sha256').update(bytes).digest('hex') !== sha256)
    throw corrupt(folder, `${name} has changed`);
  return bytes;
}

function arrayBuffer(bytes: Buffer): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(copy).set(bytes);
  return copy;
}

function corrupt(folder: string, detail: string): HumanError {
  return new HumanError('checkpoint-corrupt', { file: folder, detail });
}
