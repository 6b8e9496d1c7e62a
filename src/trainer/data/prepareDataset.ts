import type { DatasetSummary } from '../../shared/manifest';
import type { PrepareJob } from '../../shared/protocol';
import type { JobContext } from '../jobContext';
import { buildDataset } from './buildDataset';
import { findPhotos } from './photoSource';

/**
 * Makes a dataset of a folder, an archive or drawn pets. Ends with the event `prepared`.
 * @throws HumanError as buildDataset and findPhotos; the signal's reason
 */
export async function prepareDataset(job: PrepareJob, context: JobContext): Promise<DatasetSummary> {
  const { folder, cache, title, imageSize, trainFraction, seed } = job;
  return buildDataset(
    {
      folder,
      cache,
      title,
      imageSize,
      split: { kind: 'fraction', trainFraction, seed },
      find: (staging) => findPhotos(job, staging, context),
    },
    context,
  );
}
