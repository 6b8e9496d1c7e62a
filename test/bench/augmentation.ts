import { existsSync } from 'node:fs';
import path from 'node:path';
import { augmentationPresets } from '../../src/shared/config';
import type { FileEntry } from '../../src/shared/manifest';
import { Augmenter } from '../../src/trainer/augmentation/augmenter';
import { readManifest } from '../../src/trainer/data/manifestFile';
import { ensurePixels } from '../../src/trainer/data/pixelFile';
import { prepareDataset } from '../../src/trainer/data/prepareDataset';
import { Adam } from '../../src/trainer/engines/adam';
import { openEngine } from '../../src/trainer/engines/openEngine';
import { nextTurn } from '../../src/trainer/evaluation/predict';
import { logitsModel } from '../../src/trainer/models/networkOutput';
import { workshopNetwork } from '../../src/trainer/models/workshop';
import { permutation } from '../../src/trainer/random';
import { readBatches } from '../../src/trainer/training/batchReader';
import type { Batch, MakeInputs, PixelRows } from '../../src/trainer/training/batchReader';
import { trainableVariables, trainingStep } from '../../src/trainer/training/trainingStep';
import { makeClassFolders, prepareJob, recorder } from '../trainer/dataSupport';
import { inTemporaryFolder } from '../trainer/support';
import { median, printTable, type Row } from './table';

const side = 128;
const batchSize = 32;
const epochs = 4;
const photos = 7 * batchSize;

/** Milliseconds of each step of an epoch but the first, for which nothing could be made ahead. */
interface Measured {
  wait: number[];
  step: number[];
}

/**
 * What strong augmentation adds to training the workshop network, and how long the engine waits for its pictures: epochs with
 * and without it take turns, from packed pixels on disk as in a run.
 */
export function measureAugmentation(): Promise<Row[]> {
  if (!existsSync('dist/augment.js')) throw new Error('Build first: npm run build.');
  return inTemporaryFolder(async (root) => {
    await makeClassFolders(path.join(root, 'photos'), { pug: photos / 2, beagle: photos / 2 });
    const job = prepareJob(root, path.join(root, 'photos'), { imageSize: side });
    await prepareDataset(job, recorder());
    const manifest = await readManifest(job.folder);
    const pixels = await ensurePixels({ ...job, manifest, context: recorder() });
    const augmenter = new Augmenter({ strengths: augmentationPresets.strong, seed: 1, side });
    try {
      const step = await openTraining();
      const plain: Measured = { wait: [], step: [] };
      const strong: Measured = { wait: [], step: [] };
      // The first pair warms up.
      await trainEpoch(pixels, manifest.files, 0, step, { wait: [], step: [] });
      await trainEpoch(pixels, manifest.files, 0, step, { wait: [], step: [] }, augmenter.inEpoch(1));
      for (let epoch = 1; epoch <= epochs; epoch++) {
        await trainEpoch(pixels, manifest.files, epoch, step, plain);
        await trainEpoch(pixels, manifest.files, epoch, step, strong, augmenter.inEpoch(epoch));
      }
      return rowsOf(plain, strong);
    } finally {
      await augmenter.close();
      await pixels.close();
    }
  });
}

async function openTraining(): Promise<(batch: Batch) => Promise<unknown>> {
  await openEngine('wasm');
  const network = workshopNetwork({ imageSize: side, classes: 35, seed: 1 });
  const logits = logitsModel(network);
  const variables = trainableVariables(network);
  const adam = new Adam(0.001, variables);
  return (batch) => trainingStep(logits, variables, adam, batch);
}

async function trainEpoch(
  pixels: PixelRows,
  files: readonly FileEntry[],
  epoch: number,
  step: (batch: Batch) => Promise<unknown>,
  measured: Measured,
  makeInputs?: MakeInputs,
): Promise<void> {
  const order = permutation(1, epoch, photos);
  let asked: number | null = null;
  for await (const batch of readBatches(pixels, files, order, batchSize, 0, makeInputs)) {
    const given = performance.now();
    if (asked !== null) measured.wait.push(given - asked);
    await step(batch);
    await nextTurn();
    if (asked !== null) measured.step.push(performance.now() - given);
    asked = performance.now();
  }
}

function rowsOf(plain: Measured, strong: Measured): Row[] {
  const whole = ({ wait, step }: Measured) => median(step.map((time, index) => time + (wait[index] ?? 0)));
  const waiting = ({ wait }: Measured) => median(wait);
  const what = `workshop network, ${batchSize} x ${side} px`;
  return [
    {
      name: `training step with strong augmentation / without (${what})`,
      value: whole(strong) / whole(plain),
      unit: 'ratio',
      target: '<= 1.05',
    },
    { name: 'training step with strong augmentation', value: whole(strong), unit: 'ms', target: '' },
    { name: 'of it waiting for pictures', value: waiting(strong), unit: 'ms', target: '' },
    { name: 'share of it', value: waiting(strong) / whole(strong), unit: '', target: '<= 0.02' },
    { name: 'waiting for pictures without augmentation', value: waiting(plain), unit: 'ms', target: '' },
  ];
}

if (require.main === module) void measureAugmentation().then(printTable);
