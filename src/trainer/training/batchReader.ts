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

/** Makes inputs of the packed pixels of the photos `indices`. The pixels are its own, to hand on to another thread. */
export type MakeInputs = (
  pixels: Uint8Array<ArrayBuffer>,
  indices: Uint32Array,
) => Float32Array | Promise<Float32Array>;

/**
 * Gives the photos `order` in batches, without `makeInputs` as they are. While the engine works on one, the inputs of the
 * next are made, where that is another thread's work, and the pixels of the one after it are read by the system's
 * threads. (Two ahead, since this thread is the engine's: it hands nothing on while it computes.)
 */
export async function* readBatches(
  pixels: PixelRows,
  files: readonly FileEntry[],
  order: ArrayLike<number>,
  batchSize: number,
  firstBatch = 0,
  makeInputs: MakeInputs = normalized,
): AsyncGenerator<Batch> {
  const photos = Uint32Array.from(order);
  const read = (batch: number): Promise<Rows> | null => {
    const indices = photos.subarray(batch * batchSize, (batch + 1) * batchSize);
    return indices.length > 0 ? ifWanted(readRows(pixels, indices)) : null;
  };
  let next = read(firstBatch);
  let made: Promise<Batch> | null = null;
  for (let batch = firstBatch; next !== null || made !== null; batch++) {
    const current: Batch | null = await made;
    made = next === null ? null : ifWanted(makeBatch(files, await next, makeInputs));
    next = next === null ? null : read(batch + 1);
    if (current !== null) yield current;
  }
}

/** The packed pixels of some photos. */
interface Rows {
  bytes: Uint8Array<ArrayBuffer>;
  indices: Uint32Array;
}

async function readRows(pixels: PixelRows, indices: Uint32Array): Promise<Rows> {
  const bytes = new Uint8Array(indices.length * pixels.imageSize * pixels.imageSize * 3);
  await pixels.read(indices, bytes);
  return { bytes, indices };
}

async function makeBatch(
  files: readonly FileEntry[],
  { bytes, indices }: Rows,
  makeInputs: MakeInputs,
): Promise<Batch> {
  const labels = Int32Array.from(indices, (index) => files[index]?.label ?? 0);
  return { inputs: await makeInputs(bytes, indices), labels, photos: indices.length };
}

/** A caller that stops early never awaits what is being made ahead: its failure would end the process. */
function ifWanted<T>(ahead: Promise<T>): Promise<T> {
  ahead.catch(() => undefined);
  return ahead;
}

/** Bytes 0..255 as float32 0..1. */
export function normalized(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  const inputs = new Float32Array(bytes.length);
  for (let index = 0; index < bytes.length; index++) inputs[index] = (bytes[index] ?? 0) * pixelScale;
  return inputs;
}
