import path from 'node:path';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { trainConfigSchema } from '../shared/config';
import { HumanError } from '../shared/failures';
import { layout } from '../shared/layout';
import type { DatasetSummary } from '../shared/manifest';
import { commands } from '../shared/names';
import { askTraining } from './askTraining';
import type { TrainingPlan } from './askTraining';
import { openPetFolder } from './openPetFolder';
import { parseOptions } from './parseOptions';
import type { Services } from './services';
import { tellBusy } from './tellBusy';
import { DatasetNode } from './trees/datasetNode';

/** What the command takes instead of asking; what is missing is taken as remembered, or as the workshop has it. */
const optionsSchema = v.object({
  /** Name or folder of a prepared dataset; the newest one where it is missing. */
  dataset: v.optional(v.string()),
  config: v.optional(v.partial(trainConfigSchema)),
  /** Asks all the same, and proposes this. */
  ask: v.optional(v.boolean(), false),
});

/** "Train Model": starts a training and shows it. Resolves when it has started. */
export async function trainModel(services: Services, given: unknown): Promise<{ runId: string } | null> {
  const { training, runs, petFolder, panel } = services;
  const options = optionsOf(given);
  const root = openPetFolder(services);
  if (root === null) return null;
  if (training.active) return tellBusy(services);
  const datasets = (await services.datasets.list()).map(({ summary }) => summary);
  const proposed = planOf(services, datasets, options, path.join(root, layout.datasets));
  const asks = options === null || options.ask;
  const plan =
    proposed !== null && asks
      ? await askTraining(datasets, proposed, services.trainingMemory.previewed)
      : proposed;
  if (plan === null) return null;

  await petFolder.writable(root);
  await services.trainingMemory.trained(plan.config);
  const { dataset, config } = plan;
  const id = await runs.newId(dataset.id);
  const run = path.join(root, layout.runs, id);
  const { cache } = petFolder.dataset(root, path.basename(dataset.folder));
  const job = { type: 'train' as const, dataset: dataset.folder, cache, run, config };
  if (!training.start({ id, job, earlier: null })) return tellBusy(services);
  await panel.show(id);
  return { runId: id };
}

/** The dataset's line in the tree proposes that dataset. */
function optionsOf(given: unknown): v.InferOutput<typeof optionsSchema> | null {
  return given instanceof DatasetNode
    ? { dataset: given.dataset.name, ask: true }
    : parseOptions(optionsSchema, given);
}

/** What the options say, filled up with what is remembered; null where there is no dataset at all. */
function planOf(
  services: Services,
  datasets: DatasetSummary[],
  options: v.InferOutput<typeof optionsSchema> | null,
  folder: string,
): TrainingPlan | null {
  const wanted = options?.dataset;
  // A folder that was copied keeps the id of the other: its own name tells more.
  const dataset =
    wanted === undefined
      ? datasets[0]
      : (datasets.find((one) => one.folder === path.resolve(folder, wanted)) ??
        datasets.find((one) => one.id === wanted));
  if (dataset === undefined && wanted === undefined) {
    tellNoDataset(services);
    return null;
  }
  if (dataset === undefined)
    throw new HumanError('dataset-missing', { file: path.resolve(folder, wanted ?? '') });
  const config = v.parse(trainConfigSchema, { ...services.trainingMemory.config, ...options?.config });
  return { dataset, config };
}

function tellNoDataset({ tell }: Services): void {
  tell.information(
    vscode.l10n.t('There is nothing to learn from yet: prepare a dataset first.'),
    {
      title: vscode.l10n.t('Prepare Dataset'),
      run: () => vscode.commands.executeCommand(commands.prepareDataset),
    },
    {
      title: vscode.l10n.t('Download Dataset'),
      run: () => vscode.commands.executeCommand(commands.downloadDataset),
    },
  );
}
