import { createHash } from 'node:crypto';
import { open, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { HumanError } from '../../shared/failures';
import type { Manifest } from '../../shared/manifest';
import { errorCode, ioFailure } from '../ioFailure';
import type { JobContext } from '../jobContext';
import { decodePhoto } from './decodePhoto';
import { decodeWorkers, eachInParallel } from './eachInParallel';
import { createPixelPack, pixelPaths, pixelVersion, type PixelPack } from './pixelPack';
import { progressOf } from './progress';

/** Packed pixels, open for reading; deleting photos or the file itself does no harm to who has it open. */
export interface PixelFile {
  /** Pictures, in the manifest's order. */
  readonly count: number;
  readonly imageSize: number;
  /** Fills `into` with the pictures `indices`: [indices.length, imageSize, imageSize, 3] uint8. */
  read(indices: ArrayLike<number>, into: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** What is needed to find or make the packed pixels of a dataset. */
export interface PixelOptions {
  /** The dataset's. */
  folder: string;
  manifest: Manifest;
  /** Folder that all datasets share; each has a folder of its id in it. */
  cache: string;
  imageSize: number;
  context: JobContext;
}

const indexSchema = v.object({
  version: v.literal(pixelVersion),
  imageSize: v.number(),
  count: v.number(),
  fingerprint: v.string(),
});

/** Enough to hide the latency of a disk. */
const fileWorkers = 16;

/**
 * Opens the packed pixels of a dataset, after making them when they are missing, when a photo was changed since, or
 * when the size was not asked for before.
 * @throws HumanError photos-missing when photos of the manifest are gone or cannot be read, disk-full, read-only; the
 * signal's reason
 */
export async function ensurePixels(options: PixelOptions): Promise<PixelFile> {
  const { manifest, imageSize } = options;
  const fingerprint = await fingerprintNow(options);
  const cache = pixelFolder(options.cache, manifest.id);
  const found = await openPixels(cache, imageSize, fingerprint, manifest.files.length);
  if (found) return found;
  await packPixels(options, cache, fingerprint);
  const made = await openPixels(cache, imageSize, fingerprint, manifest.files.length);
  if (!made) throw new Error(`The pixels just made in ${cache} do not fit`);
  return made;
}

/** The folder of one dataset's packed pixels inside the common cache. */
export function pixelFolder(cache: string, id: string): string {
  return path.join(cache, id);
}

/** Changes when a photo does: SHA-256 over paths, sizes and times of change, in the manifest's order. */
export function fingerprintOf(
  files: readonly { path: string; bytes: number; mtimeMs: number }[],
  imageSize: number,
): string {
  const hash = createHash('sha256').update(`${pixelVersion} ${imageSize}\n`);
  for (const { path: file, bytes, mtimeMs } of files) hash.update(`${file}\n${bytes} ${mtimeMs}\n`);
  return hash.digest('hex');
}

/** The fingerprint of the photos as they are on disk now. */
async function fingerprintNow({ folder, manifest, imageSize, context }: PixelOptions): Promise<string> {
  const found: ({ path: string; bytes: number; mtimeMs: number } | undefined)[] = manifest.files.map(
    () => undefined,
  );
  const limits = { workers: fileWorkers, signal: context.signal };
  await eachInParallel(manifest.files, limits, async ({ path: file, part }, index) => {
    const entry = await stat(path.join(folder, file)).catch(() => undefined);
    if (entry?.isFile()) found[index] = { path: file, bytes: entry.size, mtimeMs: entry.mtimeMs };
    // A person may delete what was left out.
    else if (part === 'unused') found[index] = { path: file, bytes: 0, mtimeMs: 0 };
  });
  const there = found.filter((entry) => entry !== undefined);
  if (there.length < found.length) throw photosMissing(folder, found.length - there.length);
  return fingerprintOf(there, imageSize);
}

async function openPixels(
  cache: string,
  imageSize: number,
  fingerprint: string,
  count: number,
): Promise<PixelFile | undefined> {
  const { pixels, index } = pixelPaths(cache, imageSize);
  const known = await readIndex(index);
  if (known?.fingerprint !== fingerprint || known.count !== count) return undefined;
  const file = await openFile(pixels, imageSize);
  if (file?.count === count) return file;
  await file?.close();
  return undefined;
}

async function readIndex(file: string): Promise<v.InferOutput<typeof indexSchema> | undefined> {
  try {
    const parsed = v.safeParse(indexSchema, JSON.parse(await readFile(file, 'utf8')));
    return parsed.success ? parsed.output : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function openFile(file: string, imageSize: number): Promise<PixelFile | undefined> {
  const handle = await open(file, 'r').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (!handle) return undefined;
  const bytes = imageSize * imageSize * 3;
  const { size } = await handle.stat();
  return {
    count: size / bytes,
    imageSize,
    close: () => handle.close(),
    async read(indices, into) {
      const runs = runsOf(indices);
      const { signal } = new AbortController();
      await eachInParallel(runs, { workers: fileWorkers, signal }, async ({ at, first, length }) => {
        const end = (at + length) * bytes;
        let position = first * bytes;
        for (let offset = at * bytes; offset < end;) {
          const { bytesRead } = await handle.read(into, offset, end - offset, position);
          if (bytesRead === 0) throw new Error(`${file} ends before picture ${first + length - 1}`);
          offset += bytesRead;
          position += bytesRead;
        }
      });
    },
  };
}

/** Neighbours in `indices` that are also neighbours in the file are one read. */
function runsOf(indices: ArrayLike<number>): { at: number; first: number; length: number }[] {
  const runs: { at: number; first: number; length: number }[] = [];
  for (let at = 0; at < indices.length; at++) {
    const first = indices[at] ?? 0;
    const last = runs.at(-1);
    if (last && first === last.first + last.length) last.length += 1;
    else runs.push({ at, first, length: 1 });
  }
  return runs;
}

async function packPixels(options: PixelOptions, cache: string, fingerprint: string): Promise<void> {
  let pack: PixelPack | undefined;
  try {
    pack = await createPixelPack(cache, options.imageSize);
    await decodeInto(pack, options);
    await pack.finish([...options.manifest.files.keys()], fingerprint);
  } catch (error) {
    await pack?.discard();
    throw options.context.signal.aborted ? error : ioFailure(error, cache);
  }
}

async function decodeInto(pack: PixelPack, options: PixelOptions): Promise<void> {
  const { folder, imageSize, context } = options;
  const { files } = options.manifest;
  const tell = progressOf(context, 'decoding', files.length);
  let done = 0;
  let missing = 0;
  const limits = { workers: decodeWorkers, signal: context.signal };
  await eachInParallel(files, limits, async ({ path: file, part }, slot) => {
    try {
      const { pixels } = await decodePhoto(path.join(folder, file), imageSize);
      pack.write(slot, pixels);
    } catch (error) {
      if (!(error instanceof HumanError)) throw error;
      // Nobody will ask for the pixels of a photo that was left out: they stay black.
      if (part !== 'unused') missing += 1;
    }
    tell(++done);
  });
  if (missing > 0) throw photosMissing(folder, missing);
}

function photosMissing(folder: string, count: number): HumanError {
  return new HumanError('photos-missing', { file: folder, detail: `${count}` });
}
