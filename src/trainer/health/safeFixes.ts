import type { Fix } from '../../shared/health';
import { parts, type FileEntry, type Manifest } from '../../shared/manifest';
import { byCodeUnits } from '../data/assignClasses';
import { asSeen } from './asSeen';
import { placeOf } from './examine';
import type { CheckedPhoto, Examined } from './healthOf';

/** A dataset's list after the safe fixes, and what they did. */
export interface Mended {
  manifest: Manifest;
  fixes: Fix[];
}

/**
 * What the safe fixes make of a manifest, given what is on disk; files with the wrong ending are not renamed yet. What cannot be
 * read and superfluous copies become `unused`, what is gone is taken off the list, groups on both sides go to one. Nothing
 * is left to do in what comes out.
 */
export function safeFixes(manifest: Manifest, examined: Examined): Mended {
  const fixes: Fix[] = [];
  const did = (kind: Fix['kind'], photos: readonly { path: string }[]): void => {
    if (photos.length > 0) fixes.push({ kind, photos: photos.map(({ path }) => path).sort(byCodeUnits) });
  };
  const missing = pathsOf(examined.missing);
  did(
    'missing',
    manifest.files.filter(({ path }) => missing.has(path)),
  );
  const there = manifest.files.filter(({ path }) => !missing.has(path));
  const { files, nearDuplicateGroups } = asSeen({ ...manifest, files: there }, examined);
  for (const kind of ['unreadable', 'empty'] as const) {
    const damaged = listedPaths(examined[kind]);
    did(kind, leaveOut(files.filter(({ path }) => damaged.has(path)).filter(isInUse), 'unreadable'));
  }
  did('leakage', mendLeakage(files, manifest.split.official));
  // The publisher's validation side stays exact here, too.
  const copies = superfluousCopies(files).filter(
    ({ part }) => !(manifest.split.official && part === 'validation'),
  );
  did('exact-copies', leaveOut(copies, 'copy'));
  return { manifest: { ...manifest, files, nearDuplicateGroups }, fixes };
}

/** Classes of which no photo is on one of the two sides, in order of name. */
export function tornClasses({ classes, files }: Pick<Manifest, 'classes' | 'files'>): string[] {
  const torn = classes.filter((_, label) =>
    parts.some((part) => !files.some((file) => file.label === label && file.part === part)),
  );
  return torn.sort(byCodeUnits);
}

/** The photo is on a side of the split. */
export function isInUse({ part }: FileEntry): boolean {
  return part !== 'unused';
}

/** Puts groups that lie on both sides on one, training if that leaves every class a validation photo; the photos it was done to. */
function mendLeakage(files: readonly FileEntry[], official: boolean): FileEntry[] {
  const mended: FileEntry[] = [];
  for (const members of torn(files)) {
    if (official) {
      // The publisher's validation side stays exact, so that scores can be compared with published ones.
      mended.push(
        ...leaveOut(
          members.filter(({ part }) => part === 'train'),
          'leak',
        ),
      );
      continue;
    }
    const side = parts.find((part) => !emptiesASide(files, members, part));
    if (side === undefined) continue;
    mended.push(...members.filter(({ part }) => part !== side));
    for (const file of members) file.part = side;
  }
  return mended;
}

/** Groups with photos on both sides. */
function torn(files: readonly FileEntry[]): FileEntry[][] {
  const groups = new Map<number, FileEntry[]>();
  for (const file of files.filter(isInUse)) {
    if (file.group === undefined) continue;
    groups.set(file.group, [...(groups.get(file.group) ?? []), file]);
  }
  return [...groups.values()].filter((members) => new Set(members.map(({ part }) => part)).size > 1);
}

/** Whether a class would have no photo on the other side, if all `members` went to `side`. */
function emptiesASide(
  files: readonly FileEntry[],
  members: readonly FileEntry[],
  side: FileEntry['part'],
): boolean {
  const labels = new Set(members.map(({ label }) => label));
  const others = files.filter((file) => isInUse(file) && !members.includes(file));
  return [...labels].some((label) => !others.some((file) => file.label === label && file.part !== side));
}

/** All but the first by name of each class's photos in use that are the same file. */
function superfluousCopies(files: readonly FileEntry[]): FileEntry[] {
  const seen = new Set<string>();
  const byName = files.filter(isInUse).sort((a, b) => byCodeUnits(a.path, b.path));
  return byName.filter(({ label, part, sha256 }) => {
    // Where a group could not be put on one side, each side keeps one.
    const key = `${label} ${part} ${sha256}`;
    const again = seen.has(key);
    seen.add(key);
    return again;
  });
}

function leaveOut(files: FileEntry[], reason: NonNullable<FileEntry['unused']>): FileEntry[] {
  for (const file of files) {
    file.part = 'unused';
    file.unused = reason;
  }
  return files;
}

function pathsOf(photos: readonly CheckedPhoto[]): Set<string> {
  return new Set(photos.map(({ path }) => path));
}

/** Without what prepare left out, which is on no list. */
function listedPaths(photos: readonly CheckedPhoto[]): Set<string> {
  return pathsOf(photos.filter(({ part }) => part !== null));
}

/** What was seen, at the places and on the sides that the photos now have. `places` maps old paths to new ones. */
export function examinedAfter(
  examined: Examined,
  { manifest, folder, places }: { manifest: Manifest; folder: string; places: ReadonlyMap<string, string> },
): Examined {
  const files = new Map(manifest.files.map((file) => [file.path, file]));
  const moved = <T extends Omit<CheckedPhoto, 'detail'>>(photo: T): T => {
    const file = photo.part === null ? undefined : files.get(places.get(photo.path) ?? photo.path);
    return file ? { ...photo, ...placeOf(file, manifest, folder) } : photo;
  };
  return {
    ...examined,
    missing: [],
    unreadable: examined.unreadable.map(moved),
    empty: examined.empty.map(moved),
    readable: examined.readable.map((photo) =>
      moved(places.has(photo.path) ? { ...photo, wrongFormat: null } : photo),
    ),
  };
}
