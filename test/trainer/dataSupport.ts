import { createWriteStream } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import sharp, { type Sharp } from 'sharp';
import { pack, type Header } from 'tar-stream';
import { HumanError, type FailureCode } from '../../src/shared/failures';
import type { PrepareJob, TrainerEvent } from '../../src/shared/protocol';
import type { JobContext } from '../../src/trainer/jobContext';
import { randomStream } from '../../src/trainer/random';

/** A context that records what a job says and can stop it. */
export interface Recorder extends JobContext {
  events: TrainerEvent[];
  stop(): void;
}

export function recorder(onEvent?: (event: TrainerEvent) => void): Recorder {
  const events: TrainerEvent[] = [];
  const controller = new AbortController();
  return {
    events,
    signal: controller.signal,
    stop: () => controller.abort(new Error('stopped')),
    emit(event) {
      events.push(event);
      onEvent?.(event);
    },
  };
}

/** A JPEG of soft coloured blots, different for every seed; 96 x 72 pixels. */
export async function photo(seed: number): Promise<Buffer> {
  return blots(seed).jpeg().toBuffer();
}

/** The same picture before it is encoded. */
export function blots(seed: number, width = 96, height = 72): Sharp {
  const random = randomStream(seed, 0);
  const data = Uint8Array.from({ length: 8 * 6 * 3 }, () => uniformInt(random, 0, 255));
  return sharp(data, { raw: { width: 8, height: 6, channels: 3 } }).resize(width, height, {
    kernel: 'cubic',
  });
}

/** `counts` photos of each class in `<folder>/<class>/<n>.jpg`, all different. */
export async function makeClassFolders(folder: string, counts: Record<string, number>): Promise<void> {
  let seed = 1;
  for (const [name, count] of Object.entries(counts)) {
    await mkdir(path.join(folder, name), { recursive: true });
    for (let n = 1; n <= count; n++)
      await writeFile(path.join(folder, name, `${n}.jpg`), await photo(seed++));
  }
}

/** An entry of an archive: a file with bytes, or something of another type. */
export interface ArchiveEntry {
  name: string;
  bytes?: Buffer;
  type?: Header['type'];
  linkname?: string;
}

/** Writes a tar, compressed when `file` ends in gz. */
export async function makeArchive(file: string, entries: readonly ArchiveEntry[]): Promise<void> {
  const tar = pack();
  for (const { bytes, ...header } of entries) {
    if (bytes) tar.entry(header, bytes);
    else tar.entry(header);
  }
  tar.finalize();
  const sink = createWriteStream(file);
  await (file.endsWith('gz') ? pipeline(tar, createGzip({ level: 1 }), sink) : pipeline(tar, sink));
}

/** A job that prepares `source` into `<root>/made/pets`, its pixels into `<root>/cache`. */
export function prepareJob(root: string, source: string, changes: Partial<PrepareJob> = {}): PrepareJob {
  return {
    type: 'prepare',
    source: { kind: 'path', path: source },
    folder: path.join(root, 'made', 'pets'),
    cache: path.join(root, 'cache'),
    title: 'Pets',
    imageSize: 32,
    trainFraction: 0.8,
    seed: 1,
    ...changes,
  };
}

/** The code of the HumanError with which `promise` must be rejected. */
export async function codeOfRejection(promise: Promise<unknown>): Promise<FailureCode> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof HumanError) return error.failure.code;
    throw error;
  }
  throw new Error('It should have been rejected.');
}

/** Every file and folder below `folder`, sorted; nothing where it is missing. */
export async function tree(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true }).catch((): string[] => []);
  return found.map((name) => name.replaceAll(path.sep, '/')).sort();
}
