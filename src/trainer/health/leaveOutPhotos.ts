import path from 'node:path';
import { HumanError } from '../../shared/failures';
import { parts, type DatasetSummary, type FileEntry, type Manifest } from '../../shared/manifest';
import type { LeaveOutJob } from '../../shared/protocol';
import { byCodeUnits } from '../data/assignClasses';
import { readPhoto } from '../data/readPhoto';
import type { JobContext } from '../jobContext';
import { examineDataset } from './examine';
import { healthOf } from './healthOf';
import { healthAfter } from './healthOfManifest';
import { openDataset } from './openDataset';
import { isInUse, tornClasses } from './safeFixes';
import { saveDataset } from './saveDataset';
import { putOn } from './splitDataset';

/** Pixels a side that tell whether a photo can be read again. */
const trialSize = 16;

/**
 * Leaves photos out of both sides of the split, or takes them in again: to the side on which their near-duplicates are,
 * otherwise to training. Where the last photo of a class on a side goes, another one takes its place. Ends with the events
 * `health` and `prepared`.
 * @throws HumanError dataset-missing, dataset-invalid, photo-missing for a photo that the dataset does not have,
 * photo-unreadable for one that is to be taken in and cannot be read, too-few-photos, disk-full, read-only; the signal's reason
 */
export async function leaveOutPhotos(job: LeaveOutJob, context: JobContext): Promise<DatasetSummary> {
  const folder = path.resolve(job.dataset);
  const { manifest, health } = await openDataset(folder, context);
  const chosen = new Set(job.photos);
  refuseUnknown(manifest, chosen, folder);
  const mended = job.out ? [] : await refuseUnreadable(manifest, chosen, folder);
  const files = manifest.files.map((file): FileEntry => {
    if (!chosen.has(file.path)) return file;
    if (job.out) return putOn(file, { part: 'unused', unused: 'person' });
    return isInUse(file) ? file : putOn(file, { part: sideFor(file, manifest, chosen) });
  });
  const changed = { ...manifest, files: job.out ? fillEmptySides({ ...manifest, files }, folder) : files };
  context.signal.throwIfAborted();
  const healthNow =
    mended.length > 0
      ? healthOf(await examineDataset(folder, changed, null, context))
      : healthAfter(health, changed, folder);
  return saveDataset(folder, changed, healthNow, context);
}

function refuseUnknown({ files }: Manifest, chosen: ReadonlySet<string>, folder: string): void {
  const known = new Set(files.map((file) => file.path));
  const unknown = [...chosen].find((photo) => !known.has(photo));
  if (unknown !== undefined) throw new HumanError('photo-missing', { file: path.join(folder, unknown) });
}

/** A photo that cannot be read would keep the whole dataset from being trained on. Those that can be read again. */
async function refuseUnreadable(
  { files }: Manifest,
  chosen: ReadonlySet<string>,
  folder: string,
): Promise<FileEntry[]> {
  const mended = files.filter((file) => chosen.has(file.path) && file.unused === 'unreadable');
  for (const file of mended) {
    const read = await readPhoto(path.join(folder, file.path), trialSize);
    if (read instanceof HumanError) throw read;
  }
  return mended;
}

/** Photos of one group stay on one side, also when several of them come back at once. */
function sideFor(
  { path: name, group, official }: FileEntry,
  { files, split }: Manifest,
  chosen: ReadonlySet<string>,
): FileEntry['part'] {
  const likes = files.filter((file) => file.path === name || (group !== undefined && file.group === group));
  const inUse = likes.find(isInUse);
  if (inUse) return inUse.part;
  if (!split.official) return 'train';
  const back = likes.filter((file) => chosen.has(file.path));
  return back.some((file) => file.official === 'validation') ? 'validation' : (official ?? 'train');
}

/**
 * Moves the smallest group of a class to the side on which the class has no photo left. The publisher's split is not changed.
 */
function fillEmptySides(manifest: Manifest, folder: string): FileEntry[] {
  let files = manifest.files;
  for (const name of tornClasses(manifest)) {
    const label = manifest.classes.indexOf(name);
    const moved = manifest.split.official ? undefined : movable(files, label);
    if (!moved) throw new HumanError('too-few-photos', { file: folder, detail: name });
    const empty = parts.find((part) => !files.some((file) => file.label === label && file.part === part));
    files = files.map((file) => (moved.includes(file) && empty ? putOn(file, { part: empty }) : file));
  }
  return files;
}

/** The smallest group, first by name, of photos in use of this class alone, if it has others besides. */
function movable(files: readonly FileEntry[], label: number): FileEntry[] | undefined {
  const inUse = files.filter(isInUse).sort((a, b) => byCodeUnits(a.path, b.path));
  const groups = new Map<string, FileEntry[]>();
  for (const file of inUse) {
    const key = file.group === undefined ? file.path : `${file.group}`;
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  const own = [...groups.values()].filter((group) => group.some((file) => file.label === label));
  if (own.length < 2) return undefined;
  const alone = own.filter((group) => group.every((file) => file.label === label));
  return alone.sort((a, b) => a.length - b.length)[0];
}
