import { knownArchives, knownDatasets } from '../../shared/catalogue';
import { HumanError } from '../../shared/failures';
import type { GetJob } from '../../shared/protocol';
import type { Found } from '../data/found';
import { unpackPhotos } from '../data/unpackPhotos';
import type { JobContext } from '../jobContext';
import { cutHeads } from './cutHeads';
import { fetchArchive, originOf } from './fetchArchive';
import { fileNamesDecide } from './fileNamesDecide';
import { pixelBytes } from './pixelBytes';
import { provenance } from './provenance';

/**
 * PetFaces, written into `staging`: from its archive, cut from Oxford's photos, or from the first of the two that can be had.
 * @throws HumanError as downloadArchive, source-unreadable, unsafe-archive, no-head-boxes; the signal's reason
 */
export async function findPetFaces(job: GetJob, staging: string, context: JobContext): Promise<Found> {
  switch (job.from) {
    case 'archive':
      return fromArchive(job, staging, context);
    case 'oxford':
      return cutHeads(job, staging, context);
    case 'auto':
      return fromArchive(job, staging, context).catch((error: unknown) => {
        if (cannotBeHad(error)) return cutHeads(job, staging, context);
        throw error;
      });
  }
}

function cannotBeHad(error: unknown): boolean {
  if (!(error instanceof HumanError)) return false;
  return error.failure.code === 'download-failed' || error.failure.code === 'download-wrong';
}

async function fromArchive(job: GetJob, staging: string, context: JobContext): Promise<Found> {
  const thenWritten = knownArchives.petfaces.bytes + pixelBytes(job, knownDatasets.petfaces.photos);
  const archive = await fetchArchive('petfaces', { job, thenWritten, context });
  const { photos } = await unpackPhotos(archive.file, { staging, context });
  return {
    ...fileNamesDecide(photos),
    skipped: [],
    movable: true,
    file: archive.file,
    ...provenance('petfaces'),
    origin: { way: 'archive', archives: [originOf(archive)] },
  };
}
