import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { decodePhoto } from '../../src/trainer/data/decodePhoto';
import { groupDuplicates, type Fingerprinted } from '../../src/trainer/data/duplicates';
import { decodeWorkers, eachInParallel } from '../../src/trainer/data/eachInParallel';
import { readManifest } from '../../src/trainer/data/manifestFile';
import { photoSignature, sumThumbnail, thumbnailSide } from '../../src/trainer/data/photoSignature';
import {
  differingBits,
  hashBits,
  hashWords,
  windowCount,
  windowSteps,
  writeHash,
} from '../../src/trainer/data/pictureHash';
import { prepareDataset } from '../../src/trainer/data/prepareDataset';
import { randomStream, type RandomStream } from '../../src/trainer/random';
import { printTable, type Row } from './table';

const sample = '../shared/data/oxford-sample/images.tar.gz';
const sizes = [1_000, 10_000, 100_000];
const { signal } = new AbortController();

/**
 * The search for near-duplicates among 1,000, 10,000 and 100,000 photos against comparing the same hashes pair by pair, which
 * is measured on the first 1,000 and grows with the square. The thumbnails are mixtures of real ones, each of another part of a
 * photo, so that their hashes are as alike as those of real photos; 1 % are a copy of another with noise.
 */
export async function measureDuplicates(): Promise<Row[]> {
  const real = await realThumbnails();
  const rows: Row[] = [];
  const times: number[] = [];
  let allPairs = 0;
  for (const size of sizes) {
    const photos = mixtures(real, size);
    if (allPairs === 0) allPairs = timeAllPairs(photos) / size ** 2;
    const start = performance.now();
    const groups = await groupDuplicates(photos, signal);
    const seconds = (performance.now() - start) / 1000;
    times.push(seconds);
    const planted = [...photos.keys()].filter(isCopy);
    const found = planted.filter((index) => groups[index] === groups[index - 1]);
    const what = `near-duplicates among ${size} photos`;
    rows.push({ name: what, value: seconds, unit: 's', target: '' });
    rows.push({
      name: `${what}: found / planted`,
      value: found.length / planted.length,
      unit: '',
      target: '>= 0.98',
    });
    const ratio = seconds / (allPairs * size ** 2);
    rows.push({ name: `${what} / all pairs`, value: ratio, unit: '', target: size > 1000 ? '<= 0.10' : '' });
  }
  const growth = Math.log10((times[2] ?? NaN) / (times[1] ?? NaN));
  rows.push({
    name: 'near-duplicates: time grows with photos to the power of',
    value: growth,
    unit: '',
    target: '<= 1.5',
  });
  return rows;
}

/** Of the real sample where it is there, of drawn pets otherwise. */
async function realThumbnails(): Promise<Int8Array[]> {
  const root = await mkdtemp(path.join(tmpdir(), 'pet-cv-bench-'));
  try {
    const folder = path.join(root, 'pets');
    await prepareDataset(
      {
        type: 'prepare',
        source: existsSync(sample) ? { kind: 'path', path: sample } : { kind: 'drawn', perBreed: 40 },
        folder,
        cache: path.join(root, 'cache'),
        title: 'Pets',
        imageSize: 64,
        trainFraction: 0.8,
        seed: 1,
      },
      { emit: () => undefined, signal },
    );
    const thumbnails: Int8Array[] = [];
    const { files } = await readManifest(folder);
    await eachInParallel(files, { workers: decodeWorkers, signal }, async (file, index) => {
      const { pixels } = await decodePhoto(path.join(folder, file.path), 64);
      thumbnails[index] = photoSignature(pixels, 64).thumbnail;
    });
    return thumbnails;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** Every hundredth is a copy of the one before it. */
function isCopy(index: number): boolean {
  return index % 100 === 99;
}

function mixtures(real: readonly Int8Array[], count: number): Fingerprinted[] {
  const random = randomStream(1, count);
  const photos: Fingerprinted[] = [];
  for (let index = 0; index < count; index++) {
    const before = photos.at(-1);
    const thumbnail = isCopy(index) && before ? noisy(before.thumbnail, random) : mixture(real, random);
    photos.push({ sha256: `${index}`, thumbnail });
  }
  return photos;
}

function mixture(real: readonly Int8Array[], random: RandomStream): Int8Array {
  const one = part(real, random);
  const other = part(real, random);
  return Int8Array.from(one, (value, at) => Math.round(0.8 * value + 0.4 * (other[at] ?? 0)));
}

/** A part of a photo, at least half as wide and high, to the nearest pixel, half of them mirrored. */
function part(real: readonly Int8Array[], random: RandomStream): Int8Array {
  const photo = real[uniformInt(random, 0, real.length - 1)] ?? new Int8Array();
  const [width, height] = [0, 0].map(() => 0.5 + 0.5 * uniformFloat64(random)) as [number, number];
  const left = (1 - width) * uniformFloat64(random);
  const top = (1 - height) * uniformFloat64(random);
  const mirrored = uniformInt(random, 0, 1) === 1;
  return Int8Array.from({ length: thumbnailSide ** 2 }, (_, at) => {
    const column = at % thumbnailSide;
    const x = left + (width * (mirrored ? thumbnailSide - 1 - column : column)) / thumbnailSide;
    const y = top + (height * Math.floor(at / thumbnailSide)) / thumbnailSide;
    return photo[Math.floor(y * thumbnailSide) * thumbnailSide + Math.floor(x * thumbnailSide)] ?? 0;
  });
}

function noisy(thumbnail: Int8Array, random: RandomStream): Int8Array {
  return thumbnail.map((value) => Math.max(-127, Math.min(127, value + uniformInt(random, -2, 2))));
}

/** Seconds for comparing each photo, as it is, with all windows of all others. */
function timeAllPairs(photos: readonly Fingerprinted[]): number {
  const start = performance.now();
  const steps = new Float32Array(windowCount * hashBits);
  const hashes = new Uint32Array(photos.length * windowCount * hashWords);
  const one = windowCount * hashWords;
  photos.forEach(({ thumbnail }, photo) => {
    windowSteps(sumThumbnail(thumbnail), steps);
    for (let window = 0; window < windowCount; window++) {
      writeHash(steps, window * hashBits, hashes, photo * one + window * hashWords);
    }
  });
  let near = 0;
  for (let photo = 0; photo < hashes.length; photo += one) {
    for (let window = 0; window < hashes.length; window += hashWords) {
      if (differingBits(hashes, photo, hashes, window) <= 24) near += 1;
    }
  }
  if (near === 0) throw new Error('The comparison was left out.');
  return (performance.now() - start) / 1000;
}

if (path.parse(process.argv[1] ?? '').name === 'duplicates') void measureDuplicates().then(printTable);
