import type { DatasetPhoto } from '../shared/protocol';
import type { Words } from './words';

/** `beagle/beagle_12.jpg` → `beagle_12.jpg`. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** What a screen reader says of a photo: `Beagle, training, beagle_12.jpg`. Every word that its tile shows is in it, in the same order. */
export function photoLabel(photo: DatasetPhoto, breed: string, failed: boolean, words: Words): string {
  const part =
    photo.unused === undefined
      ? words.text(`part.${photo.part}.inline`)
      : words.text('unused.said.inline', { reason: words.text(`unused.${photo.unused}`) });
  const label = words.text('photo.label', { breed, part, file: fileName(photo.path) });
  return failed ? `${words.text('photo.failed')}. ${label}` : label;
}

/** That a photo is left out, and why where that is known. */
export function unusedText({ unused }: DatasetPhoto, words: Words): string {
  return unused === undefined
    ? words.text('part.unused')
    : words.text('unused.said', { reason: words.text(`unused.${unused}`) });
}
