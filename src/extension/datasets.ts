import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { layout } from '../shared/layout';
import { manifestSchema, summarize } from '../shared/manifest';
import type { DatasetSummary } from '../shared/manifest';

/** The prepared datasets below the Pet CV folder `root`, newest first. Folders without a good manifest are left out. */
export async function listDatasets(root: string): Promise<DatasetSummary[]> {
  const folder = path.join(root, layout.datasets);
  // With a dot: one that is being prepared, or was when its trainer was killed.
  const names = (await readdir(folder).catch(() => [])).filter((name) => !name.startsWith('.'));
  const found = await Promise.all(names.map((name) => readDataset(path.join(folder, name))));
  return found
    .filter((dataset) => dataset !== null)
    .sort((a, b) => b.changed - a.changed)
    .map((dataset) => dataset.summary);
}

async function readDataset(folder: string): Promise<{ summary: DatasetSummary; changed: number } | null> {
  const file = path.join(folder, layout.manifest);
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
    const manifest = v.safeParse(manifestSchema, JSON.parse(text));
    return manifest.success ? { summary: summarize(manifest.output, folder), changed: mtimeMs } : null;
  } catch {
    return null;
  }
}
