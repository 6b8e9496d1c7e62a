import { createReadStream } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { errorCode } from '../ioFailure';

/** Bytes at the beginning that tell what a file is. */
export const headBytes = 2;

/** True for what begins as gzip does (RFC 1952). */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/** What `head` is, in a few words, where it is no gzip. */
export function kindOf(head: Uint8Array): string {
  return head[0] === 0x3c ? 'a web page instead of an archive' : 'not a .tar.gz archive';
}

/**
 * True when the gzip in `file` ends where it should and its checksum is right: how a file of unknown size and hash shows
 * that it was not cut short. A web page that came compressed is none. Of one that unpacks to far more than photos do only a
 * beginning is read.
 */
export async function isWholeGzip(file: string, size: number, signal: AbortSignal): Promise<boolean> {
  const most = Math.max(2 ** 30, size * 100);
  const enough = new AbortController();
  let seen = 0;
  let isPage = false;
  const sink = new Writable({
    write(chunk: Buffer, _encoding, next) {
      if (seen === 0) isPage = /^\s*</.test(chunk.subarray(0, 64).toString('latin1'));
      seen += chunk.length;
      if (seen > most) enough.abort();
      next();
    },
  });
  try {
    const source = createReadStream(file, { highWaterMark: 1 << 18 });
    const unpack = createGunzip({ chunkSize: 1 << 18 });
    await pipeline(source, unpack, sink, { signal: AbortSignal.any([signal, enough.signal]) });
    return !isPage;
  } catch (error) {
    signal.throwIfAborted();
    if (enough.signal.aborted) return true;
    if (errorCode(error)?.startsWith('Z_') === true) return false;
    throw error;
  }
}
