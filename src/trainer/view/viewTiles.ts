import { stat } from 'node:fs/promises';
import path from 'node:path';
import { isPlain } from '../../shared/config';
import { HumanError } from '../../shared/failures';
import type { FileEntry, Manifest } from '../../shared/manifest';
import type { Look, ViewJob } from '../../shared/protocol';
import { writeThumbnail } from '../data/decodePhoto';
import { decodeWorkers, eachInParallel } from '../data/eachInParallel';
import { readManifest } from '../data/manifestFile';
import { ensurePixels } from '../data/pixelFile';
import { ioFailure } from '../ioFailure';
import type { JobContext } from '../jobContext';
import { writeWhole } from '../writeWhole';
import { networkTile, strengthsFor } from './networkTile';
import { tileFolder } from './tileFolder';
import { TileNews } from './tileNews';

/** Longest side of the tile of a photo, pixels: twice what the grid shows, for sharp screens. */
const photoSide = 256;
/** The network's tiles show the first epoch of a run. */
const epoch = 1;

type NetworkLook = Extract<Look, { kind: 'network' }>;

/** A tile to be made. */
interface Tile {
  /** Index into the manifest's files. */
  photo: number;
  /** The photo itself. */
  source: string;
  part: FileEntry['part'];
  /** Where the tile goes. */
  file: string;
}

/** Makes tiles of one look. */
interface TileMaker {
  make(tile: Tile): Promise<void>;
  close(): Promise<void>;
}

/**
 * Makes the tiles that are asked for, and tells first those that are there already. Photos that are gone or cannot be read
 * are told as failed.
 * @throws HumanError dataset-missing, dataset-invalid (also for paths that lead out of the dataset), disk-full, read-only; for
 * tiles of the network photos-missing; the signal's reason
 */
export async function viewTiles(job: ViewJob, context: JobContext): Promise<void> {
  const manifest = await readManifest(job.dataset);
  const folder = path.resolve(await tileFolder(job.cache, manifest.id, job.look));
  const news = new TileNews(job.look, context);
  const missing = await findTiles(job, manifest, folder, news);
  news.tell();
  if (missing.length === 0) return;
  const maker = job.look.kind === 'photo' ? thumbnails : await openNetwork(job, job.look, manifest, context);
  try {
    await eachInParallel(missing, { workers: decodeWorkers, signal: context.signal }, async (tile) => {
      try {
        await maker.make(tile);
        news.ready(tile.photo, tile.file);
      } catch (error) {
        if (!(error instanceof HumanError) || !error.failure.code.startsWith('photo-')) throw error;
        news.fail(tile.photo);
      }
    });
  } finally {
    await maker.close();
  }
  news.tell();
}

/** Tells the tiles that are there, and gives those that are not. */
async function findTiles(job: ViewJob, manifest: Manifest, folder: string, news: TileNews): Promise<Tile[]> {
  const missing: Tile[] = [];
  for (const photo of new Set(job.photos)) {
    const entry = manifest.files[photo];
    const source = path.join(job.dataset, entry?.path ?? '');
    const changed = await changedAt(source);
    if (entry === undefined || changed === undefined || hasNoPixels(entry, job.look)) {
      news.fail(photo);
      continue;
    }
    const file = path.join(folder, tileName(photo, entry, changed, job.look));
    if ((await changedAt(file)) !== undefined) news.ready(photo, file);
    else missing.push({ photo, source, part: entry.part, file });
  }
  return missing;
}

/** Packed pixels of a photo that could not be read are black, which is not what anyone receives. */
function hasNoPixels({ unused }: FileEntry, look: Look): boolean {
  return look.kind === 'network' && unused === 'unreadable';
}

/** Another one for a photo that was changed, and for one that is now varied or no longer is. */
function tileName(photo: number, { part, sha256 }: FileEntry, changed: number, look: Look): string {
  const content = `${photo}-${sha256.slice(0, 16)}-${Math.round(changed).toString(36)}`;
  if (look.kind === 'photo') return `${content}.jpg`;
  return `${content}-${isPlain(strengthsFor(part, look.augmentation)) ? 'plain' : 'varied'}.png`;
}

/** When a file was last changed, milliseconds since 1970; undefined where there is none. */
async function changedAt(file: string): Promise<number | undefined> {
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() === true ? found.mtimeMs : undefined;
}

const thumbnails: TileMaker = {
  make: ({ source, file }) => writeThumbnail(source, file, photoSide),
  close: () => Promise.resolve(),
};

async function openNetwork(
  { cache, dataset }: ViewJob,
  { augmentation, imageSize, seed }: NetworkLook,
  manifest: Manifest,
  context: JobContext,
): Promise<TileMaker> {
  const pixels = await ensurePixels({ folder: dataset, manifest, cache, imageSize, context });
  return {
    async make({ photo, part, file }) {
      const png = await networkTile(pixels, strengthsFor(part, augmentation), { seed, epoch, photo });
      await writeWhole(file, png).catch((error: unknown) => {
        throw ioFailure(error, file);
      });
    },
    close: () => pixels.close(),
  };
}
