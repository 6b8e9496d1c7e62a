import path from 'node:path';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { defaultTrainConfig } from '../shared/config';
import { layout } from '../shared/layout';
import type { DatasetSummary } from '../shared/manifest';
import { askDatasetName } from './askDatasetName';
import { askPhotoSource } from './askPhotoSource';
import { addDataset, preparingTitle } from './dataset/addDataset';
import { fractionSchema, imageSizeSchema, nameSchema, seedSchema, whole } from './dataset/datasetOptions';
import { openPetFolder } from './openPetFolder';
import { parseOptions } from './parseOptions';
import type { Services } from './services';

/** What the command takes instead of asking. */
const optionsSchema = v.object({
  source: v.variant('kind', [
    v.object({ kind: v.literal('path'), path: v.string() }),
    v.object({ kind: v.literal('drawn'), perBreed: whole({ min: 2, max: 10_000 }) }),
  ]),
  /** Name of the dataset and of its folder. */
  name: nameSchema,
  imageSize: v.optional(imageSizeSchema, defaultTrainConfig.imageSize),
  trainFraction: v.optional(fractionSchema, 0.8),
  seed: v.optional(seedSchema, defaultTrainConfig.seed),
});
type PrepareOptions = v.InferOutput<typeof optionsSchema>;

/** "Prepare Dataset": photos from somewhere into the workspace. Resolves with the dataset when it is whole. */
export async function prepareDataset(services: Services, given: unknown): Promise<DatasetSummary | null> {
  const known = parseOptions(optionsSchema, given);
  if (known === null && !(await services.petFolder.choose())) return null;
  const root = openPetFolder(services);
  if (root === null) return null;
  const options = known ?? (await ask(root));
  if (options === null) return null;

  const { source, name, imageSize, trainFraction, seed } = options;
  const { end, dataset } = await addDataset(services, root, {
    name,
    title: preparingTitle(name),
    job: (place) => ({ type: 'prepare', source, ...place, title: name, imageSize, trainFraction, seed }),
  });
  if (end.type === 'error') services.tell.failure(end.failure);
  return dataset;
}

async function ask(root: string): Promise<PrepareOptions | null> {
  const source = await askPhotoSource();
  if (source === null) return null;
  const name = await askDatasetName(
    vscode.l10n.t('Prepare Dataset'),
    path.join(root, layout.datasets),
    source,
  );
  if (name === null) return null;
  return v.parse(optionsSchema, { source, name });
}
