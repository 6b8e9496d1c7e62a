import { existsSync } from 'node:fs';
import path from 'node:path';
import { inTemporaryFolder, makeDataset, runOnce, startTrainer, trainJob } from '../trainer/support';
import { median } from './table';
import type { Row } from './table';

const repeats = 15;

/** How long "Classify breed" takes with a model that is loaded: from asking the child to its answer, workshop network at 128 px. */
export function measureClassify(): Promise<Row[]> {
  if (!existsSync('dist/trainer.js')) throw new Error('Build first: npm run build.');
  return inTemporaryFolder(async (root) => {
    await makeDataset(root);
    const job = trainJob(root, 'run', { epochs: 1, imageSize: 128 });
    await runOnce(job);
    const photos = [path.join(root, 'photos/pug/pug_1.jpg')];
    const trainer = startTrainer();
    const times: number[] = [];
    for (let index = 0; index <= repeats; index++) {
      const began = performance.now();
      await trainer.run({ type: 'classify', model: job.run, photos, top: 5, engine: 'wasm' });
      times.push(performance.now() - began);
    }
    await trainer.client.dispose();
    const [cold = Number.NaN, ...warm] = times;
    return [
      {
        name: 'classify one photo, warm model (median of 15)',
        value: median(warm),
        unit: 'ms',
        target: '<= 300',
      },
      { name: 'classify one photo, first of a new child', value: cold, unit: 'ms', target: '' },
    ];
  });
}
