import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { HumanError } from '../../shared/failures';
import { errorCode } from '../ioFailure';
import { decodePhoto, type DecodedPhoto } from './decodePhoto';

/** A photo that was read. */
export interface ReadPhoto extends DecodedPhoto {
  file: string;
  bytes: number;
  sha256: string;
}

/** Decodes a photo and hashes its file; where that cannot be done, why. */
export async function readPhoto(file: string, imageSize: number): Promise<ReadPhoto | HumanError> {
  try {
    const decoded = await decodePhoto(file, imageSize);
    return { ...decoded, file, ...hashFile(file) };
  } catch (error) {
    if (error instanceof HumanError) return error;
    const detail = errorCode(error);
    if (detail === undefined) throw error;
    return new HumanError('photo-unreadable', { file, detail }, { cause: error });
  }
}

/** Most photos fit in; one for all, since a new one for each would keep the garbage collector busy. */
const block = Buffer.alloc(256 * 1024);

/**
 * Size and SHA-256 of a file that sharp has just read, so that it is in memory: reading it again at once takes a tenth of
 * what trips to a thread of libuv's pool would, and those threads are busy with decoding.
 */
export function hashFile(file: string): { bytes: number; sha256: string } {
  const hash = createHash('sha256');
  const descriptor = openSync(file, 'r');
  try {
    let bytes = 0;
    for (let read = -1; read !== 0; bytes += read) {
      read = readSync(descriptor, block);
      hash.update(block.subarray(0, read));
    }
    return { bytes, sha256: hash.digest('hex') };
  } finally {
    closeSync(descriptor);
  }
}
