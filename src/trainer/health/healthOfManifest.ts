import type { FindingKind, Health } from '../../shared/health';
import type { FileEntry, Manifest } from '../../shared/manifest';
import { photoFormats, type PhotoFormat } from '../data/decodePhoto';
import { placeOf } from './examine';
import { formatName, healthOf, rightEnding, type CheckedPhoto, type ReadablePhoto } from './healthOf';
import { skippedPhotos } from './skippedPhotos';

/** What prepare knows of a photo besides what the manifest says. */
export interface PreparedPhoto {
  path: string;
  format: PhotoFormat;
}

/**
 * The health report of a dataset that is just being made and will lie in `folder`: prepare decoded every photo, so nothing
 * has to be read again.
 */
export async function healthOfPrepared(
  manifest: Manifest,
  folder: string,
  prepared: { photos: readonly PreparedPhoto[]; imageSize: number },
): Promise<Health> {
  const formats = new Map(prepared.photos.map(({ path, format }) => [path, format]));
  const readable = readableOf(manifest, folder, manifest.files, (file) => {
    const format = formats.get(file.path);
    const wrong = format !== undefined && rightEnding(file.path, format) !== null;
    return {
      wrongFormat: wrong ? format : null,
      small: Math.min(file.width, file.height) < prepared.imageSize,
    };
  });
  const skipped = await skippedPhotos(manifest);
  const { classes, split } = manifest;
  return healthOf({ classes, readable, missing: [], unlisted: [], official: split.official, ...skipped });
}

/** The health report after the sides of photos were changed in the manifest, and nothing else since the `last` report. */
export function healthAfter(last: Health, manifest: Manifest, folder: string): Health {
  const files = new Map(manifest.files.map((file) => [file.path, file]));
  // A photo without a part is not on the list: prepare left it out, or it was added since.
  const troubled = (kind: 'unreadable' | 'empty' | 'missing' | 'unlisted'): CheckedPhoto[] =>
    photosOf(last, kind).map((photo) =>
      photo.part === null ? photo : { ...photo, part: files.get(photo.path)?.part ?? null },
    );
  const found = {
    unreadable: troubled('unreadable'),
    empty: troubled('empty'),
    missing: troubled('missing'),
    unlisted: troubled('unlisted'),
  };
  const listed = [...found.unreadable, ...found.empty, ...found.missing].filter(({ part }) => part !== null);
  const unread = new Set(listed.map(({ path }) => path));
  const formats = new Map(photosOf(last, 'wrong-format').map(({ path, detail }) => [path, detail]));
  const small = new Set(photosOf(last, 'small').map(({ path }) => path));
  const kept = manifest.files.filter(({ path }) => !unread.has(path));
  const readable = readableOf(manifest, folder, kept, ({ path }) => ({
    wrongFormat: formatCalled(formats.get(path)),
    small: small.has(path),
  }));
  return {
    ...healthOf({ classes: manifest.classes, readable, official: manifest.split.official, ...found }),
    checked: last.checked,
  };
}

function photosOf({ findings }: Health, kind: FindingKind): CheckedPhoto[] {
  return findings.filter((finding) => finding.kind === kind).flatMap(({ photos }) => photos);
}

function formatCalled(detail: string | undefined): PhotoFormat | null {
  return photoFormats.find((format) => formatName(format) === detail) ?? null;
}

/** The groups are the manifest's; who is in none has one alone. */
function readableOf(
  manifest: Manifest,
  folder: string,
  files: readonly FileEntry[],
  know: (file: FileEntry) => Pick<ReadablePhoto, 'wrongFormat' | 'small'>,
): ReadablePhoto[] {
  return files.map((file, index) => {
    const { width, height, bytes, sha256, group = -1 - index } = file;
    return { ...placeOf(file, manifest, folder), width, height, bytes, sha256, group, ...know(file) };
  });
}
