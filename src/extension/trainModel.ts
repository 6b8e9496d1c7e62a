import path from 'node:path';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { defaultTrainConfig, trainConfigSchema } from '../shared/config';
import type { TrainConfig } from '../shared/config';
import { HumanError } from '../shared/failures';
import { layout } from '../shared/layout';
import type { DatasetSummary } from '../shared/manifest';
import { commands } from '../shared/names';
import { askTraining } from './askTraining';
import type { TrainingPlan } from './askTraining';
import { listDatasets } from './datasets';
import { openPetFolder } from './openPetFolder';
import { parseOptions } from './parseOptions';
import type { Services } from './services';
import { setting } from './setting';
import { tellBusy } from './tellBusy';

/** What the command takes instead of asking; what is missing is taken as remembered, or as the workshop has it. */
const optionsSchema = v.object({
  /** Name or folder of a prepared dataset; the newest one where it is missing. */
  dataset: v.optional(v.string()),
  config: v.optional(v.partial(trainConfigSchema)),
});

const rememberedKey = 'petCv.trainConfig';

/** "Train Model": starts a training and shows it. Resolves when it has started. */
export async function trainModel(services: Services, given: unknown): Promise<{ runId: string } | null> {
  const { training, runs, petFolder, panel } = services;
  const options = parseOptions(optionsSchema, given);
  const root = openPetFolder(services);
  if (root === null) return null;
  if (training.active) return tellBusy(services);
  const datasets = await listDatasets(root);
  const plan =
    options === null
      ? await plannedByAsking(services, datasets)
      : plannedByOptions(services, datasets, options, path.join(root, layout.datasets));
  if (plan === null) return null;

  await petFolder.writable(root);
  await services.memory.update(rememberedKey, plan.config);
  const { dataset, config } = plan;
  const id = await runs.newId(dataset.id);
  const run = path.join(root, layout.runs, id);
  const { cache } = petFolder.dataset(root, path.basename(dataset.folder));
  const job = { type: 'train' as const, dataset: dataset.folder, cache, run, config };
  if (!training.start({ id, job, earlier: null })) return tellBusy(services);
  await panel.show(id);
  return { runId: id };
}

async function plannedByAsking(services: Services, datasets: DatasetSummary[]): Promise<TrainingPlan | null> {
  const [newest] = datasets;
  if (newest === undefined) {
    tellNoDataset(services);
    return null;
  }
  return askTraining(datasets, { dataset: newest, config: rememberedConfig(services) });
}

function plannedByOptions(
  services: Services,
  datasets: DatasetSummary[],
  { dataset: wanted, config = {} }: v.InferOutput<typeof optionsSchema>,
  folder: string,
): TrainingPlan | null {
  const dataset = datasets.find(
    (one) => wanted === undefined || one.id === wanted || one.folder === path.resolve(folder, wanted),
  );
  if (dataset === undefined && wanted === undefined) {
    tellNoDataset(services);
    return null;
  }
  if (dataset === undefined)
    throw new HumanError('dataset-missing', { file: path.resolve(folder, wanted ?? '') });
  return { dataset, config: v.parse(trainConfigSchema, { ...rememberedConfig(services), ...config }) };
}

/** The last training's config in this workspace; the engine is the setting's. */
function rememberedConfig({ memory }: Services): TrainConfig {
  const remembered = v.safeParse(trainConfigSchema, memory.get(rememberedKey));
  return { ...(remembered.success ? remembered.output : defaultTrainConfig), engine: setting.engine() };
}

function tellNoDataset({ tell }: Services): void {
  tell.information(vscode.l10n.t('There is nothing to learn from yet: prepare a dataset first.'), {
    title: vscode.l10n.t('Prepare Dataset'),
    run: () => vscode.commands.executeCommand(commands.prepareDataset),
  });
}
