import { stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../../shared/failures';
import type { Origin, Part } from '../../shared/manifest';
import type { PrepareJob } from '../../shared/protocol';
import { drawnBreeds } from '../drawn/breeds';
import { drawnPets } from '../drawn/drawPets';
import { errorCode } from '../ioFailure';
import type { JobContext } from '../jobContext';
import { listPhotos } from './listPhotos';
import { progressOf } from './progress';
import { unpackPhotos } from './unpackPhotos';

/** A photo that may become part of a dataset. */
export interface FoundPhoto {
  /** Relative name in the source, from which the class is read. */
  name: string;
  /** Where its bytes are. */
  file: string;
}

/** All that a source has. */
export interface Found {
  photos: FoundPhoto[];
  /** What looked like a photo and was left out, and why. */
  skipped: { path: string; reason: string }[];
  /** What the source as a whole is called. */
  title: string;
  /** True when the photos were made or unpacked for this dataset and may be moved; otherwise they are the person's. */
  movable: boolean;
  /** The folder or archive that a failure is about. */
  file: string;
  /** Where the photos came from, in words a person understands, and how they came here. */
  source: string;
  origin: Origin;
  licence?: string;
  /** The publisher's side of photos, by name, where the source tells. */
  official?: ReadonlyMap<string, Part>;
  /** By name: the folder in which a photo lay, of those that lay in one of another class. */
  moved?: ReadonlyMap<string, string>;
}

/**
 * Finds the photos of the job's source. What is not on disk yet (an archive's photos, drawn pets) is written to the
 * existing folder `staging`.
 * @throws HumanError source-missing, source-unreadable, unsafe-archive; the signal's reason
 */
export async function findPhotos(job: PrepareJob, staging: string, context: JobContext): Promise<Found> {
  const { source } = job;
  switch (source.kind) {
    case 'drawn':
      return drawPhotos(source.perBreed, job.seed, staging, context);
    case 'path': {
      const origin = path.resolve(source.path);
      const title = path.basename(origin).replace(/(\.tar)?\.[^.]*$/, '');
      if (!(await isFolder(origin))) {
        const { photos, archive } = await unpackPhotos(origin, { staging, context });
        return {
          photos,
          skipped: [],
          title,
          movable: true,
          file: origin,
          source: origin,
          origin: { way: 'archive', archives: [{ from: origin, ...archive }] },
        };
      }
      return {
        photos: await listPhotos(origin, path.resolve(job.folder), context),
        skipped: [],
        title: path.basename(origin),
        movable: false,
        file: origin,
        source: origin,
        origin: { way: 'folder', archives: [] },
      };
    }
  }
}

const drawnBy = 'Drawn by Pet CV';

async function isFolder(origin: string): Promise<boolean> {
  try {
    return (await stat(origin)).isDirectory();
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    if (code === 'ENOENT') throw new HumanError('source-missing', { file: origin }, { cause: error });
    throw new HumanError('source-unreadable', { file: origin, detail: code }, { cause: error });
  }
}

async function drawPhotos(
  perBreed: number,
  seed: number,
  staging: string,
  context: JobContext,
): Promise<Found> {
  const tell = progressOf(context, 'drawing', perBreed * drawnBreeds.length);
  const photos: FoundPhoto[] = [];
  for await (const { name, jpeg } of drawnPets({ perBreed, seed, signal: context.signal })) {
    const file = path.join(staging, name);
    await writeFile(file, jpeg);
    photos.push({ name, file });
    tell(photos.length);
  }
  return {
    photos,
    skipped: [],
    title: 'drawn',
    movable: true,
    file: drawnBy,
    source: drawnBy,
    origin: { way: 'drawn', archives: [] },
  };
}
