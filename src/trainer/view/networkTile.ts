import sharp from 'sharp';
import { augmentationPresets } from '../../shared/config';
import type { Augmentation } from '../../shared/config';
import type { FileEntry } from '../../shared/manifest';
import { augmentPhoto } from '../augmentation/augmentPhoto';
import type { Occasion } from '../augmentation/variation';
import type { PixelFile } from '../data/pixelFile';

/** How the network receives a photo of one side of the split: none but training photos are varied. */
export function strengthsFor(part: FileEntry['part'], augmentation: Augmentation): Augmentation {
  return part === 'train' ? augmentation : augmentationPresets.none;
}

/** A PNG of exactly the pixels that the network receives of one photo. */
export async function networkTile(
  pixels: PixelFile,
  strengths: Augmentation,
  occasion: Occasion,
): Promise<Uint8Array> {
  const { imageSize: side } = pixels;
  const photo = new Uint8Array(side * side * 3);
  await pixels.read([occasion.photo], photo);
  const picture = augmentPhoto(photo, side, strengths, occasion);
  return sharp(picture, { raw: { width: side, height: side, channels: 3 } })
    .png()
    .toBuffer();
}
