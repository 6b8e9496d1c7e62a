import { statSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { HumanError } from '../shared/failures';
import type { Guess, Job } from '../shared/protocol';
import { findModelFile, readCheckpoint } from './checkpoint/readCheckpoint';
import type { LoadedCheckpoint } from './checkpoint/readCheckpoint';
import { decodePhoto } from './data/decodePhoto';
import type { JobContext } from './jobContext';
import { nextTurn } from './evaluation/predict';
import { applyTo } from './training/trainingStep';
import { useEngine } from './useEngine';

type ClassifyJob = Extract<Job, { type: 'classify' }>;

let warm: { key: string; loaded: LoadedCheckpoint } | null = null;

/**
 * Names the breed of each photo. A photo that cannot be read becomes a `failed` event and the others go on. The model
 * stays loaded for the next job.
 * @throws HumanError `checkpoint-missing`, `checkpoint-corrupt`, `checkpoint-version`
 */
export async function classify(job: ClassifyJob, context: JobContext): Promise<void> {
  const modelFile = findModelFile(job.model);
  await useEngine(job.engine, context);
  const loaded = await loadWarm(modelFile);
  for (const photo of job.photos) {
    await nextTurn();
    context.signal.throwIfAborted();
    await classifyPhoto(loaded, photo, job.top, context);
  }
}

async function loadWarm(modelFile: string): Promise<LoadedCheckpoint> {
  const key = `${modelFile} ${statSync(modelFile).mtimeMs}`;
  if (warm?.key === key) return warm.loaded;
  warm?.loaded.network.dispose();
  warm = null;
  const loaded = await readCheckpoint(modelFile);
  warm = { key, loaded };
  return loaded;
}

async function classifyPhoto(
  loaded: LoadedCheckpoint,
  photo: string,
  top: number,
  context: JobContext,
): Promise<void> {
  const began = performance.now();
  try {
    const { pixels } = await decodePhoto(photo, loaded.checkpoint.imageSize);
    const guesses = await guess(loaded, pixels);
    context.emit({
      type: 'classified',
      photo,
      top: guesses.slice(0, top),
      model: loaded.folder,
      milliseconds: performance.now() - began,
    });
  } catch (error) {
    if (!(error instanceof HumanError)) throw error;
    const { code, message, parameters } = error.failure;
    context.emit({ type: 'failed', photo, reason: message, code, parameters });
  }
}

/** All classes, most probable first, for pixels `[S * S * 3]` in bytes. */
async function guess({ network, checkpoint }: LoadedCheckpoint, pixels: Uint8Array): Promise<Guess[]> {
  const { imageSize, normalisation } = checkpoint;
  const { scale, offset } = normalisation;
  const inputs = Float32Array.from(pixels, (byte) => byte * scale + offset);
  const output = tf.tidy(() => applyTo(network, tf.tensor4d(inputs, [1, imageSize, imageSize, 3]), false));
  const probabilities = await output.data<'float32'>();
  output.dispose();
  return checkpoint.classes
    .map((name, label) => ({ class: name, probability: probabilities[label] ?? 0 }))
    .sort((a, b) => b.probability - a.probability);
}
