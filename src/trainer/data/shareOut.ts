import { HumanError } from '../../shared/failures';
import type { Part } from '../../shared/manifest';
import type { SplitPlan } from '../../shared/protocol';
import { byCodeUnits } from './assignClasses';
import { countGroups, groupDuplicates } from './duplicates';
import { officialSides, type Side } from './officialSides';
import { splitPhotos, unsplittable, type Splittable } from './splitPhotos';
import type { TakenPhoto } from './takePhotos';

/** The photos of a dataset, each on its side. */
export interface SharedOut {
  classes: string[];
  kept: {
    photo: TakenPhoto;
    side: Side;
    /** The same for all near-duplicates of one photo, counted from 0; a photo without any has none. */
    group: number | undefined;
  }[];
  /** Photos of classes that cannot be on both sides. */
  leftOut: TakenPhoto[];
  nearDuplicateGroups: number;
}

/** How the photos of `source` are to be shared out. */
export interface ShareOptions {
  source: string;
  split: SplitPlan;
  /** The publisher's side of photos, by their names in the source. */
  official?: ReadonlyMap<string, Part> | undefined;
  signal: AbortSignal;
}

type Grouped = Splittable & { photo: TakenPhoto; official: Part | undefined };

/**
 * Splits photos. A class that has no two different photos, or that the publisher has on one side only, is left out, as
 * long as two classes remain: one stray photo should not keep a person from training on all the others.
 * @throws HumanError no-photos, one-class, too-few-photos, no-official-split; the signal's reason
 */
export async function shareOut(photos: readonly TakenPhoto[], options: ShareOptions): Promise<SharedOut> {
  const { source, split, official, signal } = options;
  if (photos.length === 0) throw new HumanError('no-photos', { file: source });
  const groups = await groupDuplicates(photos, signal);
  let kept = photos.map((photo, index): Grouped => {
    const { path, className, name } = photo;
    return { photo, path, className, group: groups[index] ?? index, official: official?.get(name) };
  });
  if (split.kind === 'official' && kept.every((photo) => photo.official === undefined)) {
    throw new HumanError('no-official-split', { file: source });
  }
  for (;;) {
    const classes = [...new Set(kept.map(({ className }) => className))].sort(byCodeUnits);
    if (classes.length < 2) throw new HumanError('one-class', { file: source, detail: classes.join() });
    const sides = sidesOf(kept, split);
    const lonely = unsplittable(
      kept,
      sides.map(({ part }) => part),
    );
    if (lonely.length === 0) return sharedOut(photos, kept, sides, classes);
    if (classes.length - lonely.length < 2) {
      throw new HumanError('too-few-photos', { file: source, detail: lonely.join(', ') });
    }
    kept = kept.filter(({ className }) => !lonely.includes(className));
  }
}

function sidesOf(photos: readonly Grouped[], split: SplitPlan): Side[] {
  switch (split.kind) {
    case 'fraction':
      return splitPhotos(photos, split.trainFraction, split.seed).map((part) => ({ part }));
    case 'official':
      return officialSides(photos);
  }
}

function sharedOut(
  photos: readonly TakenPhoto[],
  kept: readonly Grouped[],
  sides: readonly Side[],
  classes: string[],
): SharedOut {
  const groups = kept.map(({ group }) => group);
  const numbers = numberGroups(groups);
  return {
    classes,
    kept: kept.map(({ photo, group }, index) => ({
      photo,
      side: sides[index] ?? { part: 'train' },
      group: numbers.get(group),
    })),
    leftOut: photos.filter(({ className }) => !classes.includes(className)),
    nearDuplicateGroups: countGroups(groups),
  };
}

/** Numbers 0, 1, ... for the groups with more than one photo, in order of appearance. */
function numberGroups(groups: readonly number[]): Map<number, number> {
  const seen = new Set<number>();
  const numbers = new Map<number, number>();
  for (const group of groups) {
    if (seen.has(group) && !numbers.has(group)) numbers.set(group, numbers.size);
    seen.add(group);
  }
  return numbers;
}
