/** What near-identical photos have in common. */
export interface PhotoSignature {
  /** [32, 32] brightness in 1/32 standard deviations from its mean; all 0 where the photo has no contrast. */
  thumbnail: Int8Array;
}

/** Cells a side of a signature's thumbnail. */
export const thumbnailSide = 32;
/** Sums of a thumbnail are one more a side. */
const sumsSide = thumbnailSide + 1;

/** Pixels a side that a signature looks at, at least, where the picture has as many. */
const leastSampled = 64;
/** Grey levels (standard deviation) below which a picture is one even field, of which nothing can be said. */
const leastContrast = 2;

/** The signature of decoded pixels [side, side, 3]. */
export function photoSignature(pixels: Uint8Array, side: number): PhotoSignature {
  const { sums, sampled } = sampleSums(pixels, side);
  return { thumbnail: standardized(cellMeans(sums, sampled)) };
}

/** [33, 33]: at (y, x) the sum of the thumbnail above and left of it. */
export function sumThumbnail(thumbnail: Int8Array): Float64Array {
  const sums = new Float64Array(sumsSide * sumsSide);
  for (let y = 1; y < sumsSide; y++) {
    let row = 0;
    for (let x = 1; x < sumsSide; x++) {
      row += thumbnail[(y - 1) * thumbnailSide + x - 1] ?? 0;
      sums[y * sumsSide + x] = (sums[(y - 1) * sumsSide + x] ?? 0) + row;
    }
  }
  return sums;
}

/** The sum above and left of a point between the thumbnail's pixels, both in pixels from its corner. */
export function sumAt(sums: Float64Array, x: number, y: number): number {
  const column = Math.min(thumbnailSide - 1, Math.floor(x));
  const row = Math.min(thumbnailSide - 1, Math.floor(y));
  const right = x - column;
  const below = y - row;
  const at = row * sumsSide + column;
  const upper = (sums[at] ?? 0) * (1 - right) + (sums[at + 1] ?? 0) * right;
  const lower = (sums[at + sumsSide] ?? 0) * (1 - right) + (sums[at + sumsSide + 1] ?? 0) * right;
  return upper * (1 - below) + lower * below;
}

/**
 * [sampled + 1, sampled + 1]: at (y, x) the sum of all brightness (luma of Rec. 601, 0..255) above and left of it, from which
 * the sum over any rectangle takes four reads (F. Crow, "Summed-area tables for texture mapping", 1984). Of a large picture
 * every n-th pixel is enough.
 */
function sampleSums(pixels: Uint8Array, side: number): { sums: Uint32Array; sampled: number } {
  const step = Math.max(1, Math.floor(side / leastSampled));
  const sampled = Math.floor(side / step);
  const width = sampled + 1;
  const sums = new Uint32Array(width * width);
  for (let y = 1; y < width; y++) {
    let row = 0;
    let from = (y - 1) * step * side * 3;
    for (let x = 1; x < width; x++, from += 3 * step) {
      row += (77 * (pixels[from] ?? 0) + 150 * (pixels[from + 1] ?? 0) + 29 * (pixels[from + 2] ?? 0)) >> 8;
      sums[y * width + x] = (sums[(y - 1) * width + x] ?? 0) + row;
    }
  }
  return { sums, sampled };
}

/** Means of the thumbnail's cells, row by row; a picture with fewer pixels than cells gives some of them twice. */
function cellMeans(sums: Uint32Array, sampled: number): Float32Array {
  const means = new Float32Array(thumbnailSide * thumbnailSide);
  const width = sampled + 1;
  const from = Array.from({ length: thumbnailSide }, (_, cell) =>
    Math.floor((cell * sampled) / thumbnailSide),
  );
  const to = from.map((start, cell) => Math.max(start + 1, from[cell + 1] ?? sampled));
  for (let row = 0; row < thumbnailSide; row++) {
    const top = from[row] ?? 0;
    const bottom = to[row] ?? 0;
    for (let column = 0; column < thumbnailSide; column++) {
      const left = from[column] ?? 0;
      const right = to[column] ?? 0;
      const above = (sums[top * width + right] ?? 0) - (sums[top * width + left] ?? 0);
      const all = (sums[bottom * width + right] ?? 0) - (sums[bottom * width + left] ?? 0);
      means[row * thumbnailSide + column] = (all - above) / ((right - left) * (bottom - top));
    }
  }
  return means;
}

function standardized(values: Float32Array): Int8Array {
  let sum = 0;
  let squares = 0;
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / values.length;
  const deviation = Math.sqrt(Math.max(0, squares / values.length - mean * mean));
  const standard = new Int8Array(values.length);
  if (deviation < leastContrast) return standard;
  // 4 standard deviations fill an int8; what lies beyond is cut, which moves a correlation by less than 0.01.
  for (const [index, value] of values.entries()) {
    standard[index] = Math.round(Math.max(-127, Math.min(127, ((value - mean) / deviation) * 32)));
  }
  return standard;
}
