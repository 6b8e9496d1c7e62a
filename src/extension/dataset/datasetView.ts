import type { TrainConfig } from '../../shared/config';
import type { DatasetView } from '../../shared/protocol';
import type { Dataset } from './readDataset';

/** What the panel shows of a dataset; `config` is what the next training starts from. */
export function datasetView(
  { summary, manifest, health }: Dataset,
  { augmentation, imageSize }: TrainConfig,
  busy: boolean,
): DatasetView {
  const photos = manifest.files.map(({ path, label, part, unused, width, height }) => ({
    ...{ path, label, part, width, height },
    ...(unused === undefined ? {} : { unused }),
  }));
  return { dataset: summary, photos, health, augmentation, imageSize, busy };
}
