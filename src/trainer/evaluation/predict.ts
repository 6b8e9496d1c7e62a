import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { applyTo, batchTensors } from '../training/trainingStep';
import type { Batch } from '../training/batchReader';
import type { Predictions } from './score';

/**
 * Softmax outputs of `network` for every photo of `batches`, in order. `onPhotos` hears how many are done.
 * @throws the reason of `signal` when it is aborted.
 */
export async function predict(
  network: LayersModel,
  batches: AsyncIterable<Batch>,
  photos: number,
  signal: AbortSignal,
  onPhotos: (done: number) => void,
): Promise<Predictions> {
  const classes = network.outputs[0]?.shape[1] ?? 0;
  const probabilities = new Float32Array(photos * classes);
  const labels = new Int32Array(photos);
  let done = 0;
  for await (const batch of batches) {
    const output = tf.tidy(() => applyTo(network, batchTensors(network, batch).inputs, false));
    probabilities.set(await output.data<'float32'>(), done * classes);
    labels.set(batch.labels, done);
    output.dispose();
    done += batch.photos;
    onPhotos(done);
    await nextTurn();
    signal.throwIfAborted();
  }
  return { probabilities, labels, classes };
}

/** Lets messages in: an engine that computes on this thread would otherwise never hear a stop. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
