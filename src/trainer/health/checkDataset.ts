import { access } from 'node:fs/promises';
import path from 'node:path';
import type { Health } from '../../shared/health';
import { layout } from '../../shared/layout';
import type { CheckJob } from '../../shared/protocol';
import { readManifest } from '../data/manifestFile';
import type { JobContext } from '../jobContext';
import { examineDataset, examineFolder } from './examine';
import { writeHealth } from './healthFile';
import { healthOf } from './healthOf';

/**
 * Looks at every photo of a dataset, or of any other folder, and says what is wrong. Ends with the event `health`. The
 * report of a dataset is kept in it; into other folders nothing is written.
 * @throws HumanError source-missing, source-unreadable, no-photos, dataset-invalid, disk-full, read-only; the signal's reason
 */
export async function checkDataset(job: CheckJob, context: JobContext): Promise<Health> {
  const folder = path.resolve(job.folder);
  const isDataset = await access(path.join(folder, layout.manifest)).then(
    () => true,
    () => false,
  );
  const examined = isDataset
    ? await examineDataset(folder, await readManifest(folder), job.cache, context)
    : await examineFolder(folder, job.cache, context);
  const health = healthOf(examined);
  context.emit({ type: 'health', health, path: isDataset ? await writeHealth(folder, health) : null });
  return health;
}
