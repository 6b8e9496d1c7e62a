import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { HumanError } from '../../shared/failures';
import { errorCode, ioFailure } from '../ioFailure';
import { makeFolder, partialName, removePartial } from './partial';

/** A photo as the network sees it. */
export interface DecodedPhoto {
  /** [imageSize, imageSize, 3] RGB, 0..255, row by row. */
  pixels: Uint8Array;
  /** Of the photo itself, in pixels, after EXIF orientation. */
  width: number;
  height: number;
}

/** What the failure text promises; also the most that WebP can hold. */
const longestSide = 16_383;
/** The largest phones' cameras make 200 megapixels. An interlaced photo of that size takes about 0.6 GB to decode. */
const mostPixels = 200_000_000;
/** No photo of `mostPixels` that a camera writes is larger. */
const mostBytes = 512 * 1024 * 1024;
/** By content, whatever the file is called. SVG, which could refer to other files, is not a photo. */
const photoFormats = new Set(['jpeg', 'png', 'gif', 'webp', 'tiff', 'heif']);

// One thread a photo, since several photos are decoded at a time; and no file is read twice, so nothing is worth caching.
sharp.concurrency(1);
sharp.cache(false);

/**
 * Reads a photo and stretches it to a square, as the workshop does: EXIF orientation applied, transparency on white,
 * grey, CMYK and 16 bit to 8-bit sRGB, the first frame of an animation.
 * @throws HumanError photo-missing, photo-unreadable (also when truncated), photo-too-large
 */
export async function decodePhoto(file: string, imageSize: number): Promise<DecodedPhoto> {
  return decodeBytes(await readPhoto(file), file, imageSize);
}

/**
 * The whole file.
 * @throws HumanError photo-missing, photo-unreadable, photo-too-large
 */
export async function readPhoto(file: string): Promise<Buffer> {
  try {
    const { size } = await stat(file);
    if (size > mostBytes) throw tooLarge(file, `${Math.round(size / 1024 / 1024)} MB`);
    return await readFile(file);
  } catch (error) {
    if (error instanceof HumanError) throw error;
    const code = errorCode(error);
    if (code === 'ENOENT') throw new HumanError('photo-missing', { file }, { cause: error });
    if (code !== undefined) throw unreadable(file, code, error);
    throw error;
  }
}

/**
 * What `decodePhoto` does, for a file that is already in memory.
 * @throws HumanError photo-unreadable, photo-too-large
 */
export async function decodeBytes(bytes: Buffer, file: string, imageSize: number): Promise<DecodedPhoto> {
  const { width, height } = await checkHeader(bytes, file);
  const pixels = await open(bytes)
    .resize(imageSize, imageSize, { fit: 'fill' })
    .raw()
    .toBuffer()
    .catch((error: unknown) => {
      throw unreadable(file, reasonOf(error), error);
    });
  return { pixels, width, height };
}

/**
 * Writes `target`, a JPEG of the photo at most `side` pixels wide and high, nothing cut off or enlarged.
 * @throws HumanError as decodePhoto, and disk-full or read-only
 */
export async function writeThumbnail(file: string, target: string, side: number): Promise<void> {
  const bytes = await readPhoto(file);
  await checkHeader(bytes, file);
  const thumbnail = await open(bytes)
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 85 })
    .toBuffer()
    .catch((error: unknown) => {
      throw unreadable(file, reasonOf(error), error);
    });
  await writeWhole(target, thumbnail);
}

/** The photo's size after EXIF orientation, read from its header: nothing large is decoded before it is known to fit. */
async function checkHeader(bytes: Buffer, file: string): Promise<{ width: number; height: number }> {
  if (bytes.length === 0) throw unreadable(file, 'the file is empty');
  const header = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch((error: unknown) => {
      throw unreadable(file, reasonOf(error), error);
    });
  if (!photoFormats.has(header.format)) throw unreadable(file, header.format);
  const { width, height } = header.autoOrient;
  if (Math.max(width, height) > longestSide || width * height > mostPixels) {
    throw tooLarge(file, `${width} × ${height} pixels`);
  }
  return { width, height };
}

/** 'error' refuses a truncated photo, but not one with the small faults over which every viewer shows it. */
function open(bytes: Buffer): Sharp {
  return sharp(bytes, { autoOrient: true, failOn: 'error', limitInputPixels: mostPixels })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb');
}

async function writeWhole(target: string, bytes: Buffer): Promise<void> {
  const partial = partialName(target);
  try {
    await makeFolder(path.dirname(target));
    await writeFile(partial, bytes);
    await rename(partial, target);
  } catch (error) {
    throw ioFailure(error, target);
  } finally {
    await removePartial(partial);
  }
}

function unreadable(file: string, detail: string, cause?: unknown): HumanError {
  return new HumanError('photo-unreadable', { file, detail }, { cause });
}

function tooLarge(file: string, detail: string): HumanError {
  return new HumanError('photo-too-large', { file, detail });
}

/** The first line of what sharp says. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n', 1)[0]?.trim() ?? '';
}
