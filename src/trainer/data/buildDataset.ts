import { readdir, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../../shared/failures';
import type { Health } from '../../shared/health';
import { layout } from '../../shared/layout';
import { manifestVersion, summarize } from '../../shared/manifest';
import type { DatasetSummary, Manifest, Part } from '../../shared/manifest';
import type { SplitPlan } from '../../shared/protocol';
import { writeHealth } from '../health/healthFile';
import { healthOfPrepared } from '../health/healthOfManifest';
import { errorCode, ioFailure } from '../ioFailure';
import type { JobContext } from '../jobContext';
import { assignClasses } from './assignClasses';
import { writeManifest } from './manifestFile';
import { makeFolder, partialName, removePartial, removeStalePartials } from './partial';
import type { Found } from './found';
import { fingerprintOf, pixelFolder } from './pixelFile';
import { createPixelPack, type PixelPack } from './pixelPack';
import { shareOut, type SharedOut } from './shareOut';
import { takePhotos } from './takePhotos';

/** What is unpacked or drawn waits here, inside the partial folder. */
const stagingName = '.staging';

/** What is to become a dataset, and where. */
export interface DatasetRecipe {
  /** The dataset's own folder: missing or empty. */
  folder: string;
  /** Where packed pixels go. */
  cache: string;
  title: string;
  imageSize: number;
  split: SplitPlan;
  /** Finds the photos; what is not on disk yet is written to the existing folder `staging`, inside the one to come. */
  find: (staging: string) => Promise<Found>;
}

/**
 * Makes a dataset of the photos that `find` finds: photos in class folders, a manifest with the split, packed pixels in
 * the cache. All of it is built beside `folder` and renamed at the end, so that a stop, a kill or a full disk leaves
 * nothing under the final name. Photos that cannot be used, and classes that cannot be on both sides, are left out and
 * listed in the manifest; two classes must remain. Ends with the events `health` and `prepared`.
 * @throws HumanError dataset-exists, no-photos, one-class, too-few-photos, no-official-split, disk-full, read-only; what
 * `find` throws; the signal's reason
 */
export async function buildDataset(recipe: DatasetRecipe, context: JobContext): Promise<DatasetSummary> {
  const folder = path.resolve(recipe.folder);
  const partial = partialName(folder);
  const undo = [() => removePartial(partial)];
  try {
    await refuseOccupied(folder);
    undo.unshift(await makeFolder(path.dirname(folder)));
    await removeStalePartials(folder);
    await makeFolder(path.join(partial, stagingName));
    const pack = await createPixelPack(pixelFolder(recipe.cache, path.basename(folder)), recipe.imageSize);
    undo.push(() => pack.discard());
    const { manifest, health } = await build(recipe, partial, pack, context);
    await moveIntoPlace(partial, folder);
    await removePartial(partial);
    const dataset = summarize(manifest, folder);
    context.emit({ type: 'health', health, path: path.join(folder, layout.health) });
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
  recipe: DatasetRecipe,
  partial: string,
  pack: PixelPack,
  context: JobContext,
): Promise<{ manifest: Manifest; health: Health }> {
  const { imageSize, split } = recipe;
  const { signal } = context;
  const found = await recipe.find(path.join(partial, stagingName));
  const names = found.photos.map(({ name }) => name);
  const { photos, unassigned } = assignClasses(names, found.title);
  const { taken, skipped } = await takePhotos({ found, photos, imageSize, target: partial, pack, context });
  const shared = await shareOut(taken, { source: found.file, split, official: found.official, signal });
  await tidy(partial, shared);
  const manifest: Manifest = {
    version: manifestVersion,
    id: path.basename(path.resolve(recipe.folder)),
    title: recipe.title,
    drawn: found.origin.way === 'drawn',
    source: found.source,
    ...(found.licence === undefined ? {} : { licence: found.licence }),
    created: new Date().toISOString(),
    classes: shared.classes,
    split: splitOf(split, shared),
    origin: found.origin,
    files: filesOf(shared, found),
    moved: movedOf(shared, found),
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
  const health = await healthOfPrepared(manifest, path.resolve(recipe.folder), { photos: kept, imageSize });
  await writeHealth(partial, health);
  signal.throwIfAborted();
  return { manifest, health };
}

function filesOf({ classes, kept }: SharedOut, found: Found): Manifest['files'] {
  return kept.map(({ photo, side, group }) => {
    const official = found.official?.get(photo.name);
    return {
      path: photo.path,
      label: classes.indexOf(photo.className),
      ...side,
      ...(group === undefined ? {} : { group }),
      ...(official === undefined ? {} : { official }),
      width: photo.width,
      height: photo.height,
      bytes: photo.bytes,
      sha256: photo.sha256,
    };
  });
}

function movedOf({ kept }: SharedOut, found: Found): Manifest['moved'] {
  return kept.flatMap(({ photo }) => {
    const from = found.moved?.get(photo.name);
    return from === undefined ? [] : [{ path: photo.path, from }];
  });
}

/** The publisher's split has a share, too, though nobody asked for it, and no seed. */
function splitOf(plan: SplitPlan, { kept }: SharedOut): Manifest['split'] {
  if (plan.kind === 'fraction')
    return { trainFraction: plan.trainFraction, seed: plan.seed, official: false };
  const count = (part: Part) => kept.filter(({ side }) => side.part === part).length;
  const train = count('train');
  return { trainFraction: train / (train + count('validation')), seed: 0, official: true };
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
