import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Extract, type Header } from 'tar-stream';
import { HumanError } from '../../shared/failures';
import { errorCode } from '../ioFailure';
import type { JobContext } from '../jobContext';
import { isPhotoName, leadsOut } from './entryName';
import type { Found, FoundPhoto } from './photoSource';
import { progressOf } from './progress';

/** Errors of the disk that is written to; all others come from the archive. */
const targetCodes = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM']);
const gzipMagic = 0x1f8b;

/**
 * Unpacks the photos of a .tar, .tar.gz or .tgz into `staging`, as a stream, under names of our own, so that no name in
 * the archive decides where something is written. Links and devices are not followed: photos among them are `skipped`.
 * @throws HumanError source-unreadable, unsafe-archive, disk-full, read-only; the signal's reason
 */
export async function unpackPhotos(
  archive: string,
  staging: string,
  context: JobContext,
): Promise<Pick<Found, 'photos' | 'skipped'>> {
  const tell = progressOf(context, 'unpacking', null);
  const entries = extract();
  const photos = new Map<string, FoundPhoto>();
  const skipped: Found['skipped'] = [];
  const write = async (): Promise<void> => {
    let count = 0;
    for await (const entry of entries) {
      const { name, type } = entry.header;
      if (leadsOut(name)) throw new HumanError('unsafe-archive', { file: archive, detail: name });
      if (isPhotoName(name) && isFile(entry.header)) {
        const file = path.join(staging, `${count++}${path.extname(name)}`);
        await pipeline(entry, createWriteStream(file));
        photos.set(name, { name, file });
        tell(count);
      } else {
        if (isPhotoName(name) && type !== 'directory') skipped.push({ path: name, reason: type });
        entry.resume();
      }
    }
    tell(count, true);
  };
  const [fed, written] = await Promise.allSettled([feed(archive, entries, context.signal), write()]);
  context.signal.throwIfAborted();
  if (written.status === 'rejected' && isOurs(written.reason)) throw written.reason;
  if (fed.status === 'rejected') throw unreadable(archive, fed.reason);
  if (written.status === 'rejected') throw unreadable(archive, written.reason);
  return { photos: [...photos.values()], skipped };
}

/** Sends the archive through `entries`, decompressed where its first bytes say so, whatever it is called. */
async function feed(archive: string, entries: Extract, signal: AbortSignal): Promise<void> {
  try {
    const steps = (await isGzip(archive)) ? [createGunzip(), entries] : [entries];
    await pipeline([createReadStream(archive), ...steps], { signal });
  } catch (error) {
    entries.destroy(error instanceof Error ? error : undefined);
    throw error;
  }
}

async function isGzip(archive: string): Promise<boolean> {
  const handle = await open(archive);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    if (bytesRead === 0) throw new Error('it is empty');
    return buffer.readUInt16BE(0) === gzipMagic;
  } finally {
    await handle.close();
  }
}

function isFile({ type }: Header): boolean {
  return type === 'file' || type === 'contiguous-file';
}

/** True for what is not the archive's fault. */
function isOurs(error: unknown): boolean {
  return error instanceof HumanError || targetCodes.has(errorCode(error) ?? '');
}

function unreadable(archive: string, cause: unknown): HumanError {
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new HumanError('source-unreadable', { file: archive, detail }, { cause });
}
