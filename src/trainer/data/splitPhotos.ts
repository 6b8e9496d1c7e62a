import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { parts, type FileEntry, type Part } from '../../shared/manifest';
import { randomStream, streamOf, type RandomStream } from '../random';
import { byCodeUnits } from './assignClasses';

/** A photo as far as it matters for the split. */
export interface Splittable {
  /** Unique; the split depends on names, not on the order in which photos are listed. */
  path: string;
  className: string;
  /** Photos of the same group are near-duplicates and stay on one side. */
  group: number;
}

/** How photos of one class are to be shared out, and how far that has come. */
interface Quota {
  /** Photos still to go to each side; below 0 where groups did not fit. */
  left: Record<Part, number>;
  placed: Record<Part, number>;
  /** Groups with photos of the class that have no side yet. */
  groupsLeft: number;
}

/** Photos that go together: how many of each class, and which. */
interface Group {
  members: number[];
  counts: Map<string, number>;
}

/** Weighs more than any number of photos: a class that is missing on one side cannot be learned or cannot be measured. */
const emptySide = 1e9;

/**
 * A side for each photo, in the order of `photos`: stratified (of each class the share `trainFraction`, rounded, goes to
 * training and at least one photo to each side), seeded, groups never torn. Where groups do not fit exactly, the
 * shares are as near as they allow. Every class should have two groups: see `unsplittable`.
 */
export function splitPhotos(photos: readonly Splittable[], trainFraction: number, seed: number): Part[] {
  const groups = gather(photos);
  const quotas = quotasOf(groups, trainFraction);
  const sides: Part[] = photos.map(() => 'train');
  const streams = new Map<string, RandomStream>();
  for (const group of groups) {
    const key = [...group.counts.keys()].join('/');
    const random = streams.get(key) ?? randomStream(seed, streamOf(key));
    streams.set(key, random);
    const side = chooseSide(group, quotas, uniformFloat64(random));
    place(group, side, quotas);
    for (const index of group.members) sides[index] = side;
  }
  return sides;
}

/** Classes that `sides` leaves without a photo in training or in validation, in order of name. */
export function unsplittable(photos: readonly Splittable[], sides: readonly FileEntry['part'][]): string[] {
  const seen = new Map<string, Set<FileEntry['part'] | undefined>>();
  photos.forEach(({ className }, index) => {
    seen.set(className, (seen.get(className) ?? new Set()).add(sides[index]));
  });
  const torn = [...seen]
    .filter(([, found]) => !parts.every((part) => found.has(part)))
    .map(([className]) => className);
  return torn.sort(byCodeUnits);
}

/**
 * The groups, hardest to place first: those that span classes, then the largest, so that single photos, which fit
 * anywhere, make the shares exact. Equals are in order of name.
 */
function gather(photos: readonly Splittable[]): Group[] {
  const byName = photos.map((photo, index) => ({ photo, index }));
  byName.sort((a, b) => byCodeUnits(a.photo.path, b.photo.path));
  const groups = new Map<number, Group>();
  for (const { photo, index } of byName) {
    const group = groups.get(photo.group) ?? { members: [], counts: new Map<string, number>() };
    group.members.push(index);
    group.counts.set(photo.className, (group.counts.get(photo.className) ?? 0) + 1);
    groups.set(photo.group, group);
  }
  return [...groups.values()].sort(
    (a, b) => b.counts.size - a.counts.size || b.members.length - a.members.length,
  );
}

function quotasOf(groups: readonly Group[], trainFraction: number): Map<string, Quota> {
  const sizes = new Map<string, { photos: number; groups: number }>();
  for (const { counts } of groups) {
    for (const [className, count] of counts) {
      const size = sizes.get(className) ?? { photos: 0, groups: 0 };
      sizes.set(className, { photos: size.photos + count, groups: size.groups + 1 });
    }
  }
  return new Map(
    [...sizes].map(([className, size]) => {
      const train = Math.max(1, Math.min(size.photos - 1, Math.round(size.photos * trainFraction)));
      const left = { train, validation: size.photos - train };
      return [className, { left, placed: { train: 0, validation: 0 }, groupsLeft: size.groups }];
    }),
  );
}

/**
 * The side on which `group` exceeds the shares less. Where it fits on both, chance decides by what is left, which for
 * single photos makes every choice of as many equally likely (Knuth, TAOCP 2, 3.4.2, Algorithm S).
 */
function chooseSide(group: Group, quotas: ReadonlyMap<string, Quota>, chance: number): Part {
  const train = misfit(group, 'train', quotas);
  const validation = misfit(group, 'validation', quotas);
  if (train !== validation) return train < validation ? 'train' : 'validation';
  let trainLeft = 0;
  let left = 0;
  for (const className of group.counts.keys()) {
    const quota = quotas.get(className);
    trainLeft += Math.max(0, quota?.left.train ?? 0);
    left += Math.max(0, quota?.left.train ?? 0) + Math.max(0, quota?.left.validation ?? 0);
  }
  return chance * left < trainLeft ? 'train' : 'validation';
}

/** Photos of `group` beyond the shares of `side`, and much more where the other side could no longer get any. */
function misfit(group: Group, side: Part, quotas: ReadonlyMap<string, Quota>): number {
  const other: Part = side === 'train' ? 'validation' : 'train';
  let excess = 0;
  for (const [className, count] of group.counts) {
    const quota = quotas.get(className);
    if (!quota) continue;
    excess += Math.max(0, count - Math.max(0, quota.left[side]));
    if (quota.groupsLeft === 1 && quota.placed[other] === 0) excess += emptySide;
  }
  return excess;
}

function place(group: Group, side: Part, quotas: ReadonlyMap<string, Quota>): void {
  for (const [className, count] of group.counts) {
    const quota = quotas.get(className);
    if (!quota) continue;
    quota.left[side] -= count;
    quota.placed[side] += count;
    quota.groupsLeft -= 1;
  }
}
