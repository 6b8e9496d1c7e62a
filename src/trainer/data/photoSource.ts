import { stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../../shared/failures';
import type { PrepareJob } from '../../shared/protocol';
import { drawnBreeds } from '../drawn/breeds';
import { drawnPets } from '../drawn/drawPets';
import { errorCode } from '../ioFailure';
import type { JobContext } from '../jobContext';
import type { Found, FoundPhoto } from './found';
import { listPhotos } from './listPhotos';
import { progressOf } from './progress';
import { unpackPhotos } from './unpackPhotos';

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
