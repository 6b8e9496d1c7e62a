import { HumanError } from '../../shared/failures';
import type { Part } from '../../shared/manifest';
import { byCodeUnits } from './assignClasses';
import { countGroups, groupDuplicates } from './duplicates';
import { splitPhotos, unsplittable } from './splitPhotos';
import type { TakenPhoto } from './takePhotos';

/** The photos of a dataset, each on its side. */
export interface SharedOut {
  classes: string[];
  kept: { photo: TakenPhoto; part: Part }[];
  /** Photos of classes that cannot be on both sides. */
  leftOut: TakenPhoto[];
  nearDuplicateGroups: number;
}

/**
 * Splits the photos of the source `source`. A class that has no two different photos is left out, as long as two classes
 * remain: one stray photo should not keep a person from training on all the others.
 * @throws HumanError no-photos, one-class, too-few-photos; the signal's reason
 */
export async function shareOut(
  photos: readonly TakenPhoto[],
  options: { source: string; trainFraction: number; seed: number; signal: AbortSignal },
): Promise<SharedOut> {
  const { source, trainFraction, seed, signal } = options;
  if (photos.length === 0) throw new HumanError('no-photos', { file: source });
  const groups = await groupDuplicates(photos, signal);
  let kept = photos.map((photo, index) => ({ photo, ...photo, group: groups[index] ?? index }));
  for (;;) {
    const classes = [...new Set(kept.map(({ className }) => className))].sort(byCodeUnits);
    if (classes.length < 2) throw new HumanError('one-class', { file: source, detail: classes.join() });
    const sides = splitPhotos(kept, trainFraction, seed);
    const lonely = unsplittable(kept, sides);
    if (lonely.length === 0) {
      return {
        classes,
        kept: kept.map(({ photo }, index) => ({ photo, part: sides[index] ?? 'train' })),
        leftOut: photos.filter(({ className }) => !classes.includes(className)),
        nearDuplicateGroups: countGroups(kept.map(({ group }) => group)),
      };
    }
    if (classes.length - lonely.length < 2) {
      throw new HumanError('too-few-photos', { file: source, detail: lonely.join(', ') });
    }
    kept = kept.filter(({ className }) => !lonely.includes(className));
  }
}
