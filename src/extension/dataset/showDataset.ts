import * as v from 'valibot';
import * as vscode from 'vscode';
import { parts } from '../../shared/manifest';
import { datasetTabs } from '../../shared/protocol';
import type { DatasetShow } from '../../shared/protocol';
import { parseOptions } from '../parseOptions';
import type { Services } from '../services';
import { DatasetNode } from '../trees/datasetNode';
import { chooseDataset } from './chooseDatasets';
import type { Dataset } from './readDataset';

/** What the command takes instead of choosing. */
const optionsSchema = v.object({
  dataset: v.string(),
  tab: v.optional(v.picklist(datasetTabs)),
  /** A finding to be shown, by its id. */
  finding: v.optional(v.nullable(v.string()), null),
  /** Photos to be shown alone: of a class, by its name, or of a side of the split. */
  class: v.optional(v.string()),
  part: v.optional(v.nullable(v.picklist([...parts, 'unused'])), null),
});

/** "Show Dataset": opens the panel with the dataset's photos and findings. */
export async function showDataset(services: Services, given: unknown): Promise<{ dataset: string } | null> {
  const options = given instanceof DatasetNode ? null : parseOptions(optionsSchema, given);
  const dataset = await chooseDataset(services, given, vscode.l10n.t('Show Dataset'));
  if (dataset === null) return null;
  await services.datasetPanel.show(dataset.name, options === null ? null : showOf(options, dataset));
  return { dataset: dataset.name };
}

function showOf(
  { tab, finding, part, class: name }: v.InferOutput<typeof optionsSchema>,
  { manifest }: Dataset,
): DatasetShow | null {
  if (tab === undefined) return null;
  const label = name === undefined ? -1 : manifest.classes.indexOf(name);
  return { tab, finding, part, label: label < 0 ? null : label };
}
