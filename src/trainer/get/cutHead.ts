import { writeFile } from 'node:fs/promises';
import sharp, { type Region, type Sharp } from 'sharp';
import { HumanError } from '../../shared/failures';
import { checkHeader, openPhoto } from '../data/decodePhoto';
import type { HeadBox } from './headBox';

/** Less than this a side tells no breed: a box drawn by mistake. */
const leastSide = 8;

/**
 * Cuts a head out of the photo `file` and writes it as the JPEG `target`, upright. Nothing, or why it could not be done. The
 * box counts in the pixels of the stored photo, or, where only that fits the size it was drawn for, in those of the photo
 * as EXIF orientation turns it.
 * @throws what the file system says of `target`
 */
export async function cutHead(file: string, box: HeadBox, target: string): Promise<string | undefined> {
  const head = await cut(file, box).catch((error: unknown) => {
    if (error instanceof HumanError) return error.failure.code;
    return `photo-unreadable: ${error instanceof Error ? error.message : String(error)}`;
  });
  if (typeof head === 'string') return head;
  await writeFile(target, head);
  return undefined;
}

/** The JPEG, or why there is none. @throws what sharp says of a damaged photo; HumanError as checkHeader */
async function cut(file: string, box: HeadBox): Promise<Buffer | string> {
  const stored = openPhoto(file, { autoOrient: false });
  await checkHeader(stored, file);
  const { width, height, orientation = 1, autoOrient } = await stored.metadata();
  const isStored = isOf(box, { width, height });
  if (!isStored && !isOf(box, autoOrient)) {
    return `head-box: drawn in ${box.photo.width} × ${box.photo.height} pixels, not ${width} × ${height}`;
  }
  const region = regionOf(box);
  if (region.width < leastSide || region.height < leastSide) {
    return `head-box: ${region.width} × ${region.height} pixels`;
  }
  const head = isStored
    ? await upright(stored.extract(region), orientation)
    : openPhoto(file).extract(region);
  return head.jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer();
}

function isOf({ photo }: HeadBox, { width, height }: { width: number; height: number }): boolean {
  return photo.width === width && photo.height === height;
}

function regionOf({ left, top, right, bottom }: HeadBox): Region {
  return { left, top, width: right - left, height: bottom - top };
}

/** Turned as the photo would be; sharp turns only what it reads. */
async function upright(head: Sharp, orientation: number): Promise<Sharp> {
  if (orientation === 1) return head;
  const untouched = head.withMetadata({ orientation }).tiff({ compression: 'none' });
  return sharp(await untouched.toBuffer(), { autoOrient: true });
}
