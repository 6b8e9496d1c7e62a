import path from 'node:path';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { defaultTrainConfig, limits } from '../shared/config';
import { HumanError } from '../shared/failures';
import { layout } from '../shared/layout';
import { commands } from '../shared/names';
import type { DatasetSummary } from '../shared/manifest';
import type { PrepareJob, TrainerEvent } from '../shared/protocol';
import { askDatasetName } from './askDatasetName';
import { askPhotoSource } from './askPhotoSource';
import { exists } from './exists';
import { openPetFolder } from './openPetFolder';
import { parseOptions } from './parseOptions';
import { runJob } from './runJob';
import type { Services } from './services';
import { stageText } from './stageText';

const fraction = v.pipe(v.number(), v.gtValue(0), v.ltValue(1));
const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));

/** What the command takes instead of asking. */
const optionsSchema = v.object({
  source: v.variant('kind', [
    v.object({ kind: v.literal('path'), path: v.string() }),
    v.object({ kind: v.literal('drawn'), perBreed: whole(2, 10_000) }),
  ]),
  /** Name of the dataset and of its folder. */
  name: v.pipe(v.string(), v.regex(/^[^\\/:*?"<>|]+$/), v.notValues(['.', '..'])),
  imageSize: v.optional(whole(limits.imageSize.min, limits.imageSize.max), defaultTrainConfig.imageSize),
  trainFraction: v.optional(fraction, 0.8),
  seed: v.optional(whole(limits.seed.min, limits.seed.max), defaultTrainConfig.seed),
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

  const { folder, cache } = services.petFolder.dataset(root, options.name);
  if (await exists(folder)) throw new HumanError('dataset-exists', { file: folder });
  await services.petFolder.writable(root);
  const { source, name: title, imageSize, trainFraction, seed } = options;
  const dataset = await prepare(services, {
    ...{ type: 'prepare', source, folder, cache, title, imageSize, trainFraction, seed },
  });
  await services.facts.refresh();
  if (dataset !== null) tellPrepared(services, dataset);
  return dataset;
}

async function ask(root: string): Promise<PrepareOptions | null> {
  const source = await askPhotoSource();
  if (source === null) return null;
  const name = await askDatasetName(path.join(root, layout.datasets), source);
  if (name === null) return null;
  return v.parse(optionsSchema, { source, name });
}

async function prepare(services: Services, job: PrepareJob): Promise<DatasetSummary | null> {
  let dataset: DatasetSummary | null = null;
  const end = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Preparing {title}', { title: job.title }),
      cancellable: true,
    },
    (progress, token) =>
      runJob(services.fork, job, (event) => (dataset = datasetOf(event, progress) ?? dataset), token),
  );
  if (end.type === 'error') {
    services.tell.failure(end.failure);
    return null;
  }
  return end.type === 'done' ? dataset : null;
}

function datasetOf(
  event: TrainerEvent,
  progress: vscode.Progress<{ message: string }>,
): DatasetSummary | null {
  if (event.type === 'progress') progress.report({ message: stageText(event) });
  return event.type === 'prepared' ? event.dataset : null;
}

function tellPrepared({ tell }: Services, dataset: DatasetSummary): void {
  const { title, trainPhotos, validationPhotos, skipped } = dataset;
  const facts = { title, trainPhotos, validationPhotos, classes: dataset.classes.length };
  const text = vscode.l10n.t(
    '{title} is ready. Photos for training: {trainPhotos}, for validation: {validationPhotos}. Breeds: {classes}.',
    facts,
  );
  const left =
    skipped === 0 ? '' : ` ${vscode.l10n.t('Left out: {skipped}; manifest.json says why.', { skipped })}`;
  const show = { title: vscode.l10n.t('Show Folder'), run: () => reveal(dataset.folder) };
  tell.information(
    `${text}${left}`,
    {
      title: vscode.l10n.t('Train Model'),
      run: () => vscode.commands.executeCommand(commands.trainModel),
    },
    show,
  );
}

function reveal(folder: string): Thenable<unknown> {
  return vscode.commands.executeCommand('revealInExplorer', vscode.Uri.file(folder));
}
