import { readdir, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../../shared/failures';
import { layout } from '../../shared/layout';
import { manifestVersion, summarize, type DatasetSummary, type Manifest } from '../../shared/manifest';
import type { PrepareJob } from '../../shared/protocol';
import { errorCode, ioFailure } from '../ioFailure';
import type { JobContext } from '../jobContext';
import { assignClasses } from './assignClasses';
import { writeManifest } from './manifestFile';
import { makeFolder, partialName, removePartial, removeStalePartials } from './partial';
import { findPhotos } from './photoSource';
import { fingerprintOf, pixelFolder } from './pixelFile';
import { createPixelPack, type PixelPack } from './pixelPack';
import { shareOut, type SharedOut } from './shareOut';
import { takePhotos } from './takePhotos';

/** What is unpacked or drawn waits here, inside the partial folder. */
const stagingName = '.staging';

/**
 * Makes a dataset of a folder, an archive or drawn pets: photos in class folders, a manifest with the split, packed
 * pixels in the cache. All of it is built beside `job.folder` and renamed at the end, so that a stop, a kill or a full
 * disk leaves nothing under the final name. Photos that cannot be used, and classes without two different photos, are
 * left out and listed in the manifest; two classes must remain. Ends with the event `prepared`.
 * @throws HumanError dataset-exists, source-missing, source-unreadable, unsafe-archive, no-photos, one-class,
 * too-few-photos, disk-full, read-only; the signal's reason
 */
export async function prepareDataset(job: PrepareJob, context: JobContext): Promise<DatasetSummary> {
  const folder = path.resolve(job.folder);
  const partial = partialName(folder);
  const undo = [() => removePartial(partial)];
  try {
    await refuseOccupied(folder);
    undo.unshift(await makeFolder(path.dirname(folder)));
    await removeStalePartials(folder);
    await makeFolder(path.join(partial, stagingName));
    const pack = await createPixelPack(pixelFolder(job.cache, path.basename(folder)), job.imageSize);
    undo.push(() => pack.discard());
    const manifest = await build(job, partial, pack, context);
    await moveIntoPlace(partial, folder);
    await removePartial(partial);
    const dataset = summarize(manifest, folder);
    context.emit({ type: 'prepared', dataset, manifest: path.join(folder, layout.manifest) });
    return dataset;
  } catch (error) {
    // What went wrong first is what the person has to know, even where tidying up then fails as well.
    for (const step of undo.reverse()) await step().catch(() => undefined);
    context.signal.throwIfAborted();
    throw ioFailure(error, folder);
  }
}

/** Fills the folder `partial` and `pack`. */
async function build(
  job: PrepareJob,
  partial: string,
  pack: PixelPack,
  context: JobContext,
): Promise<Manifest> {
  const { imageSize, trainFraction, seed } = job;
  const { signal } = context;
  const source = job.source.kind === 'path' ? path.resolve(job.source.path) : drawnSource;
  const found = await findPhotos(job, path.join(partial, stagingName), context);
  const names = found.photos.map(({ name }) => name);
  const { photos, unassigned } = assignClasses(names, found.title);
  const { taken, skipped } = await takePhotos({ found, photos, imageSize, target: partial, pack, context });
  const shared = await shareOut(taken, { source, trainFraction, seed, signal });
  await tidy(partial, shared);
  const manifest: Manifest = {
    version: manifestVersion,
    id: path.basename(path.resolve(job.folder)),
    title: job.title,
    drawn: job.source.kind === 'drawn',
    source,
    created: new Date().toISOString(),
    classes: shared.classes,
    split: { trainFraction, seed, official: false },
    files: filesOf(shared),
    moved: [],
    skipped: [
      ...found.skipped,
      ...unassigned.map((name) => ({ path: name, reason: 'no-class' })),
      ...skipped,
      ...shared.leftOut.map(({ name }) => ({ path: name, reason: 'too-few-photos' })),
    ],
    nearDuplicateGroups: shared.nearDuplicateGroups,
  };
  const kept = shared.kept.map(({ photo }) => photo);
  const slots = kept.map(({ slot }) => slot);
  await pack.finish(slots, fingerprintOf(kept, imageSize));
  await writeManifest(partial, manifest);
  signal.throwIfAborted();
  return manifest;
}

const drawnSource = 'Drawn by Pet CV';

function filesOf({ classes, kept }: SharedOut): Manifest['files'] {
  return kept.map(({ photo, part }) => ({
    path: photo.path,
    label: classes.indexOf(photo.className),
    part,
    width: photo.width,
    height: photo.height,
    bytes: photo.bytes,
    sha256: photo.sha256,
  }));
}

/** Removes what is not part of the dataset: the staging folder and the folders of classes that were left out. */
async function tidy(partial: string, { classes }: SharedOut): Promise<void> {
  for (const name of await readdir(partial)) {
    if (!classes.includes(name)) await rm(path.join(partial, name), { recursive: true });
  }
}

async function refuseOccupied(folder: string): Promise<void> {
  const entries = await readdir(folder).catch((error: unknown) => {
    const code = errorCode(error);
    if (code === 'ENOENT') return [];
    if (code === 'ENOTDIR') throw new HumanError('dataset-exists', { file: folder }, { cause: error });
    throw error;
  });
  if (entries.length > 0) throw new HumanError('dataset-exists', { file: folder });
}

async function moveIntoPlace(partial: string, folder: string): Promise<void> {
  try {
    // Windows renames no folder onto another, not even onto an empty one.
    await rmdir(folder).catch((error: unknown) => {
      if (errorCode(error) !== 'ENOENT') throw error;
    });
    await rename(partial, folder);
  } catch (error) {
    const code = errorCode(error);
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
    throw new HumanError('dataset-exists', { file: folder }, { cause: error });
  }
}
