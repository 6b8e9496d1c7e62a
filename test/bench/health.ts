import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { prepareDataset } from '../../src/trainer/data/prepareDataset';
import { checkDataset } from '../../src/trainer/health/checkDataset';
import { median, printTable, type Row } from './table';

const sample = '../shared/data/oxford-sample/images.tar.gz';
const rounds = 5;

/**
 * A health check of a dataset against preparing it from the same folder, by turns in one process: the real sample, or drawn
 * pets where it is missing. Prepare makes a health report itself; a check decodes every photo anew.
 */
export async function measureHealth(): Promise<Row[]> {
  const root = await mkdtemp(path.join(tmpdir(), 'pet-cv-bench-'));
  try {
    const context = { emit: () => undefined, signal: new AbortController().signal };
    const cache = path.join(root, 'cache');
    const prepare = (folder: string, from: string | null) =>
      prepareDataset(
        {
          type: 'prepare',
          source: from === null ? { kind: 'drawn', perBreed: 40 } : { kind: 'path', path: from },
          folder,
          cache,
          title: 'Pets',
          imageSize: 128,
          trainFraction: 0.8,
          seed: 1,
        },
        context,
      );
    const folder = path.join(root, 'photos');
    await prepare(folder, existsSync(sample) ? sample : null);
    const seconds = async (work: () => Promise<unknown>): Promise<number> => {
      const start = performance.now();
      await work();
      return (performance.now() - start) / 1000;
    };
    const times = { prepare: [] as number[], check: [] as number[] };
    for (let round = 0; round <= rounds; round++) {
      const prepared = await seconds(() => prepare(path.join(root, `made-${round}`), folder));
      const checked = await seconds(() => checkDataset({ type: 'check', folder, cache }, context));
      // The first round warms up the disk's cache and the compiler.
      if (round === 0) continue;
      times.prepare.push(prepared);
      times.check.push(checked);
    }
    const ratios = times.check.map((time, round) => time / (times.prepare[round] ?? Number.NaN));
    return [
      { name: 'health check of the sample', value: median(times.check), unit: 's', target: '' },
      { name: 'health check / prepare', value: median(ratios), unit: '', target: '<= 1.3' },
    ];
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

if (path.parse(process.argv[1] ?? '').name === 'health') void measureHealth().then(printTable);
