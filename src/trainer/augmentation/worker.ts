/** A thread that varies photos, so that the engine's thread need not wait for them. */
import { parentPort } from 'node:worker_threads';
import { normalized } from '../training/batchReader';
import { augmentPhoto } from './augmentPhoto';
import type { AugmentRequest } from './augmenter';

// An answer for each request, in their order. A failure here ends the thread, and the one that asked hears of it.
parentPort?.on('message', (request: AugmentRequest) => {
  const inputs = inputsOf(request);
  parentPort?.postMessage(inputs, [inputs.buffer]);
});

function inputsOf({ pixels, indices, ...how }: AugmentRequest): Float32Array<ArrayBuffer> {
  const { strengths, side, seed, epoch } = how;
  const bytes = side * side * 3;
  if (pixels.length !== indices.length * bytes) throw new RangeError('The pixels do not fit the photos.');
  indices.forEach((photo, place) => {
    const one = pixels.subarray(place * bytes, (place + 1) * bytes);
    one.set(augmentPhoto(one, side, strengths, { seed, epoch, photo }));
  });
  return normalized(pixels);
}
