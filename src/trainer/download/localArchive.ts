import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { errorCode } from '../ioFailure';
import type { Wish } from './wish';
import { headBytes, isGzip, isWholeGzip, kindOf } from './gzip';
import { SourceFault } from './sourceFault';

/** What a file is, as far as downloads care. */
export interface FileFacts {
  bytes: number;
  /** In hex. */
  sha256: string;
}

/** What `file` is and which of `wishes` it fulfils; null where it is missing or fulfils none that says what it must be. */
export async function findArchive(
  file: string,
  wishes: readonly Wish[],
  signal: AbortSignal,
): Promise<(FileFacts & { from: string }) | null> {
  if (wishes.every(({ sha256 }) => sha256 === null)) return null;
  try {
    const { bytes, sha256 } = await factsOf(file, signal);
    const wish = wishes.find((wish) => wish.sha256 === sha256);
    return wish === undefined ? null : { from: wish.shown, bytes, sha256 };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Checks an archive on this computer as one that was downloaded.
 *
 * @throws SourceFault where it is missing, unreadable, or not what `wish` expects
 */
export async function localArchive(
  wish: Wish,
  signal: AbortSignal,
  tell: (done: number, total: number) => void,
): Promise<FileFacts> {
  try {
    const { size } = await stat(wish.address);
    if (wish.bytes !== null && size !== wish.bytes)
      throw new SourceFault('wrong', `${size} bytes, not ${wish.bytes} ${wish.basis}`);
    const { bytes, sha256, head } = await factsOf(wish.address, signal, (done) => tell(done, size));
    if (!isGzip(head)) throw new SourceFault('wrong', kindOf(head));
    if (wish.sha256 !== null && sha256 !== wish.sha256)
      throw new SourceFault('wrong', `another SHA-256 than ${wish.basis}`);
    if (wish.sha256 === null && !(await isWholeGzip(wish.address, bytes, signal)))
      throw new SourceFault('wrong', 'the archive is damaged or cut short');
    return { bytes, sha256 };
  } catch (error) {
    signal.throwIfAborted();
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new SourceFault('elsewhere', 'there is no such file', null, { cause: error });
    if (code === undefined || error instanceof SourceFault) throw error;
    throw new SourceFault('elsewhere', code, null, { cause: error });
  }
}

/** Reads `file` once. `tell` is told how many bytes were read. @throws what the file system says */
async function factsOf(
  file: string,
  signal: AbortSignal,
  tell: (done: number) => void = () => undefined,
): Promise<FileFacts & { head: Uint8Array }> {
  const hash = createHash('sha256');
  let bytes = 0;
  let head = Buffer.alloc(0);
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20, signal })) {
    if (!Buffer.isBuffer(chunk)) continue;
    if (head.length < headBytes) head = Buffer.concat([head, chunk.subarray(0, headBytes)]);
    hash.update(chunk);
    bytes += chunk.length;
    tell(bytes);
  }
  return { bytes, sha256: hash.digest('hex'), head };
}
