import { statSync } from 'node:fs';
import { constants, copyFile, mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../../shared/failures';
import type { JobContext } from '../jobContext';
import type { Assigned } from './assignClasses';
import type { PhotoFormat } from './decodePhoto';
import { decodeWorkers, eachInParallel, turnstile } from './eachInParallel';
import { photoSignature, type PhotoSignature } from './photoSignature';
import type { Found } from './found';
import type { PixelPack } from './pixelPack';
import { progressOf } from './progress';
import { readPhoto, type ReadPhoto } from './readPhoto';

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
  format: PhotoFormat;
  bytes: number;
  sha256: string;
  /** Of the copy, as `fingerprintOf` wants it. */
  mtimeMs: number;
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
  // While some photos are copied, others decode: no thread that decodes ever waits for the disk.
  const decode = turnstile(decodeWorkers);
  const limits = { workers: 2 * decodeWorkers, signal: context.signal };
  await eachInParallel(photos, limits, async (photo, slot) => {
    const file = files.get(photo.name);
    if (file === undefined) return;
    const read = await decode(() => readPhoto(file, options.imageSize));
    results[slot] = read instanceof HumanError ? skip(photo, read) : await keep(photo, slot, read, options);
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

async function keep(
  { name, className, fileName }: Assigned,
  slot: number,
  { file, pixels, ...photo }: ReadPhoto,
  { found, imageSize, target, pack }: TakeOptions,
): Promise<TakenPhoto> {
  pack.write(slot, pixels);
  const copy = path.join(target, className, fileName);
  // A clone takes no space where the file system can make one; the person's own file is never touched.
  await (found.movable ? rename(file, copy) : copyFile(file, copy, constants.COPYFILE_FICLONE));
  const { mtimeMs } = statSync(copy);
  const place = { path: `${className}/${fileName}`, name, className, slot, mtimeMs };
  return { ...place, ...photo, ...photoSignature(pixels, imageSize) };
}

/** For the manifest: the failure's stable code and what is known besides, as `skippedPhotos` reads it. */
function skip({ name }: Assigned, { failure }: HumanError): Found['skipped'][number] {
  const { code, parameters } = failure;
  return { path: name, reason: parameters.detail === undefined ? code : `${code}: ${parameters.detail}` };
}
