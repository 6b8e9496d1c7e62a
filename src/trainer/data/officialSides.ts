import type { FileEntry, Part } from '../../shared/manifest';

/** Where a photo goes, and why nowhere. */
export type Side = Pick<FileEntry, 'part' | 'unused'>;

/**
 * The publisher's sides, in the order of `photos`. The published validation side stays exact, so that scores can be
 * compared with published ones: of near-duplicates (photos of one `group`) that lie on both sides, those of the training side
 * are `unused`, and so is what the publisher lists on no side.
 */
export function officialSides(photos: readonly { group: number; official?: Part | undefined }[]): Side[] {
  const validated = new Set(
    photos.filter(({ official }) => official === 'validation').map(({ group }) => group),
  );
  return photos.map(({ group, official }): Side => {
    if (official === undefined) return { part: 'unused', unused: 'not-in-split' };
    if (official === 'train' && validated.has(group)) return { part: 'unused', unused: 'leak' };
    return { part: official };
  });
}
