/** What near-identical photos have in common. */
export interface PhotoSignature {
  /** [4] uint32: 128 bits, each telling whether the picture gets lighter from one of its fields to the next. */
  hash: Uint32Array;
  /** [16, 16] brightness in 1/32 standard deviations from its mean; all 0 where the photo has no contrast. */
  thumbnail: Int8Array;
}

const thumbnailSide = 16;
/** Grey levels (standard deviation) below which a picture is one even field, of which nothing can be said. */
const leastContrast = 2;

/**
 * The signature of decoded pixels [side, side, 3]. The hash is the difference hash (dHash: N. Krawetz, "Kind of like
 * that", 2013) over a grid of 9 x 8 fields from left to right and one of 8 x 9 from top to bottom.
 */
export function photoSignature(pixels: Uint8Array, side: number): PhotoSignature {
  const grey = brightness(pixels);
  const hash = new Uint32Array(4);
  const across = fieldMeans(grey, side, 9, 8);
  const down = fieldMeans(grey, side, 8, 9);
  for (let bit = 0; bit < 64; bit++) {
    const row = bit >> 3;
    const left = row * 9 + (bit & 7);
    setBit(hash, bit, at(across, left) < at(across, left + 1));
    setBit(hash, 64 + bit, at(down, bit) < at(down, bit + 8));
  }
  return { hash, thumbnail: standardized(fieldMeans(grey, side, thumbnailSide, thumbnailSide)) };
}

/** Correlation of the brightness of two thumbnails, -1..1; 0 where one of them has no contrast. */
export function correlation(a: Int8Array, b: Int8Array): number {
  let product = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let index = 0; index < a.length; index++) {
    product += at(a, index) * at(b, index);
    squaresA += at(a, index) ** 2;
    squaresB += at(b, index) ** 2;
  }
  return squaresA === 0 || squaresB === 0 ? 0 : product / Math.sqrt(squaresA * squaresB);
}

/** Luma of Rec. 601, in 0..255. */
function brightness(pixels: Uint8Array): Uint8Array {
  const grey = new Uint8Array(pixels.length / 3);
  for (let index = 0, from = 0; index < grey.length; index++, from += 3) {
    grey[index] = (77 * at(pixels, from) + 150 * at(pixels, from + 1) + 29 * at(pixels, from + 2)) >> 8;
  }
  return grey;
}

/** Means of the fields of a `columns` x `rows` grid over a square picture, row by row. */
function fieldMeans(grey: Uint8Array, side: number, columns: number, rows: number): Float32Array {
  const sums = new Float32Array(columns * rows);
  const counts = new Uint32Array(columns * rows);
  for (let y = 0; y < side; y++) {
    const row = Math.floor((y * rows) / side) * columns;
    for (let x = 0; x < side; x++) {
      const field = row + Math.floor((x * columns) / side);
      sums[field] = at(sums, field) + at(grey, y * side + x);
      counts[field] = at(counts, field) + 1;
    }
  }
  return sums.map((sum, field) => sum / Math.max(1, at(counts, field)));
}

function standardized(values: Float32Array): Int8Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  if (deviation < leastContrast) return new Int8Array(values.length);
  // 4 standard deviations fill an int8; what lies beyond is cut, which moves a correlation by less than 0.01.
  return Int8Array.from(values, (value) =>
    Math.max(-127, Math.min(127, Math.round(((value - mean) / deviation) * 32))),
  );
}

function setBit(words: Uint32Array, bit: number, value: boolean): void {
  if (value) words[bit >> 5] = at(words, bit >> 5) | (1 << (bit & 31));
}

function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? 0;
}
