import { limits } from '../shared/config';
import type { DatasetPhoto } from '../shared/protocol';

/** A photo and its place in the manifest, by which its tile is asked for. */
export interface PlacedPhoto {
  index: number;
  photo: DatasetPhoto;
}

/** Which photos are shown, in which order. */
export interface PhotoChoice {
  /** Index into the classes; null for all. */
  label: number | null;
  part: DatasetPhoto['part'] | null;
  shuffled: boolean;
  /** Of the shuffle, 32 bits unsigned. */
  seed: number;
}

/** Every photo, as on disk. */
export const everyPhoto: PhotoChoice = { label: null, part: null, shuffled: false, seed: 1 };

/** The photos that `choice` lets through, in its order. A shuffle is over the whole dataset, so that a filter only thins it out. */
export function chosenPhotos(photos: readonly DatasetPhoto[], choice: PhotoChoice): PlacedPhoto[] {
  const placed = photos.map((photo, index): PlacedPhoto => ({ index, photo }));
  return (choice.shuffled ? shuffled(placed, choice.seed) : placed).filter(
    ({ photo }) =>
      (choice.label === null || photo.label === choice.label) &&
      (choice.part === null || photo.part === choice.part),
  );
}

/** How many photos of each class are in `part`, by label. */
export function countByLabel(
  photos: readonly DatasetPhoto[],
  classes: number,
  part: DatasetPhoto['part'] | null,
): number[] {
  const counts = Array.from({ length: classes }, () => 0);
  for (const photo of photos) {
    if (part === null || photo.part === part) counts[photo.label] = (counts[photo.label] ?? 0) + 1;
  }
  return counts;
}

/** The seed after this one; it begins again where seeds end. */
export function nextSeed(seed: number): number {
  return seed >= limits.seed.max ? limits.seed.min : seed + 1;
}

/** A seed as a person typed it; null for anything else. */
export function readSeed(text: string): number | null {
  const seed = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isInteger(seed) && seed >= limits.seed.min && seed <= limits.seed.max ? seed : null;
}

/** The items in an order that only `seed` decides (Fisher and Yates' shuffle). */
export function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  const order = [...items];
  const random = randomNumbers(seed);
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const [one, two] = [order[last], order[other]];
    if (one === undefined || two === undefined) continue;
    order[last] = two;
    order[other] = one;
  }
  return order;
}

/** Numbers 0..1 from xorshift32 (Marsaglia, Journal of Statistical Software 8(14), 2003): enough to mix photos for looking at. */
function randomNumbers(seed: number): () => number {
  // Its state must not be zero, and neighbouring seeds must lie far apart.
  let state = Math.imul(seed + 1, 0x9e3779b1) || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  for (let warmUp = 0; warmUp < 8; warmUp++) next();
  return next;
}
