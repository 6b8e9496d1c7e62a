import { createHash } from 'node:crypto';
import { constants, copyFile, mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../../shared/failures';
import type { JobContext } from '../jobContext';
import type { Assigned } from './assignClasses';
import { decodeBytes, readPhoto } from './decodePhoto';
import { decodeWorkers, eachInParallel } from './eachInParallel';
import { photoSignature, type PhotoSignature } from './photoSignature';
import type { Found } from './photoSource';
import type { PixelPack } from './pixelPack';
import { progressOf } from './progress';

/** A photo that was read, packed and put into its class folder. */
export interface TakenPhoto extends PhotoSignature {
  /** Inside the dataset's folder, with `/`. */
  path: string;
  /** Its name in the source. */
  name: string;
  className: string;
  /** Where its pixels are in the pack. */
  slot: number;
  /** After EXIF orientation. */
  width: number;
  height: number;
  bytes: number;
  sha256: string;
}

/** What to take, and where to. */
export interface TakeOptions {
  found: Found;
  photos: readonly Assigned[];
  imageSize: number;
  /** Folder that gets the class folders. */
  target: string;
  pack: PixelPack;
  context: JobContext;
}

/**
 * Reads each photo once: decodes it, writes its pixels, and copies it (or moves it, when it is ours) into its class folder.
 * What cannot be read is `skipped`. In the order of `photos`.
 * @throws what the file system says; the signal's reason
 */
export async function takePhotos(
  options: TakeOptions,
): Promise<{ taken: TakenPhoto[]; skipped: Found['skipped'] }> {
  const { found, photos, target, context } = options;
  for (const className of new Set(photos.map((photo) => photo.className))) {
    await mkdir(path.join(target, className), { recursive: true });
  }
  const files = new Map(found.photos.map(({ name, file }) => [name, file]));
  const results: (TakenPhoto | Found['skipped'][number] | undefined)[] = photos.map(() => undefined);
  const tell = progressOf(context, 'decoding', photos.length);
  let done = 0;
  const limits = { workers: decodeWorkers, signal: context.signal };
  await eachInParallel(photos, limits, async (photo, slot) => {
    const file = files.get(photo.name);
    if (file !== undefined) results[slot] = await takeOne(photo, file, slot, options);
    tell(++done);
  });
  const taken: TakenPhoto[] = [];
  const skipped: Found['skipped'] = [];
  for (const result of results) {
    if (result && 'slot' in result) taken.push(result);
    else if (result) skipped.push(result);
  }
  return { taken, skipped };
}

async function takeOne(
  { name, className, fileName }: Assigned,
  file: string,
  slot: number,
  { found, imageSize, target, pack }: TakeOptions,
): Promise<TakenPhoto | Found['skipped'][number]> {
  const photo = await readOne(file, imageSize).catch((error: unknown) => {
    if (error instanceof HumanError) return error;
    throw error;
  });
  if (photo instanceof HumanError) return { path: name, reason: reasonOf(photo) };
  const { pixels, width, height, bytes, sha256 } = photo;
  await pack.write(slot, pixels);
  const copy = path.join(target, className, fileName);
  // A clone takes no space where the file system can make one; the person's own file is never touched.
  await (found.movable ? rename(file, copy) : copyFile(file, copy, constants.COPYFILE_FICLONE));
  const signature = photoSignature(pixels, imageSize);
  return {
    path: `${className}/${fileName}`,
    name,
    className,
    slot,
    width,
    height,
    bytes,
    sha256,
    ...signature,
  };
}

async function readOne(file: string, imageSize: number) {
  const content = await readPhoto(file);
  const decoded = await decodeBytes(content, file, imageSize);
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { ...decoded, bytes: content.length, sha256 };
}

/** For the manifest: the failure's stable code and what is known besides. */
function reasonOf({ failure: { code, parameters } }: HumanError): string {
  return parameters.detail === undefined ? code : `${code}: ${parameters.detail}`;
}
