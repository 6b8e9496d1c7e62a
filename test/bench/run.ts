import { measureAugmentation } from './augmentation';
import { measureBundles } from './bundles';
import { measureClassify } from './classify';
import { measureDuplicates } from './duplicates';
import { measureHealth } from './health';
import { measurePlanted } from './planted';
import { measurePrepare } from './prepare';
import { printTable } from './table';
import { measureTrainingStep } from './trainingStep';
import { measureUnpack } from './unpack';

async function main(): Promise<void> {
  // One after the other: they would disturb each other's figures.
  const step = await measureTrainingStep();
  const unpack = await measureUnpack();
  const prepare = await measurePrepare();
  const health = [...(await measureHealth()), ...(await measurePlanted()), ...(await measureDuplicates())];
  const classify = await measureClassify();
  const augmentation = await measureAugmentation();
  printTable([
    ...step,
    ...unpack,
    ...prepare,
    ...health,
    ...classify,
    ...augmentation,
    ...(await measureBundles()),
  ]);
}

void main();
