import * as v from 'valibot';
import * as vscode from 'vscode';
import { datasetTabs } from '../../shared/protocol';
import { parseOptions } from '../parseOptions';
import type { Services } from '../services';
import { DatasetNode } from '../trees/datasetNode';
import { chooseDataset } from './chooseDatasets';

/** What the command takes instead of choosing. */
const optionsSchema = v.object({
  dataset: v.string(),
  tab: v.optional(v.picklist(datasetTabs)),
  /** A finding to be shown, by its id. */
  finding: v.optional(v.string()),
});

/** "Show Dataset": opens the panel with the dataset's photos and findings. */
export async function showDataset(services: Services, given: unknown): Promise<{ dataset: string } | null> {
  const options = given instanceof DatasetNode ? null : parseOptions(optionsSchema, given);
  const dataset = await chooseDataset(services, given, vscode.l10n.t('Show Dataset'));
  if (dataset === null) return null;
  const show = options?.tab === undefined ? null : { tab: options.tab, finding: options.finding ?? null };
  await services.datasetPanel.show(dataset.name, show);
  return { dataset: dataset.name };
}
