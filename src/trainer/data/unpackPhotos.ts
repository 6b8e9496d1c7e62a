import { closeSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { JobContext } from '../jobContext';
import type { ArchiveLimits } from './archiveGuard';
import { isPhotoName } from './entryName';
import type { FoundPhoto } from './found';
import { progressOf } from './progress';
import { walkArchive, type FileSink, type WalkedArchive } from './walkArchive';

/** Where to unpack, and what. */
export interface UnpackOptions {
  /** An existing folder, which gets the photos under names of our own: no name in the archive decides where it is written. */
  staging: string;
  context: JobContext;
  /** Which photos, by name; all unless given. */
  wanted?: (name: string) => boolean;
  limits?: ArchiveLimits;
}

/**
 * Unpacks the photos of a .tar, .tar.gz or .tgz as a stream.
 * @throws HumanError source-unreadable, unsafe-archive; what the file system says; the signal's reason
 */
export async function unpackPhotos(
  archive: string,
  { staging, context, wanted = () => true, ...limits }: UnpackOptions,
): Promise<{ photos: FoundPhoto[]; archive: WalkedArchive }> {
  const tell = progressOf(context, 'unpacking', null);
  const photos: FoundPhoto[] = [];
  const walked = await walkArchive(archive, { signal: context.signal, ...limits }, ({ name }) => {
    if (!isPhotoName(name) || !wanted(name)) return undefined;
    const file = path.join(staging, `${photos.length}${path.extname(name)}`);
    photos.push({ name, file });
    tell(photos.length);
    return fileSink(file);
  });
  tell(photos.length, true);
  return { photos, archive: walked };
}

function fileSink(file: string): FileSink {
  const descriptor = openSync(file, 'wx');
  const close = () => closeSync(descriptor);
  return {
    write(piece) {
      // A single write may stop short; the next one then says why.
      for (let done = 0; done < piece.length;) done += writeSync(descriptor, piece, done);
    },
    end: close,
    abandon: close,
  };
}
