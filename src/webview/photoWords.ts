import type { DatasetPhoto } from '../shared/protocol';
import type { Words } from './words';

/** `beagle/beagle_12.jpg` → `beagle_12.jpg`. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** What a screen reader says of a photo: `Beagle, training, beagle_12.jpg`. */
export function photoLabel(photo: DatasetPhoto, breed: string, words: Words): string {
  const part = words.text(`part.${photo.part}.inline`);
  const file = fileName(photo.path);
  const label = words.text('photo.label', { breed, part, file });
  return photo.unused === undefined ? label : `${label}. ${unusedText(photo, words)}`;
}

/** That a photo is left out, and why where that is known. */
export function unusedText({ unused }: DatasetPhoto, words: Words): string {
  return unused === undefined
    ? words.text('part.unused')
    : words.text('unused.said', { reason: words.text(`unused.${unused}`) });
}
