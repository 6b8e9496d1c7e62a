import { isPlain } from '../../shared/config';
import type { Augmentation } from '../../shared/config';
import { colourMap, isTrueColoured, meanColour, recolour } from './recolour';
import { variationOf } from './variation';
import type { Occasion, Variation } from './variation';
import { isStill, samplingMap, warp } from './warp';

/**
 * The picture that the network receives of one photo: `[side, side, 3]` bytes to as many. In this order: flip, crop and
 * rotation in one; colour; cutout. With all strengths 0 it is a copy.
 */
export function augmentPhoto(
  photo: Uint8Array,
  side: number,
  strengths: Augmentation,
  occasion: Occasion,
): Uint8ClampedArray {
  return isPlain(strengths)
    ? new Uint8ClampedArray(photo)
    : vary(photo, side, variationOf(strengths, occasion));
}

/** A photo varied as told. */
export function vary(photo: Uint8Array, side: number, variation: Variation): Uint8ClampedArray {
  const picture = new Uint8ClampedArray(photo);
  if (!isStill(variation)) warp(photo, side, samplingMap(variation, side), picture);
  if (!isTrueColoured(variation)) recolour(picture, colourMap(variation, meanColour(picture)));
  if (variation.hole > 0) cutOut(picture, side, variation);
  return picture;
}

/**
 * Cutout (DeVries and Taylor, arXiv:1708.04552, 2017): a square around a random point loses its content. As there, it may
 * stick out of the picture, and what fills it is the mean, here that of the picture itself.
 */
function cutOut(picture: Uint8ClampedArray, side: number, { hole, holeX, holeY }: Variation): void {
  const grey = meanColour(picture);
  const length = Math.round(hole * side);
  const left = Math.floor(holeX * side - length / 2);
  const top = Math.floor(holeY * side - length / 2);
  for (let row = Math.max(0, top); row < Math.min(side, top + length); row++) {
    for (let column = Math.max(0, left); column < Math.min(side, left + length); column++) {
      picture.set(grey, (row * side + column) * 3);
    }
  }
}
