import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pMap from 'p-map';
import sharp, { type SharpOptions } from 'sharp';
import { decodeWorkers } from '../../src/trainer/data/eachInParallel';
import { prepareDataset } from '../../src/trainer/data/prepareDataset';
import { findPhotos } from '../../src/trainer/data/photoSource';
import type { PrepareJob } from '../../src/shared/protocol';

/** A line of the benchmark table. */
export interface PrepareRow {
  name: string;
  value: number;
  unit: string;
  target: string;
}

const sample = '../shared/data/oxford-sample/images.tar.gz';
const imageSize = 128;
const rounds = 5;

/**
 * Prepare against sharp alone: the same files, the same number of workers, by turns in one process. Sharp alone decodes
 * and resizes to memory and throws the pixels away; prepare copies, hashes, splits and packs besides. Sharp runs as it
 * comes, and once more without colour profiles, which prepare does not apply either. On the real sample where it is there, on
 * drawn pets otherwise.
 */
export async function measurePrepare(): Promise<PrepareRow[]> {
  const root = await mkdtemp(path.join(tmpdir(), 'pet-cv-bench-'));
  try {
    const real = existsSync(sample);
    const folder = path.join(root, 'photos');
    const files = await makePhotos(real, folder, path.join(root, 'staging'));
    const seconds = { alone: [] as number[], plain: [] as number[], prepare: [] as number[] };
    for (let round = 0; round <= rounds; round++) {
      // Nothing is deleted in between: ext4 makes new files more slowly for a while after that.
      const job = jobFor(path.join(root, `made-${round}`), path.join(root, 'cache'), folder);
      const alone = await timeSharp(files, {});
      const prepare = await timePrepare(job);
      const plain = await timeSharp(files, { ignoreIcc: true });
      // The first round warms up the disk's cache and the compiler.
      if (round === 0) continue;
      seconds.alone.push(alone);
      seconds.prepare.push(prepare);
      seconds.plain.push(plain);
    }
    const speed = (times: readonly number[]) => files.length / median(times);
    const ratio = (times: readonly number[]) =>
      median(times.map((time, round) => time / (seconds.prepare[round] ?? NaN)));
    const what = `${files.length} ${real ? 'real' : 'drawn'} photos, ${imageSize} px, ${decodeWorkers} workers`;
    return [
      { name: `sharp alone (${what})`, value: speed(seconds.alone), unit: 'photos/s', target: '' },
      { name: `prepare (${what})`, value: speed(seconds.prepare), unit: 'photos/s', target: '' },
      { name: 'prepare / sharp alone', value: ratio(seconds.alone), unit: '', target: '>= 0.90' },
      { name: 'prepare / sharp without profiles', value: ratio(seconds.plain), unit: '', target: '' },
    ];
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function makePhotos(real: boolean, folder: string, staging: string): Promise<string[]> {
  await Promise.all([mkdir(folder), mkdir(staging)]);
  const job = jobFor('', '', sample);
  const source: PrepareJob['source'] = real ? job.source : { kind: 'drawn', perBreed: 40 };
  const { photos } = await findPhotos({ ...job, source }, staging, quiet());
  for (const { name, file } of photos) await copyFile(file, path.join(folder, path.basename(name)));
  await rm(staging, { recursive: true });
  return (await readdir(folder)).map((name) => path.join(folder, name));
}

function jobFor(folder: string, cache: string, source: string): PrepareJob {
  return {
    type: 'prepare',
    source: { kind: 'path', path: source },
    folder,
    cache,
    title: 'Benchmark',
    imageSize,
    trainFraction: 0.8,
    seed: 1,
  };
}

async function timePrepare(job: PrepareJob): Promise<number> {
  const start = performance.now();
  await prepareDataset(job, quiet());
  return (performance.now() - start) / 1000;
}

async function timeSharp(files: readonly string[], options: SharpOptions): Promise<number> {
  const resize = (file: string) =>
    sharp(file, options).resize(imageSize, imageSize, { fit: 'fill' }).raw().toBuffer();
  const start = performance.now();
  await pMap(files, resize, { concurrency: decodeWorkers });
  return (performance.now() - start) / 1000;
}

function quiet() {
  return { emit: () => undefined, signal: new AbortController().signal };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

if (path.parse(process.argv[1] ?? '').name === 'prepare') void measurePrepare().then(console.table);
