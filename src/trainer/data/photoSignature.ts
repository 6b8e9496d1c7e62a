/** What near-identical photos have in common. */
export interface PhotoSignature {
  /** [4] uint32: 128 bits, each telling whether the picture gets lighter from one cell of a grid to the next. */
  hash: Uint32Array;
  /** [16, 16] brightness in 1/32 standard deviations from its mean; all 0 where the photo has no contrast. */
  thumbnail: Int8Array;
}

const thumbnailSide = 16;
/** Pixels a side that a signature looks at, at least, where the picture has as many. */
const leastSampled = 48;
/** Grey levels (standard deviation) below which a picture is one even field, of which nothing can be said. */
const leastContrast = 2;

/**
 * The signature of decoded pixels [side, side, 3]. The hash is the difference hash (dHash: N. Krawetz, "Kind of like
 * that", 2013) over a grid of 9 x 8 cells from left to right and one of 8 x 9 from top to bottom.
 */
export function photoSignature(pixels: Uint8Array, side: number): PhotoSignature {
  const { sums, sampled } = sampleSums(pixels, side);
  const hash = new Uint32Array(4);
  const across = cellMeans(sums, sampled, 9, 8);
  const down = cellMeans(sums, sampled, 8, 9);
  for (let bit = 0; bit < 64; bit++) {
    const row = bit >> 3;
    const left = row * 9 + (bit & 7);
    setBit(hash, bit, (across[left] ?? 0) < (across[left + 1] ?? 0));
    setBit(hash, 64 + bit, (down[bit] ?? 0) < (down[bit + 8] ?? 0));
  }
  return { hash, thumbnail: standardized(cellMeans(sums, sampled, thumbnailSide, thumbnailSide)) };
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

/** Means of the cells of a `columns` x `rows` grid over a square picture, row by row. */
function cellMeans(sums: Uint32Array, sampled: number, columns: number, rows: number): Float32Array {
  const means = new Float32Array(columns * rows);
  const width = sampled + 1;
  for (let row = 0; row < rows; row++) {
    const top = Math.floor((row * sampled) / rows);
    const bottom = Math.floor(((row + 1) * sampled) / rows);
    for (let column = 0; column < columns; column++) {
      const left = Math.floor((column * sampled) / columns);
      const right = Math.floor(((column + 1) * sampled) / columns);
      const above = (sums[top * width + right] ?? 0) - (sums[top * width + left] ?? 0);
      const all = (sums[bottom * width + right] ?? 0) - (sums[bottom * width + left] ?? 0);
      means[row * columns + column] = (all - above) / ((right - left) * (bottom - top));
    }
  }
  return means;
}

function standardized(values: Float32Array): Int8Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  if (deviation < leastContrast) return new Int8Array(values.length);
  // 4 standard deviations fill an int8; what lies beyond is cut, which moves a correlation by less than 0.01.
  const scaled = values.map((value) => Math.max(-127, Math.min(127, ((value - mean) / deviation) * 32)));
  return new Int8Array(scaled.map(Math.round));
}

function setBit(words: Uint32Array, bit: number, value: boolean): void {
  if (value) words[bit >> 5] = (words[bit >> 5] ?? 0) | (1 << (bit & 31));
}
