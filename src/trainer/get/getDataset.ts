import { knownDatasets } from '../../shared/catalogue';
import { HumanError } from '../../shared/failures';
import type { DatasetSummary } from '../../shared/manifest';
import type { GetJob } from '../../shared/protocol';
import { buildDataset } from '../data/buildDataset';
import type { Found } from '../data/found';
import { makeSureOfSpace } from '../download/freeSpace';
import type { JobContext } from '../jobContext';
import { findOxford } from './findOxford';
import { findPetFaces } from './findPetFaces';
import { pixelBytes } from './pixelBytes';

/**
 * Downloads a known dataset, unless that was done before, and makes a dataset of it, as prepare does of a person's own
 * photos. A stop or a kill leaves nothing under the final name and keeps what has arrived. Ends with the event `prepared`.
 * @throws HumanError no-official-split; as buildDataset, findOxford and findPetFaces; the signal's reason
 */
export async function getDataset(job: GetJob, context: JobContext): Promise<DatasetSummary> {
  const { dataset, folder, cache, title, imageSize, split } = job;
  const known = knownDatasets[dataset];
  // Oxford has head boxes for training photos only: of heads there is no official other side.
  if (split.kind === 'official' && (dataset === 'petfaces' || !job.annotations)) {
    throw new HumanError('no-official-split', { file: known.title });
  }
  const find = async (staging: string): Promise<Found> => {
    await makeSureOfSpace(known.title, [{ folder: cache, bytes: pixelBytes(job, known.photos) }]);
    switch (dataset) {
      case 'oxford-pets':
        return findOxford(job, staging, context);
      case 'petfaces':
        return findPetFaces(job, staging, context);
    }
  };
  return buildDataset({ folder, cache, title, imageSize, split, find }, context);
}
