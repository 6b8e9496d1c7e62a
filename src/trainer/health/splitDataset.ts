import path from 'node:path';
import { HumanError } from '../../shared/failures';
import type { DatasetSummary, FileEntry, Manifest, Part } from '../../shared/manifest';
import type { SplitJob, SplitPlan } from '../../shared/protocol';
import { officialSides, type Side } from '../data/officialSides';
import { splitPhotos } from '../data/splitPhotos';
import type { JobContext } from '../jobContext';
import { healthAfter } from './healthOfManifest';
import { openDataset } from './openDataset';
import { tornClasses } from './safeFixes';
import { saveDataset } from './saveDataset';

/**
 * Shares out the photos of a dataset anew, without reading them. What was left out by a person, as a copy or as unreadable
 * stays out. Ends with the events `health` and `prepared`.
 * @throws HumanError dataset-missing, dataset-invalid, no-official-split, too-few-photos, disk-full, read-only; the signal's
 * reason
 */
export async function splitDataset(job: SplitJob, context: JobContext): Promise<DatasetSummary> {
  const folder = path.resolve(job.dataset);
  const { manifest, health } = await openDataset(folder, context);
  const kept = manifest.files.filter((file) => !staysOut(file));
  const sides = sidesOf(kept, manifest, job.split, folder);
  const sideOf = new Map(kept.map(({ path: name }, index) => [name, sides[index]]));
  const files = manifest.files.map((file) => putOn(file, sideOf.get(file.path)));
  const split = splitOf(job.split, files);
  const shared = { ...manifest, files, split };
  const torn = tornClasses(shared);
  if (torn.length > 0) throw new HumanError('too-few-photos', { file: folder, detail: torn.join(', ') });
  context.signal.throwIfAborted();
  return saveDataset(folder, shared, healthAfter(health, shared, folder), context);
}

/** The photo on another side; where that is undefined, where it was. */
export function putOn(file: FileEntry, side: Side | undefined): FileEntry {
  if (!side) return file;
  const copy = { ...file };
  delete copy.unused;
  return { ...copy, ...side };
}

/** A split decides about a photo that is in use, and about one that only another split left out. */
function staysOut({ part, unused }: FileEntry): boolean {
  return part === 'unused' && unused !== 'leak' && unused !== 'not-in-split';
}

function sidesOf(files: readonly FileEntry[], manifest: Manifest, plan: SplitPlan, folder: string): Side[] {
  const photos = files.map((file, index) => ({
    path: file.path,
    className: manifest.classes[file.label] ?? '',
    group: file.group ?? -1 - index,
    official: file.official,
  }));
  switch (plan.kind) {
    case 'fraction':
      return splitPhotos(photos, plan.trainFraction, plan.seed).map((part) => ({ part }));
    case 'official':
      if (photos.every(({ official }) => official === undefined)) {
        throw new HumanError('no-official-split', { file: folder });
      }
      return officialSides(photos);
  }
}

/** The publisher's split has a share, too, though nobody asked for it, and no seed. */
function splitOf(plan: SplitPlan, files: readonly FileEntry[]): Manifest['split'] {
  if (plan.kind === 'fraction') {
    return { trainFraction: plan.trainFraction, seed: plan.seed, official: false };
  }
  const count = (part: Part) => files.filter((file) => file.part === part).length;
  const train = count('train');
  return { trainFraction: train / (train + count('validation')), seed: 0, official: true };
}
