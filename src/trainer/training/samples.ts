import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import pMap from 'p-map';
import { HumanError } from '../../shared/failures';
import { layout } from '../../shared/layout';
import type { Manifest } from '../../shared/manifest';
import type { Sample } from '../../shared/protocol';
import { writeThumbnail } from '../data/decodePhoto';
import { permutation } from '../random';

/** Photos in the sample grid. */
const sampleCount = 24;
/** Side of a thumbnail, pixels: twice what the panel shows, for sharp screens. */
const thumbnailSide = 192;
/** Apart from the streams of the epochs, which count from 1. */
const sampleStream = 0;

/** Writes thumbnails of some training photos into the run's folder, classes in turn. Photos that are gone are left out. */
export async function writeSamples(
  manifest: Manifest,
  dataset: string,
  run: string,
  seed: number,
): Promise<Sample[]> {
  await mkdir(path.join(run, layout.thumbnails), { recursive: true });
  const samples = await pMap(
    chooseSamples(manifest, seed),
    async (index): Promise<Sample | null> => {
      const file = manifest.files[index];
      if (file === undefined) return null;
      const thumbnail = `${layout.thumbnails}/${index}.jpg`;
      try {
        await writeThumbnail(path.join(dataset, file.path), path.join(run, thumbnail), thumbnailSide);
      } catch (error) {
        if (error instanceof HumanError && error.failure.code.startsWith('photo-')) return null;
        throw error;
      }
      return { thumbnail, photo: file.path, label: file.label };
    },
    { concurrency: 2 },
  );
  return samples.filter((sample) => sample !== null);
}

/** Every class once before any class twice; which photos, and the order, by seed. */
function chooseSamples(manifest: Manifest, seed: number): number[] {
  const order = permutation(seed, sampleStream, manifest.files.length);
  const rounds = new Map<number, number[]>();
  const seen = new Map<number, number>();
  for (const index of order) {
    const file = manifest.files[index];
    if (file?.part !== 'train') continue;
    const round = seen.get(file.label) ?? 0;
    seen.set(file.label, round + 1);
    rounds.set(round, [...(rounds.get(round) ?? []), index]);
  }
  return [...rounds.values()].flat().slice(0, sampleCount);
}
