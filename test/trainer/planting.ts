import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import sharp, { type Sharp } from 'sharp';
import type { FindingKind, Health } from '../../src/shared/health';
import { decodeWorkers, eachInParallel } from '../../src/trainer/data/eachInParallel';
import { readManifest } from '../../src/trainer/data/manifestFile';
import { prepareDataset } from '../../src/trainer/data/prepareDataset';
import { permutation, randomStream, type RandomStream } from '../../src/trainer/random';
import { prepareJob, recorder } from './dataSupport';

/** The real photos. */
export const sample = path.resolve('../shared/data/oxford-sample/images.tar.gz');

/** What is planted, how often, and as what it has to be found, in which share of the cases. */
export const faults = {
  'exact copy': { count: 33, finding: 'exact-copies', least: 0.98 },
  'resized and recompressed copy': { count: 34, finding: 'near-duplicates', least: 0.98 },
  'slight crop': { count: 34, finding: 'near-duplicates', least: 0.9 },
  'copy in a wrong breed': { count: 33, finding: 'label-conflict', least: 0.98 },
  'truncated file': { count: 33, finding: 'unreadable', least: 0.98 },
  'wrong ending': { count: 33, finding: 'wrong-format', least: 0.98 },
} as const satisfies Record<string, { count: number; finding: FindingKind; least: number }>;
export type Fault = keyof typeof faults;
const faultNames = Object.keys(faults) as Fault[];

/** One planted fault: `photo` has it; `like` is the photo that it was made from, where that is still there. */
export interface Planting {
  fault: Fault;
  photo: string;
  like: string | null;
}

/** Findings that accuse a photo; the others only describe it. */
const accusations = new Set<FindingKind>([
  'unreadable',
  'empty',
  'exact-copies',
  'near-duplicates',
  'label-conflict',
  'leakage',
  'wrong-format',
]);

/**
 * Real faults of the sample, seen by eye: two pictures saved twice with different compression, one that is there mirrored
 * and cropped, and GIFs and a PNG that are called .jpg.
 */
export const realFaults = [
  'Abyssinian/Abyssinian_11.jpg',
  'Abyssinian/Abyssinian_177.jpg',
  'Abyssinian/Abyssinian_122.jpg',
  'Abyssinian/Abyssinian_172.jpg',
  'Egyptian_Mau/Egyptian_Mau_517.jpg',
  'Egyptian_Mau/Egyptian_Mau_533.jpg',
  'Abyssinian/Abyssinian_34.jpg',
  'Abyssinian/Abyssinian_5.jpg',
  'Egyptian_Mau/Egyptian_Mau_522.jpg',
  'Egyptian_Mau/Egyptian_Mau_551.jpg',
  'Egyptian_Mau/Egyptian_Mau_558.jpg',
];

/** The sample's photos in class folders in `<root>/made/pets`, and their names. */
export async function copyOfSample(root: string): Promise<{ folder: string; photos: string[] }> {
  const job = prepareJob(root, sample, { imageSize: 16 });
  await prepareDataset(job, recorder());
  const { files } = await readManifest(job.folder);
  for (const name of ['manifest.json', 'health.json']) await rm(path.join(job.folder, name));
  return { folder: job.folder, photos: files.map((file) => file.path) };
}

/** Plants all `faults` in the photos of `folder`, each in or beside another photo. */
export async function plant(folder: string, photos: readonly string[], seed: number): Promise<Planting[]> {
  const good = photos.filter((photo) => !realFaults.includes(photo));
  const order = permutation(seed, 1, good.length);
  const classes = [...new Set(photos.map((photo) => path.posix.dirname(photo)))];
  const plan = faultNames.flatMap((fault) => Array.from({ length: faults[fault].count }, () => fault));
  const plantings: Planting[] = [];
  const limits = { workers: decodeWorkers, signal: new AbortController().signal };
  await eachInParallel(plan, limits, async (fault, index) => {
    const source = good[order[index] ?? 0] ?? '';
    const random = randomStream(seed, 100 + index);
    const breed = path.posix.dirname(source);
    const others = classes.filter((name) => name !== breed);
    const other = others[uniformInt(random, 0, others.length - 1)] ?? breed;
    const inPlace = fault === 'truncated file' || fault === 'wrong ending';
    const home = fault === 'copy in a wrong breed' ? other : breed;
    const photo = inPlace ? source : `${home}/${home}_${9000 + index}.jpg`;
    await plantOne(fault, path.join(folder, source), path.join(folder, photo), random);
    plantings[index] = { fault, photo, like: inPlace ? null : source };
  });
  return plantings;
}

async function plantOne(fault: Fault, source: string, target: string, random: RandomStream): Promise<void> {
  switch (fault) {
    case 'exact copy':
      return copyFile(source, target);
    case 'resized and recompressed copy':
      return recompress(source, target, random);
    case 'slight crop':
      return crop(source, target, random);
    case 'copy in a wrong breed':
      return uniformInt(random, 0, 1) === 0 ? copyFile(source, target) : recompress(source, target, random);
    case 'truncated file': {
      const bytes = await readFile(source);
      return writeFile(target, bytes.subarray(0, Math.floor(bytes.length * between(random, 0.1, 0.9))));
    }
    case 'wrong ending': {
      const photo = await upright(source);
      return writeFile(
        target,
        await (uniformInt(random, 0, 1) === 0 ? photo.png() : photo.webp()).toBuffer(),
      );
    }
  }
}

/** Quality 30 to 90, 0.4 to 1 times the size. */
async function recompress(source: string, target: string, random: RandomStream): Promise<void> {
  const photo = await upright(source);
  const { width } = await photo.metadata();
  const scaled = photo.resize(Math.max(1, Math.round(width * between(random, 0.4, 1))));
  await scaled.jpeg({ quality: uniformInt(random, 30, 90) }).toFile(target);
}

/** Each side loses 0 to 8 %, an axis at most 12 %. */
async function crop(source: string, target: string, random: RandomStream): Promise<void> {
  const photo = await upright(source);
  const { width, height } = await photo.metadata();
  const [left, across] = cut(random);
  const [top, down] = cut(random);
  const window = {
    left: Math.round(left * width),
    top: Math.round(top * height),
    width: Math.round(across * width),
    height: Math.round(down * height),
  };
  await photo
    .extract(window)
    .jpeg({ quality: uniformInt(random, 60, 95) })
    .toFile(target);
}

/** How much is cut off before, and how much remains. */
function cut(random: RandomStream): [number, number] {
  for (;;) {
    const before = between(random, 0, 0.08);
    const after = between(random, 0, 0.08);
    if (before + after <= 0.12) return [before, 1 - before - after];
  }
}

async function upright(source: string): Promise<Sharp> {
  return sharp(await sharp(source, { autoOrient: true }).flatten({ background: '#ffffff' }).png().toBuffer());
}

function between(random: RandomStream, low: number, high: number): number {
  return low + (high - low) * uniformFloat64(random);
}

/** Share of the plantings of each fault that were found, as what they are and with the photo they were made from. */
export function recall(health: Health, plantings: readonly Planting[]): { fault: Fault; found: number }[] {
  return faultNames.map((fault) => {
    const own = plantings.filter((planting) => planting.fault === fault);
    const groups = health.findings
      .filter(({ kind }) => kind === faults[fault].finding)
      .map(({ photos }) => new Set(photos.map((photo) => photo.path)));
    const found = own.filter(({ photo, like }) =>
      groups.some((group) => group.has(photo) && (like === null || group.has(like))),
    );
    return { fault, found: found.length / own.length };
  });
}

/** Untouched photos without a real fault that are accused of one. */
export function wronglyAccused(
  health: Health,
  photos: readonly string[],
  plantings: readonly Planting[],
): { accused: string[]; share: number } {
  const touched = new Set([...plantings.flatMap(({ photo, like }) => [photo, like]), ...realFaults]);
  const untouched = new Set(photos.filter((photo) => !touched.has(photo)));
  const accused = health.findings
    .filter(({ kind }) => accusations.has(kind))
    .flatMap((finding) => finding.photos.map((photo) => photo.path))
    .filter((photo) => untouched.has(photo));
  const different = [...new Set(accused)].sort();
  return { accused: different, share: different.length / untouched.size };
}
