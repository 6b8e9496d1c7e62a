import path from 'node:path';
import type { Health } from '../../shared/health';
import { layout } from '../../shared/layout';
import { summarize, type DatasetSummary, type Manifest } from '../../shared/manifest';
import { writeManifest } from '../data/manifestFile';
import type { JobContext } from '../jobContext';
import { writeHealth } from './healthFile';

/**
 * Writes the manifest of a dataset whose photos have changed sides, and its health report, and says so. A training that runs
 * meanwhile is not disturbed: it read the manifest when it began and keeps the packed pixels open.
 * @throws HumanError disk-full, read-only
 */
export async function saveDataset(
  folder: string,
  manifest: Manifest,
  health: Health,
  context: JobContext,
): Promise<DatasetSummary> {
  await writeManifest(folder, manifest);
  context.emit({ type: 'health', health, path: await writeHealth(folder, health) });
  const dataset = summarize(manifest, folder);
  context.emit({ type: 'prepared', dataset, manifest: path.join(folder, layout.manifest) });
  return dataset;
}
