import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../../shared/failures';
import { layout } from '../../shared/layout';
import type { FileEntry, Manifest } from '../../shared/manifest';
import { assignClasses } from '../data/assignClasses';
import { emptyDetail } from '../data/decodePhoto';
import { groupDuplicates } from '../data/duplicates';
import { decodeWorkers, eachInParallel } from '../data/eachInParallel';
import { listPhotos } from '../data/listPhotos';
import { photoSignature, type PhotoSignature } from '../data/photoSignature';
import { pixelFolder } from '../data/pixelFile';
import { progressOf } from '../data/progress';
import { readPhoto, type ReadPhoto } from '../data/readPhoto';
import { errorCode } from '../ioFailure';
import type { JobContext } from '../jobContext';
import { rightEnding, type CheckedPhoto, type Examined, type ReadablePhoto } from './healthOf';
import { skippedPhotos } from './skippedPhotos';

/** Side of the pictures that a check looks at where no packed pixels say what the network receives. */
const usualSize = 128;

/** A photo to look at. */
type Place = Omit<CheckedPhoto, 'detail'> & { file: string };

/**
 * Decodes every photo of the dataset in `folder` once, and compares them. `cache` tells the size of picture that its networks
 * receive, where it is known.
 * @throws HumanError source-unreadable; the signal's reason
 */
export async function examineDataset(
  folder: string,
  manifest: Manifest,
  cache: string | null,
  context: JobContext,
): Promise<Examined> {
  const listed = new Set(manifest.files.map((file) => file.path));
  const found = await listPhotos(folder, path.join(folder, layout.manifest), context);
  const places = manifest.files.map((file) => placeOf(file, manifest, folder));
  const looked = await lookAt(
    places,
    cache === null ? usualSize : await packedSize(cache, manifest.id),
    context,
  );
  const skipped = await skippedPhotos(manifest);
  const unlisted = found
    .filter(({ name }) => !listed.has(name))
    .map(({ name, file }) => ({
      path: name,
      file,
      class: classOfFolder(name, manifest),
      part: null,
      detail: '',
    }));
  return {
    ...looked,
    classes: manifest.classes,
    unreadable: [...looked.unreadable, ...skipped.unreadable],
    empty: [...looked.empty, ...skipped.empty],
    unlisted,
    official: manifest.split.official,
  };
}

/**
 * The same for any folder of photos, whose classes are read from its folders or file names.
 * @throws HumanError source-missing, source-unreadable, no-photos; the signal's reason
 */
export async function examineFolder(folder: string, cache: string, context: JobContext): Promise<Examined> {
  await refuseMissing(folder);
  const found = await listPhotos(folder, cache, context);
  if (found.length === 0) throw new HumanError('no-photos', { file: folder });
  const { photos } = assignClasses(
    found.map(({ name }) => name),
    path.basename(folder),
  );
  const classes = new Map(photos.map(({ name, className }) => [name, className]));
  const places = found.map(({ name, file }) => ({
    path: name,
    file,
    class: classes.get(name) ?? null,
    part: null,
  }));
  const looked = await lookAt(places, usualSize, context);
  return { ...looked, classes: [...new Set(classes.values())], unlisted: [], official: false };
}

/** Where a listed photo is. */
export function placeOf(file: FileEntry, manifest: Manifest, folder: string): Place {
  const className = manifest.classes[file.label] ?? null;
  return { path: file.path, file: path.join(folder, file.path), class: className, part: file.part };
}

/** A photo that could be read, before it is compared. */
type Look = Omit<ReadablePhoto, 'group'> & PhotoSignature;

async function lookAt(
  places: readonly Place[],
  imageSize: number,
  context: JobContext,
): Promise<Omit<Examined, 'classes' | 'unlisted' | 'official'>> {
  const looks: (Look | HumanError)[] = [];
  const tell = progressOf(context, 'decoding', places.length);
  let done = 0;
  await eachInParallel(places, { workers: decodeWorkers, signal: context.signal }, async (place, index) => {
    const read = await readPhoto(place.file, imageSize);
    looks[index] = read instanceof HumanError ? read : lookOf(place, read, imageSize);
    tell(++done);
  });
  const troubled: Record<'unreadable' | 'empty' | 'missing', CheckedPhoto[]> = {
    unreadable: [],
    empty: [],
    missing: [],
  };
  const readable: Look[] = [];
  for (const [index, place] of places.entries()) {
    const look = looks[index];
    if (look instanceof HumanError) {
      const { kind, photo } = troubleOf(place, look);
      troubled[kind].push(photo);
    } else if (look) readable.push(look);
  }
  return { ...troubled, readable: await compare(readable, context) };
}

function lookOf(place: Place, read: ReadPhoto, imageSize: number): Look {
  const { width, height, bytes, sha256 } = read;
  return {
    ...place,
    width,
    height,
    bytes,
    sha256,
    wrongFormat: rightEnding(place.path, read.format) === null ? null : read.format,
    small: Math.min(width, height) < imageSize,
    ...photoSignature(read.pixels, imageSize),
  };
}

function troubleOf(
  place: Place,
  { failure }: HumanError,
): { kind: 'unreadable' | 'empty' | 'missing'; photo: CheckedPhoto } {
  const detail = failure.parameters.detail ?? '';
  if (failure.code === 'photo-missing') return { kind: 'missing', photo: { ...place, file: null, detail } };
  if (detail === emptyDetail) return { kind: 'empty', photo: { ...place, detail: '' } };
  return { kind: 'unreadable', photo: { ...place, detail } };
}

async function compare(looks: readonly Look[], context: JobContext): Promise<ReadablePhoto[]> {
  const tell = progressOf(context, 'comparing', looks.length);
  const groups = await groupDuplicates(looks, context.signal);
  tell(looks.length);
  return looks.map((look, index) => {
    const { path, file, class: name, part, width, height, bytes, wrongFormat, small, sha256 } = look;
    const group = groups[index] ?? index;
    return { path, file, class: name, part, width, height, bytes, wrongFormat, small, sha256, group };
  });
}

/** The class folder in which an unlisted photo lies. */
function classOfFolder(name: string, { classes }: Manifest): string | null {
  return classes.find((className) => name.startsWith(`${className}/`)) ?? null;
}

/** The largest side of the pictures that were packed for this dataset, which is the most that a network received. */
async function packedSize(cache: string, id: string): Promise<number> {
  const names = await readdir(pixelFolder(cache, id)).catch((): string[] => []);
  const sizes = names.map((name) => Number(/^pixels-(\d+)\.json$/.exec(name)?.[1] ?? 0));
  return Math.max(...sizes, 0) || usualSize;
}

async function refuseMissing(folder: string): Promise<void> {
  await stat(folder).catch((error: unknown) => {
    const code = errorCode(error);
    if (code === undefined) throw error;
    if (code === 'ENOENT') throw new HumanError('source-missing', { file: folder }, { cause: error });
    throw new HumanError('source-unreadable', { file: folder, detail: code }, { cause: error });
  });
}
