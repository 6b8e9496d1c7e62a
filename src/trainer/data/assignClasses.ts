import path from 'node:path';
import { partsOf, portableName } from './entryName';

/** Where a photo goes in the dataset. */
export interface Assigned {
  /** The name it was listed under. */
  name: string;
  className: string;
  /** Unique within its class, also where upper and lower case are one. */
  fileName: string;
}

/** Top-level folders that are somebody's split, not classes. Pet CV makes its own, which near-duplicates never straddle. */
const splitFolders = new Set(['train', 'training', 'val', 'valid', 'validation', 'test', 'testing']);

/**
 * Reads the classes from relative photo names: the folder right below the root (also below folders that all photos
 * share, and below train/ and test/), or, where all photos lie in one folder, the name up to its last underscore, as in
 * `beagle_12.jpg`. `whole` names the only class of photos that show neither. Sorted by class and file, whatever the
 * order of `names`; what has no class although others do is `unassigned`.
 */
export function assignClasses(
  names: readonly string[],
  whole: string,
): { photos: Assigned[]; unassigned: string[] } {
  const sorted = [...new Set(names)].sort(byCodeUnits);
  const stripped = sorted.map((name) => ({ name, parts: partsOf(name) }));
  const common = stripCommonFolders(stripped) ?? whole;
  if (stripped.every(({ parts }) => parts.length > 2 && splitFolders.has((parts[0] ?? '').toLowerCase()))) {
    for (const { parts } of stripped) parts.shift();
  }
  const inFolders = stripped.some(({ parts }) => parts.length > 1);
  const classOf = (parts: string[]): string | undefined =>
    inFolders ? (parts.length > 1 ? parts[0] : undefined) : breedInName(parts[0] ?? '');
  const nobody = stripped.every(({ parts }) => classOf(parts) === undefined);
  const unassigned: string[] = [];
  const chosen = stripped.flatMap(({ name, parts }) => {
    const className = nobody ? common : classOf(parts);
    if (className === undefined) unassigned.push(name);
    return className === undefined ? [] : [{ name, className: portableName(className), parts }];
  });
  chosen.sort((a, b) => byCodeUnits(a.className, b.className));
  return { photos: nameUniquely(chosen), unassigned };
}

/** The order in which the classes and photos of a dataset are kept: the same on every machine and in every language. */
export function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Takes off the folders that all share; the last of them. */
function stripCommonFolders(photos: readonly { parts: string[] }[]): string | undefined {
  let common: string | undefined;
  for (;;) {
    const first = photos[0]?.parts[0];
    if (first === undefined || !photos.every(({ parts }) => parts.length > 1 && parts[0] === first))
      return common;
    common = first;
    for (const { parts } of photos) parts.shift();
  }
}

/** `beagle` of `beagle_12.jpg`; nothing where no number ends the name. */
export function breedInName(fileName: string): string | undefined {
  return /^(.+)_\d+$/.exec(path.parse(fileName).name)?.[1];
}

function nameUniquely(chosen: readonly { name: string; className: string; parts: string[] }[]): Assigned[] {
  const taken = new Set<string>();
  // Folders that differ only in case are one class: on most computers they could not lie side by side.
  const spelling = new Map<string, string>();
  return chosen.map(({ name, className: raw, parts }) => {
    const className = spelling.get(raw.toLowerCase()) ?? raw;
    spelling.set(raw.toLowerCase(), className);
    const wanted = path.parse(portableName(parts.at(-1) ?? name));
    let fileName = wanted.base;
    for (let n = 2; taken.has(`${className}/${fileName}`.toLowerCase()); n++) {
      fileName = `${wanted.name}-${n}${wanted.ext}`;
    }
    taken.add(`${className}/${fileName}`.toLowerCase());
    return { name, className, fileName };
  });
}
