import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkDataset } from '../../src/trainer/health/checkDataset';
import { copyOfSample, faults, plant, recall, sample, wronglyAccused } from '../trainer/planting';
import { printTable, type Row } from './table';

const seeds = [1, 2, 3];

/**
 * 200 faults planted in a copy of the real sample, three times over: the share of each kind that `check` finds, and the share
 * of all other photos that it accuses. Nothing where the sample is missing.
 */
export async function measurePlanted(): Promise<Row[]> {
  if (!existsSync(sample)) return [];
  const rows: Row[] = [];
  for (const seed of seeds) {
    const root = await mkdtemp(path.join(tmpdir(), 'pet-cv-bench-'));
    try {
      const { folder, photos } = await copyOfSample(root);
      const plantings = await plant(folder, photos, seed);
      const context = { emit: () => undefined, signal: new AbortController().signal };
      const health = await checkDataset({ type: 'check', folder, cache: root }, context);
      for (const { fault, found } of recall(health, plantings)) {
        const { count, least } = faults[fault];
        const name = `planted (seed ${seed}): ${count} x ${fault}, found`;
        rows.push({ name, value: found, unit: '', target: `>= ${least}` });
      }
      const { share } = wronglyAccused(health, photos, plantings);
      rows.push({
        name: `planted (seed ${seed}): untouched photos accused`,
        value: share,
        unit: '',
        target: '<= 0.01',
      });
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  }
  return rows;
}

if (path.parse(process.argv[1] ?? '').name === 'planted') void measurePlanted().then(printTable);
