import { access } from 'node:fs/promises';
import path from 'node:path';
import type { Health } from '../../shared/health';
import { layout } from '../../shared/layout';
import type { CheckJob } from '../../shared/protocol';
import { readManifest, writeManifest } from '../data/manifestFile';
import type { JobContext } from '../jobContext';
import { asSeen } from './asSeen';
import { examineDataset, examineFolder } from './examine';
import { writeHealth } from './healthFile';
import { healthOf } from './healthOf';

/**
 * Looks at every photo of a dataset, or of any other folder, and says what is wrong. Ends with the event `health`. The
 * report of a dataset is kept in it, and its manifest is told what was seen; into other folders nothing is written.
 * @throws HumanError source-missing, source-unreadable, no-photos, dataset-invalid, disk-full, read-only; the signal's reason
 */
export async function checkDataset(job: CheckJob, context: JobContext): Promise<Health> {
  const folder = path.resolve(job.folder);
  const isDataset = await access(path.join(folder, layout.manifest)).then(
    () => true,
    () => false,
  );
  if (!isDataset) {
    const health = healthOf(await examineFolder(folder, job.cache, context));
    context.emit({ type: 'health', health, path: null });
    return health;
  }
  const manifest = await readManifest(folder);
  const examined = await examineDataset(folder, manifest, job.cache, context);
  const health = healthOf(examined);
  // Another window may have left photos out meanwhile: that stays.
  const now = await readManifest(folder);
  const seen = asSeen(now, examined);
  // What splits and fixes rely on must be what the report tells. No photo changes sides.
  if (JSON.stringify(seen) !== JSON.stringify(now)) await writeManifest(folder, seen);
  context.emit({ type: 'health', health, path: await writeHealth(folder, health) });
  return health;
}
