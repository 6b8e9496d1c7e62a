import type { Variation } from './variation';

/** Red, green, blue. */
export type Colour = readonly [number, number, number];

/** The change of colour of one photo: an affine map, the same for every pixel. */
export interface ColourMap {
  /** Of a channel itself, and of the pixel's luma. */
  own: number;
  luma: number;
  offset: number;
}

/** The mean colour of `[pixels, 3]` bytes, 0..255. */
export function meanColour(picture: Uint8ClampedArray): Colour {
  let [red, green, blue] = [0, 0, 0];
  for (let at = 0; at < picture.length; at += 3) {
    red += picture[at] ?? 0;
    green += picture[at + 1] ?? 0;
    blue += picture[at + 2] ?? 0;
  }
  const pixels = picture.length / 3;
  return [red / pixels, green / pixels, blue / pixels];
}

/**
 * Brightness (all times a factor), then contrast (distance from the photo's mean luma), then saturation (distance from
 * each pixel's own luma), with nothing cut off in between.
 */
export function colourMap({ brightness, contrast, saturation }: Variation, mean: Colour): ColourMap {
  const gain = brightness * contrast;
  return {
    own: gain * saturation,
    luma: gain * (1 - saturation),
    offset: (1 - contrast) * brightness * lumaOf(...mean),
  };
}

/** True where the colours stay as they are. */
export function isTrueColoured({ brightness, contrast, saturation }: Variation): boolean {
  return brightness === 1 && contrast === 1 && saturation === 1;
}

/** Applies `map` to `[pixels, 3]` bytes; what leaves 0..255 is cut off. */
export function recolour(picture: Uint8ClampedArray, map: ColourMap): void {
  for (let at = 0; at < picture.length; at += 3) {
    const red = picture[at] ?? 0;
    const green = picture[at + 1] ?? 0;
    const blue = picture[at + 2] ?? 0;
    const common = map.luma * lumaOf(red, green, blue) + map.offset;
    picture[at] = map.own * red + common;
    picture[at + 1] = map.own * green + common;
    picture[at + 2] = map.own * blue + common;
  }
}

/** The weights of ITU-R BT.601. */
function lumaOf(red: number, green: number, blue: number): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}
