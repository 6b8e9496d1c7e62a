import { stat } from 'node:fs/promises';
import path from 'node:path';
import sharp, { type Sharp, type SharpOptions } from 'sharp';
import { HumanError } from '../../shared/failures';
import { errorCode, ioFailure } from '../ioFailure';
import { writeWhole } from '../writeWhole';
import { makeFolder } from './partial';

/** A photo as the network sees it. */
export interface DecodedPhoto {
  /** [imageSize, imageSize, 3] RGB, 0..255, row by row. */
  pixels: Uint8Array;
  /** Of the photo itself, in pixels, after EXIF orientation. */
  width: number;
  height: number;
  /** What it really is, whatever the file is called. */
  format: PhotoFormat;
}

/** By content, whatever the file is called. SVG, which could refer to other files, is not a photo. */
export const photoFormats = ['jpeg', 'png', 'gif', 'webp', 'tiff', 'heif'] as const;
export type PhotoFormat = (typeof photoFormats)[number];

/** What there is to say of a file without a byte in it. */
export const emptyDetail = '0 bytes';

/** What the failure text promises; also the most that WebP can hold. */
const longestSide = 16_383;
/** The largest phones' cameras make 200 megapixels. An interlaced photo of that size takes about 0.6 GB to decode. */
const mostPixels = 200_000_000;

// One thread a photo, since several photos are decoded at a time; and no file is read twice, so nothing is worth caching.
sharp.concurrency(1);
sharp.cache(false);

/**
 * Reads a photo and stretches it to a square, as the workshop does: EXIF orientation applied, transparency on white,
 * grey, CMYK and 16 bit to 8-bit sRGB, the first frame of an animation. Colour profiles are not applied: the workshop's
 * loader (Pillow) does not do so either, nor did those with which pretrained networks were made, and it would take as
 * long again as all the rest.
 * @throws HumanError photo-missing, photo-unreadable (also when truncated), photo-too-large
 */
export async function decodePhoto(file: string, imageSize: number): Promise<DecodedPhoto> {
  const photo = openPhoto(file, { ignoreIcc: true });
  const header = await checkHeader(photo, file);
  const pixels = await photo
    .resize(imageSize, imageSize, { fit: 'fill' })
    .raw()
    .toBuffer()
    .catch((error: unknown) => {
      throw unreadable(file, reasonOf(error), error);
    });
  return { pixels, ...header };
}

/**
 * Writes `target`, a JPEG of the photo at most `side` pixels wide and high, nothing cut off or enlarged.
 * @throws HumanError as decodePhoto, and disk-full or read-only
 */
export async function writeThumbnail(file: string, target: string, side: number): Promise<void> {
  const photo = openPhoto(file);
  await checkHeader(photo, file);
  const thumbnail = await photo
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 85 })
    .toBuffer()
    .catch((error: unknown) => {
      throw unreadable(file, reasonOf(error), error);
    });
  try {
    await makeFolder(path.dirname(target));
    await writeWhole(target, thumbnail);
  } catch (error) {
    throw ioFailure(error, target);
  }
}

/**
 * 'error' refuses a truncated photo, but not one with the small faults over which every viewer shows it. No limit of
 * sharp's, since `checkHeader` knows ours.
 */
export function openPhoto(file: string, options: SharpOptions = {}): Sharp {
  return sharp(file, { autoOrient: true, failOn: 'error', limitInputPixels: false, ...options })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb');
}

/** The photo's header, with its size after EXIF orientation: nothing large is decoded before it is known to fit. */
export async function checkHeader(photo: Sharp, file: string): Promise<Omit<DecodedPhoto, 'pixels'>> {
  const header = await photo.metadata().catch(async (error: unknown) => {
    const bytes = await sizeOf(file);
    if (bytes === undefined) throw new HumanError('photo-missing', { file }, { cause: error });
    throw unreadable(file, bytes === 0 ? emptyDetail : reasonOf(error), error);
  });
  const format = photoFormats.find((known) => known === header.format);
  if (format === undefined) throw unreadable(file, header.format);
  const { width, height } = header.autoOrient;
  if (Math.max(width, height) > longestSide || width * height > mostPixels) {
    throw new HumanError('photo-too-large', { file, detail: `${width} × ${height} pixels` });
  }
  return { width, height, format };
}

/** Bytes of a file that could not be read; undefined where it is missing. */
async function sizeOf(file: string): Promise<number | undefined> {
  return stat(file).then(
    ({ size }) => size,
    (error: unknown) => (errorCode(error) === 'ENOENT' ? undefined : Number.NaN),
  );
}

function unreadable(file: string, detail: string, cause?: unknown): HumanError {
  return new HumanError('photo-unreadable', { file, detail }, { cause });
}

/** The first line of what sharp says. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n', 1)[0]?.trim() ?? '';
}
