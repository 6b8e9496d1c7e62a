import type { Variation } from './variation';

/** Which point of the photo lands on a pixel of the picture; an affine map of pixel centres, in pixels from the corner. */
export interface SamplingMap {
  /** The photo's x, y for the picture's: `x = xx * column + xy * row + x0`, columns and rows counted from the middle. */
  xx: number;
  xy: number;
  x0: number;
  yx: number;
  yy: number;
  y0: number;
}

/** Flip, crop and turn of a square of `side` pixels as one map from the picture back to the photo. */
export function samplingMap(variation: Variation, side: number): SamplingMap {
  const { mirrored, zoom, angle, centreX, centreY } = variation;
  const across = mirrored ? -zoom : zoom;
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  return {
    xx: across * cosine,
    xy: -zoom * sine,
    x0: centreX * side,
    yx: across * sine,
    yy: zoom * cosine,
    y0: centreY * side,
  };
}

/** True where the map takes every pixel to itself. */
export function isStill({ mirrored, zoom, angle }: Variation): boolean {
  return !mirrored && zoom === 1 && angle === 0;
}

/**
 * `[side, side, 3]` bytes seen through `map`, into as many: bilinear, and mirrored at the borders, where a turned photo
 * would otherwise have black corners.
 */
export function warp(photo: Uint8Array, side: number, map: SamplingMap, picture: Uint8ClampedArray): void {
  const { xx, xy, x0, yx, yy, y0 } = map;
  const middle = side / 2 - 0.5;
  for (let row = 0, at = 0; row < side; row++) {
    // Half a pixel less: from here on whole numbers are the centres of pixels.
    const rowX = xy * (row - middle) + x0 - 0.5;
    const rowY = yy * (row - middle) + y0 - 0.5;
    for (let column = 0; column < side; column++) {
      const x = xx * (column - middle) + rowX;
      const y = yx * (column - middle) + rowY;
      const [left, top] = [Math.floor(x), Math.floor(y)];
      const [right, down] = [x - left, y - top];
      const x1 = inside(left, side) * 3;
      const x2 = inside(left + 1, side) * 3;
      const y1 = inside(top, side) * side * 3;
      const y2 = inside(top + 1, side) * side * 3;
      for (let channel = 0; channel < 3; channel++, at++) {
        const above = mix(photo[y1 + x1 + channel] ?? 0, photo[y1 + x2 + channel] ?? 0, right);
        const below = mix(photo[y2 + x1 + channel] ?? 0, photo[y2 + x2 + channel] ?? 0, right);
        picture[at] = mix(above, below, down);
      }
    }
  }
}

/** The pixel that a border mirrors to `place`, which is less than `side` away from it: ... 1 0 | 0 1 2 ... */
function inside(place: number, side: number): number {
  if (place < 0) return -1 - place;
  return place < side ? place : 2 * side - 1 - place;
}

function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}
