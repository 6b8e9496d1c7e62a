import path from 'node:path';
import { HumanError } from '../../shared/failures';
import { parts, type DatasetSummary, type FileEntry, type Manifest } from '../../shared/manifest';
import type { LeaveOutJob } from '../../shared/protocol';
import { byCodeUnits } from '../data/assignClasses';
import type { Side } from '../data/officialSides';
import { readPhoto } from '../data/readPhoto';
import type { JobContext } from '../jobContext';
import { asSeen } from './asSeen';
import { examineDataset } from './examine';
import { healthOf } from './healthOf';
import { healthAfter } from './healthOfManifest';
import { openDataset } from './openDataset';
import { examinedAfter, isInUse, tornClasses } from './safeFixes';
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
  const opened = await openDataset(folder, context);
  const chosen = new Set(job.photos);
  refuseUnknown(opened.manifest, chosen, folder);
  if (job.out) {
    const files = opened.manifest.files.map((file) =>
      chosen.has(file.path) && isInUse(file) ? putOn(file, { part: 'unused', unused: 'person' }) : file,
    );
    const out = {
      ...opened.manifest,
      files: fillEmptySides({ ...opened.manifest, files }, opened.manifest, folder),
    };
    context.signal.throwIfAborted();
    return saveDataset(folder, out, healthAfter(opened.health, out, folder), context);
  }
  const isNew = await refuseUnreadable(opened.manifest, chosen, folder);
  // What a photo is like decides on which side it may be, so one that was replaced is compared first.
  const examined = isNew ? await examineDataset(folder, opened.manifest, null, context) : null;
  const manifest = examined ? asSeen(opened.manifest, examined) : opened.manifest;
  const files = manifest.files.map((file) =>
    !chosen.has(file.path) || isInUse(file) ? file : putOn(file, sideFor(file, manifest, chosen)),
  );
  const back = { ...manifest, files };
  const health = examined
    ? healthOf(examinedAfter(examined, { manifest: back, folder, places: new Map() }))
    : healthAfter(opened.health, back, folder);
  context.signal.throwIfAborted();
  return saveDataset(folder, back, health, context);
}

function refuseUnknown({ files }: Manifest, chosen: ReadonlySet<string>, folder: string): void {
  const known = new Set(files.map((file) => file.path));
  const unknown = [...chosen].find((photo) => !known.has(photo));
  if (unknown !== undefined) throw new HumanError('photo-missing', { file: path.join(folder, unknown) });
}

/** A photo that cannot be read would keep the whole dataset from being trained on. True where one is another than it was. */
async function refuseUnreadable(
  { files }: Manifest,
  chosen: ReadonlySet<string>,
  folder: string,
): Promise<boolean> {
  let isNew = false;
  for (const file of files.filter((one) => chosen.has(one.path) && !isInUse(one))) {
    const read = await readPhoto(path.join(folder, file.path), trialSize);
    if (read instanceof HumanError) throw read;
    isNew ||= read.sha256 !== file.sha256 || file.unused === 'unreadable';
  }
  return isNew;
}

/**
 * Photos of one group stay on one side, also when several of them come back at once. The publisher's split is not changed: there a
 * photo that has its likes on the other side stays out.
 */
function sideFor(
  { path: name, group, official }: FileEntry,
  { files, split }: Manifest,
  chosen: ReadonlySet<string>,
): Side {
  const likes = files.filter((file) => file.path === name || (group !== undefined && file.group === group));
  const inUse = likes.find(isInUse);
  if (!split.official) return { part: inUse?.part === 'validation' ? 'validation' : 'train' };
  const own = official ?? 'train';
  const others = likes.filter((file) => isInUse(file) || (chosen.has(file.path) && file.path !== name));
  const isTorn = others.some((file) => (isInUse(file) ? file.part : (file.official ?? 'train')) !== own);
  return isTorn && (own === 'train' || inUse !== undefined)
    ? { part: 'unused', unused: 'leak' }
    : { part: own };
}

/**
 * Moves the smallest group of a class to the side on which the class has no photo left and had one before. The publisher's split is not changed.
 */
function fillEmptySides(manifest: Manifest, before: Manifest, folder: string): FileEntry[] {
  let files = manifest.files;
  const known = tornClasses(before);
  for (const name of tornClasses(manifest).filter((one) => !known.includes(one))) {
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
