import { setImmediate as nextTurn } from 'node:timers/promises';
import { HashIndex } from './hashIndex';
import { findIn, inverse, through, wholeView } from './likeness';
import type { PhotoSignature } from './photoSignature';
import { hashWords, windowView, type View } from './pictureHash';

/** A photo as far as it matters for finding its likes. */
export interface Fingerprinted extends PhotoSignature {
  /** SHA-256 of the file. */
  sha256: string;
}

/** Milliseconds of work before the event loop gets a turn, so that a stop is heard. */
const turnMs = 50;

/**
 * Comparisons in vain after which no more likes of a photo are looked for: among hundreds of objects on the same background every
 * photo is a candidate for every other, and comparing all would take the square of their number.
 */
const mostInVain = 64;

/**
 * The group number of each photo: photos of one group are copies of each other, byte by byte or re-saved, resized, slightly
 * cropped or mirrored. Numbers are the index of the group's first photo. Groups grow only as long as their first photos are
 * alike, too: in a film, where each picture is like the next, a group ends where the picture has become another.
 *
 * Each whole photo is looked up among the windows of the others (`HashIndex`), and what is found is compared (`findIn`).
 * The time grows little faster than the number of photos.
 * @throws the signal's reason
 */
export async function groupDuplicates(
  photos: readonly Fingerprinted[],
  signal: AbortSignal,
): Promise<Uint32Array> {
  const groups = new Groups(photos);
  // Of a photo without contrast only an exact copy can be told.
  const told = joinCopies(photos, groups).filter((photo) =>
    photos[photo]?.thumbnail.some((value) => value !== 0),
  );
  const index = new HashIndex(told.length);
  await eachWithPauses(told, signal, (photo, place) => index.add(place, thumbnailOf(photos, photo)));
  const compared = new Set<number>();
  const inVain = new Uint16Array(photos.length);
  for (let word = 0; word < hashWords; word++) {
    index.sortBy(word);
    await eachWithPauses(told, signal, (photo, place) => {
      index.lookUp(place, word, (hit) => {
        const other = told[hit.photo] ?? photo;
        const pair = 2 * (photo * photos.length + other) + (hit.mirrored ? 1 : 0);
        if (groups.areJoined(photo, other) || (inVain[photo] ?? 0) >= mostInVain || compared.has(pair))
          return;
        compared.add(pair);
        const { left, right, top, bottom } = windowView(hit.window);
        const start = hit.mirrored ? { left: right, right: left, top, bottom } : { left, right, top, bottom };
        const view = findIn(thumbnailOf(photos, photo), thumbnailOf(photos, other), start);
        if (view) groups.join(photo, other, view);
        else inVain[photo] = (inVain[photo] ?? 0) + 1;
      });
    });
  }
  return groups.numbers();
}

/** How many groups have more than one photo. */
export function countGroups(groups: ArrayLike<number>): number {
  const sizes = new Map<number, number>();
  for (const group of Array.from(groups)) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  return [...sizes.values()].filter((size) => size > 1).length;
}

/** Joins photos of the same bytes; the first one of each. */
function joinCopies(photos: readonly Fingerprinted[], groups: Groups): number[] {
  const first = new Map<string, number>();
  photos.forEach(({ sha256 }, index) => {
    const same = first.get(sha256);
    if (same === undefined) first.set(sha256, index);
    else groups.join(index, same, wholeView);
  });
  return [...first.values()];
}

function thumbnailOf(photos: readonly Fingerprinted[], index: number): Int8Array {
  return photos[index]?.thumbnail ?? new Int8Array();
}

async function eachWithPauses(
  photos: readonly number[],
  signal: AbortSignal,
  work: (photo: number, place: number) => void,
): Promise<void> {
  let began = performance.now();
  for (const [place, photo] of photos.entries()) {
    work(photo, place);
    if (performance.now() - began < turnMs) continue;
    await nextTurn();
    signal.throwIfAborted();
    began = performance.now();
  }
}

/** Disjoint sets in which each photo knows where it lies in the first one of its set. */
class Groups {
  private readonly firsts: Uint32Array;
  private readonly members = new Map<number, number[]>();
  private readonly views = new Map<number, View>();

  constructor(private readonly photos: readonly Fingerprinted[]) {
    this.firsts = Uint32Array.from(photos, (_, index) => index);
  }

  areJoined(a: number, b: number): boolean {
    return this.firsts[a] === this.firsts[b];
  }

  /** Joins the sets of `a` and `b`, where `a` lies in `b` at `view`, if their first photos are alike as well. */
  join(a: number, b: number, view: View): void {
    const firstA = this.firsts[a] ?? a;
    const firstB = this.firsts[b] ?? b;
    if (firstA === firstB) return;
    const aInB = through(through(inverse(this.viewOf(a)), view), this.viewOf(b));
    const [earlier, later, start] =
      firstA < firstB ? [firstA, firstB, inverse(aInB)] : [firstB, firstA, aInB];
    const known = firstA === a && firstB === b;
    const found = known
      ? start
      : findIn(thumbnailOf(this.photos, later), thumbnailOf(this.photos, earlier), start);
    if (found) this.merge(earlier, later, found);
  }

  numbers(): Uint32Array {
    return this.firsts.slice();
  }

  private merge(earlier: number, later: number, view: View): void {
    const moved = this.members.get(later) ?? [later];
    for (const photo of moved) {
      this.views.set(photo, through(this.viewOf(photo), view));
      this.firsts[photo] = earlier;
    }
    const joined = this.members.get(earlier) ?? [earlier];
    for (const photo of moved) joined.push(photo);
    this.members.set(earlier, joined);
    this.members.delete(later);
  }

  private viewOf(photo: number): View {
    return this.views.get(photo) ?? wholeView;
  }
}
