import type { FileEntry } from '../../shared/manifest';

/** The little of a pixel file that batches need: rows of `imageSize * imageSize * 3` bytes. */
export interface PixelRows {
  readonly imageSize: number;
  read(indices: ArrayLike<number>, into: Uint8Array): Promise<void>;
}

/** Photos as the network takes them. */
export interface Batch {
  /** `[photos, S, S, 3]`, 0..1. */
  inputs: Float32Array;
  /** Class numbers. */
  labels: Int32Array;
  photos: number;
}

/** Pixel values 0..255 become 0..1. */
export const pixelScale = 1 / 255;

/**
 * Reads the photos `order` in batches, always one ahead: while the engine works on a batch, the next is read by the
 * system's threads.
 */
export async function* readBatches(
  pixels: PixelRows,
  files: readonly FileEntry[],
  order: ArrayLike<number>,
  batchSize: number,
  firstBatch = 0,
): AsyncGenerator<Batch> {
  const batches = Math.ceil(order.length / batchSize);
  let next = firstBatch < batches ? readBatch(pixels, files, order, batchSize, firstBatch) : null;
  for (let batch = firstBatch + 1; next !== null; batch++) {
    const current: Batch = await next;
    next = batch < batches ? readBatch(pixels, files, order, batchSize, batch) : null;
    // A caller that stops here never awaits the one being read: its failure would end the process.
    next?.catch(() => undefined);
    yield current;
  }
}

async function readBatch(
  pixels: PixelRows,
  files: readonly FileEntry[],
  order: ArrayLike<number>,
  batchSize: number,
  batch: number,
): Promise<Batch> {
  const indices = Array.from(order).slice(batch * batchSize, (batch + 1) * batchSize);
  const bytes = new Uint8Array(indices.length * pixels.imageSize * pixels.imageSize * 3);
  await pixels.read(indices, bytes);
  const labels = Int32Array.from(indices, (index) => files[index]?.label ?? 0);
  return { inputs: normalized(bytes), labels, photos: indices.length };
}

/** Bytes 0..255 as float32 0..1. */
export function normalized(bytes: Uint8Array): Float32Array {
  const inputs = new Float32Array(bytes.length);
  for (let index = 0; index < bytes.length; index++) inputs[index] = (bytes[index] ?? 0) * pixelScale;
  return inputs;
}
