import { createHash } from 'node:crypto';
import path from 'node:path';
import { findingKinds, healthVersion } from '../../shared/health';
import type { Finding, FindingKind, Health } from '../../shared/health';
import { byCodeUnits } from '../data/assignClasses';
import type { PhotoFormat } from '../data/decodePhoto';

/** A photo that a check came across; what is wrong with it, or its size, is its `detail`. */
export type CheckedPhoto = Finding['photos'][number];

/** A photo that could be read. */
export interface ReadablePhoto extends Omit<CheckedPhoto, 'detail'> {
  /** After EXIF orientation. */
  width: number;
  height: number;
  /** Of the file. */
  bytes: number;
  /** Null where the file is called what it is. */
  wrongFormat: PhotoFormat | null;
  /** Narrower or lower than what the network receives. */
  small: boolean;
  sha256: string;
  /** The same for near-duplicates of each other, and only for them. */
  group: number;
}

/** All that a check saw. */
export interface Examined {
  classes: readonly string[];
  readable: readonly ReadablePhoto[];
  unreadable: readonly CheckedPhoto[];
  empty: readonly CheckedPhoto[];
  missing: readonly CheckedPhoto[];
  unlisted: readonly CheckedPhoto[];
  /** True with the publisher's split, whose validation side stays as it is: copies in it are told, but not for mending. */
  official: boolean;
}

/** Longer side by shorter side, above which a photo is stretched. */
const mostStretched = 2;
/** A class with less than this share of the largest one's photos is too small. */
const leastShare = 1 / 3;

/** The health report of what was seen. */
export function healthOf(examined: Examined): Health {
  const { readable, unreadable, empty } = examined;
  const findings = findingKinds.flatMap((kind) => find(kind, examined));
  return {
    version: healthVersion,
    checked: new Date().toISOString(),
    photos: readable.length + unreadable.length + empty.length,
    readable: readable.length,
    findings,
    classes: classesOf(examined),
    sizes: sizesOf(readable),
    aspects: aspectsOf(readable),
  };
}

/** The ending that a file of this format should have, and whether `name` has it; formats that no photo here is named after are left alone. */
export function rightEnding(name: string, format: PhotoFormat): string | null {
  const [usual, ...others] = endings[format];
  const ending = path.posix.extname(name).toLowerCase();
  return usual === undefined || ending === usual || others.includes(ending) ? null : usual;
}

/** A format as people write it. */
export function formatName(format: PhotoFormat): string {
  return format.toUpperCase();
}

const endings: Record<PhotoFormat, readonly string[]> = {
  jpeg: ['.jpg', '.jpeg'],
  png: ['.png'],
  gif: ['.gif'],
  webp: ['.webp'],
  tiff: ['.tif', '.tiff'],
  heif: [],
};

function find(kind: FindingKind, examined: Examined): Finding[] {
  const { readable } = examined;
  switch (kind) {
    case 'unreadable':
    case 'empty':
    case 'missing':
    case 'unlisted':
      return listed(kind, examined[kind]);
    case 'wrong-format':
      return listed(
        kind,
        readable.flatMap((photo) =>
          photo.wrongFormat === null ? [] : [told(photo, formatName(photo.wrongFormat))],
        ),
      );
    case 'small':
      return listed(kind, readable.filter(({ small }) => small).map(withSize));
    case 'stretched':
      return listed(kind, readable.filter(isStretched).map(withSize));
    case 'exact-copies':
      return groupsIn(readable, (photo) => `${photo.sha256} ${photo.class}`)
        .filter((photos) => !examined.official || photos.some(({ part }) => part !== 'validation'))
        .map(groupFinding(kind));
    case 'near-duplicates':
      return groupsIn(readable, (photo) => `${photo.group} ${photo.class}`)
        .filter(
          (photos) =>
            new Set(photos.map(({ sha256 }) => sha256)).size > 1 ||
            (examined.official && photos.every(({ part }) => part === 'validation')),
        )
        .map(groupFinding(kind));
    case 'label-conflict':
      return groupsIn(readable, ({ group }) => `${group}`)
        .filter((photos) => new Set(photos.map((photo) => photo.class)).size > 1)
        .map(groupFinding(kind));
    case 'leakage':
      return groupsIn(readable, ({ group }) => `${group}`)
        .filter((photos) => new Set(photos.map(({ part }) => part)).size > 1)
        .map(groupFinding(kind));
    case 'unbalanced':
      return unbalanced(examined);
  }
}

function listed(kind: FindingKind, photos: readonly CheckedPhoto[]): Finding[] {
  return photos.length === 0 ? [] : [finding(kind, photos, '')];
}

/** Photos in use that have the same key, where there is more than one, in order of name. */
function groupsIn(
  photos: readonly ReadablePhoto[],
  keyOf: (photo: ReadablePhoto) => string,
): ReadablePhoto[][] {
  const groups = new Map<string, ReadablePhoto[]>();
  for (const photo of photos) {
    if (photo.part === 'unused') continue;
    const group = groups.get(keyOf(photo));
    if (group) group.push(photo);
    else groups.set(keyOf(photo), [photo]);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}

/** What a group has in common is its classes. */
function groupFinding(kind: FindingKind): (photos: readonly ReadablePhoto[]) => Finding {
  return (photos) => {
    const classes = [...new Set(photos.map((photo) => photo.class ?? ''))].sort(byCodeUnits);
    return finding(kind, photos.map(withSize), classes.join(', '));
  };
}

function finding(kind: FindingKind, photos: readonly CheckedPhoto[], detail: string): Finding {
  const sorted = photos.toSorted((a, b) => byCodeUnits(a.path, b.path));
  const about = [kind, ...sorted.map((photo) => photo.path)].join('\n');
  const id = createHash('sha256').update(about).digest('hex').slice(0, 16);
  return { id, kind, photos: sorted, detail };
}

function withSize(photo: ReadablePhoto): CheckedPhoto {
  return told(photo, `${photo.width} × ${photo.height}`);
}

function told(photo: ReadablePhoto, detail: string): CheckedPhoto {
  return { path: photo.path, file: photo.file, class: photo.class, part: photo.part, detail };
}

function isStretched({ width, height }: ReadablePhoto): boolean {
  return Math.max(width, height) > mostStretched * Math.min(width, height);
}

/** The numbers are photos in use: of the small class and of the largest one. */
function unbalanced({ classes, readable }: Examined): Finding[] {
  const inUse = readable.filter(({ part }) => part !== 'unused');
  const counts = classes.map((name) => ({
    name,
    count: inUse.filter((photo) => photo.class === name).length,
  }));
  const largest = Math.max(0, ...counts.map(({ count }) => count));
  const few = counts.filter(({ count }) => count < leastShare * largest);
  if (few.length === 0) return [];
  return [finding('unbalanced', [], few.map(({ name, count }) => `${name} ${count}/${largest}`).join(', '))];
}

/** In a folder that is no dataset, all photos are on neither side. */
function classesOf({ classes, readable, unreadable, empty }: Examined): Health['classes'] {
  const counts = new Map(classes.map((name) => [name, { name, train: 0, validation: 0, unused: 0 }]));
  const listedPhotos = [...unreadable, ...empty].filter(({ part }) => part !== null);
  for (const photo of [...readable, ...listedPhotos]) {
    const count = counts.get(photo.class ?? '');
    if (count) count[photo.part ?? 'unused'] += 1;
  }
  return [...counts.values()];
}

function sizesOf(photos: readonly ReadablePhoto[]): Health['sizes'] {
  const byArea = photos.toSorted((a, b) => a.width * a.height - b.width * b.height);
  const size = (photo: ReadablePhoto | undefined): [number, number] => [
    photo?.width ?? 0,
    photo?.height ?? 0,
  ];
  return {
    smallest: size(byArea[0]),
    median: [medianOf(photos.map(({ width }) => width)), medianOf(photos.map(({ height }) => height))],
    largest: size(byArea.at(-1)),
  };
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;
}

function aspectsOf(photos: readonly ReadablePhoto[]): Health['aspects'] {
  const aspects = { portrait: 0, square: 0, landscape: 0 };
  for (const { width, height } of photos) {
    const aspect = width / height;
    aspects[aspect < 0.9 ? 'portrait' : aspect <= 1.1 ? 'square' : 'landscape'] += 1;
  }
  return aspects;
}
