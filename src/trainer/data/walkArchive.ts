import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Extract, type Header } from 'tar-stream';
import { HumanError } from '../../shared/failures';
import { archiveLimits, entryGuard, mostUnpacked, type ArchiveLimits } from './archiveGuard';

/** A file in an archive. */
export interface ArchiveFile {
  /** As the archive has it, with either slash; harmless. */
  name: string;
  bytes: number;
}

/** Where the bytes of one file go. */
export interface FileSink {
  /** Gets the file piece by piece. */
  write(piece: Uint8Array): void;
  /** The file is whole. */
  end(): void;
  /** The archive has failed: the file will not become whole. */
  abandon(): void;
}

/** Of an archive that was read from beginning to end. */
export interface WalkedArchive {
  bytes: number;
  /** SHA-256 in hex. */
  sha256: string;
}

/** How to walk. */
export interface WalkOptions {
  signal: AbortSignal;
  limits?: ArchiveLimits;
}

/** Larger pieces than Node's usual ones: a photo comes in one or two of them, and fewer turns of the event loop. */
const pieceBytes = 1024 * 1024;
const longestShown = 200;

/**
 * Reads a .tar or .tar.gz, whatever it is called, as a stream, and sends each file to the sink that `sinkFor` gives for it,
 * if any. Decompression runs on another thread, while sinks write on this one, at once: a photo into the disk's cache takes
 * less than the trip to a thread and back.
 * @throws HumanError unsafe-archive where an entry could do harm anywhere, source-unreadable; what sinks throw; the
 * signal's reason
 */
export async function walkArchive(
  archive: string,
  options: WalkOptions,
  sinkFor: (file: ArchiveFile) => FileSink | undefined,
): Promise<WalkedArchive> {
  const { signal, limits = archiveLimits } = options;
  const refuse = (name: string, why: string) =>
    new HumanError('unsafe-archive', { file: archive, detail: `${shown(name)} (${why})` });
  let at = '';
  try {
    const { bytes, isGzip } = await lookAt(archive);
    const whyUnsafe = entryGuard(bytes, limits);
    const entries = walker((header, offset) => {
      at = header.name;
      const why = whyUnsafe(header, offset);
      if (why !== undefined) throw refuse(at, why);
      return header.type === 'directory' ? undefined : sinkFor({ name: at, bytes: header.size });
    });
    const most = mostUnpacked(bytes, limits);
    // An archive may also swell between its entries.
    const meter = counting(most, () => refuse(at, `${bytes} bytes unpack to more than ${most}`));
    const { hash, hashing } = hasher();
    const source = createReadStream(archive, { highWaterMark: pieceBytes });
    if (isGzip) {
      const gunzip = createGunzip({ chunkSize: pieceBytes });
      await pipeline(source, hashing, gunzip, meter, entries, { signal });
      await refuseTail(archive, gunzip.bytesWritten);
    } else {
      await pipeline(source, hashing, meter, entries, { signal });
    }
    return { bytes, sha256: hash.digest('hex') };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof HumanError) throw error;
    if (error instanceof SinkFailure) throw error.cause;
    const reason = error instanceof Error ? error.message : String(error);
    const detail = at === '' ? reason : `${reason}, at ${shown(at)}`;
    throw new HumanError('source-unreadable', { file: archive, detail }, { cause: error });
  }
}

/** What a sink threw: not the archive's fault. */
class SinkFailure extends Error {
  override readonly name = 'SinkFailure';
}

/** The stream that takes a tar apart and fills the sinks. */
function walker(visit: (header: Header, offset: number) => FileSink | undefined): Extract {
  const entries = extract();
  let failed = false;
  let sink: FileSink | undefined;
  const attempt = (work: () => void): void => {
    if (failed) return;
    try {
      work();
    } catch (error) {
      failed = true;
      const told = error instanceof HumanError ? error : new SinkFailure('', { cause: error });
      entries.destroy(told);
    }
  };
  entries.on('entry', (header, content, next) => {
    // The whole stream reports the same error.
    content.on('error', () => undefined);
    attempt(() => {
      sink = visit(header, content.offset);
      content.on('data', (piece) => {
        attempt(() => {
          if (piece instanceof Uint8Array) sink?.write(piece);
        });
      });
      content.on('end', () => {
        attempt(() => {
          const whole = sink;
          sink = undefined;
          whole?.end();
          next();
        });
      });
    });
  });
  entries.once('close', () => sink?.abandon());
  return entries;
}

/** Passes bytes on as long as there are no more than `most`. */
function counting(most: number, tooMany: () => Error): Transform {
  let total = 0;
  return new Transform({
    transform(piece: Buffer, _encoding, done) {
      total += piece.length;
      if (total > most) done(tooMany());
      else done(null, piece);
    },
  });
}

function hasher() {
  const hash = createHash('sha256');
  const hashing = new Transform({
    transform(piece: Buffer, _encoding, done) {
      hash.update(piece);
      done(null, piece);
    },
  });
  return { hash, hashing };
}

/** What people take for a .tar.gz, by its first bytes. */
const otherFormats: readonly { magic: string; is: string }[] = [
  { magic: 'PK', is: 'it is a ZIP archive' },
  { magic: 'BZh', is: 'it is compressed with bzip2' },
  { magic: '\xfd7zXZ', is: 'it is compressed with xz' },
  { magic: '7z\xbc\xaf', is: 'it is a 7z archive' },
  { magic: 'Rar!', is: 'it is a RAR archive' },
  { magic: '<', is: 'it is a web page' },
];

async function lookAt(archive: string): Promise<{ bytes: number; isGzip: boolean }> {
  const handle = await open(archive);
  try {
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(8), 0, 8, 0);
    if (bytesRead === 0) throw new Error('it is empty');
    const start = buffer.toString('latin1');
    const other = otherFormats.find(({ magic }) => start.startsWith(magic));
    if (other) throw new Error(other.is);
    return { bytes: size, isGzip: buffer.readUInt16BE(0) === 0x1f8b };
  } finally {
    await handle.close();
  }
}

/** Zlib reads no further than the end that the archive claims; tapes fill the rest with zeros. */
async function refuseTail(archive: string, from: number): Promise<void> {
  for await (const piece of createReadStream(archive, { start: from }) as AsyncIterable<Buffer>) {
    if (piece.some((byte) => byte !== 0)) throw new Error('something else follows its end');
  }
}

/** A name as it can be shown on one line. */
function shown(name: string): string {
  const visible = name.replace(/\p{C}/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
  return visible.length > longestShown ? `${visible.slice(0, longestShown)}…` : visible;
}
