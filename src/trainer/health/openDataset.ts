import type { Health } from '../../shared/health';
import type { Manifest } from '../../shared/manifest';
import { readManifest } from '../data/manifestFile';
import type { JobContext } from '../jobContext';
import { asSeen } from './asSeen';
import { examineDataset } from './examine';
import { readHealth } from './healthFile';
import { healthOf } from './healthOf';

/**
 * A dataset whose near-duplicates are known: what prepare or the last check wrote down. Of a dataset that an earlier version
 * made, the photos are looked at once.
 * @throws HumanError dataset-missing, dataset-invalid, source-unreadable; the signal's reason
 */
export async function openDataset(
  folder: string,
  context: JobContext,
): Promise<{ manifest: Manifest; health: Health }> {
  const manifest = await readManifest(folder);
  const health = await readHealth(folder);
  const isGrouped =
    manifest.nearDuplicateGroups === 0 || manifest.files.some(({ group }) => group !== undefined);
  if (health && isGrouped) return { manifest, health };
  const examined = await examineDataset(folder, manifest, null, context);
  return { manifest: asSeen(manifest, examined), health: healthOf(examined) };
}
