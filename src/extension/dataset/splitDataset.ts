import * as v from 'valibot';
import * as vscode from 'vscode';
import type { DatasetSummary } from '../../shared/manifest';
import type { SplitPlan } from '../../shared/protocol';
import { countText } from '../countText';
import { parseOptions } from '../parseOptions';
import type { Services } from '../services';
import { DatasetNode } from '../trees/datasetNode';
import { askSplit } from './askSplit';
import { chooseDataset } from './chooseDatasets';
import { splitSchema } from './datasetOptions';

/** What the command takes instead of asking. */
const optionsSchema = v.object({ dataset: v.string(), split: splitSchema });

/** "Split Dataset": shares out the photos anew. Resolves with the dataset as it is then. */
export async function splitDataset(services: Services, given: unknown): Promise<DatasetSummary | null> {
  const title = vscode.l10n.t('Split Dataset');
  const options = given instanceof DatasetNode ? null : parseOptions(optionsSchema, given);
  const dataset = await chooseDataset(services, given, title);
  if (dataset === null) return null;
  const { folder } = dataset.summary;
  const split =
    options?.split ?? (await askSplit(title, officialOf(dataset.manifest), planOf(dataset.manifest)));
  if (split === null) return null;
  const text = vscode.l10n.t('Splitting {title}', { title: dataset.summary.title });
  const events = await services.work.run(dataset, { type: 'split', dataset: folder, split }, text);
  if (events === null) return null;
  const now = (await services.datasets.find(dataset.name))?.summary ?? null;
  if (now !== null) tellSplit(services, now);
  return now;
}

/** Whether the publisher's sides are known of the photos. */
function officialOf({ files }: { files: readonly { official?: unknown }[] }): boolean {
  return files.some(({ official }) => official !== undefined);
}

function planOf({ split }: { split: { trainFraction: number; seed: number; official: boolean } }): SplitPlan {
  const { trainFraction, seed } = split;
  return split.official ? { kind: 'official' } : { kind: 'fraction', trainFraction, seed };
}

function tellSplit({ tell }: Services, { title, trainPhotos, validationPhotos }: DatasetSummary): void {
  tell.information(
    vscode.l10n.t(
      '{title} is split anew. Photos for training: {train}, for validation: {validation}. A training that was stopped before cannot go on.',
      {
        ...{ title, train: countText(trainPhotos), validation: countText(validationPhotos) },
      },
    ),
  );
}
