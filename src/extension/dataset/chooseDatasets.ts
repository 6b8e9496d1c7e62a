import path from 'node:path';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { HumanError } from '../../shared/failures';
import { layout } from '../../shared/layout';
import { commands } from '../../shared/names';
import { askOne } from '../askOne';
import { openPetFolder } from '../openPetFolder';
import { parseOptions } from '../parseOptions';
import type { Services } from '../services';
import { DatasetNode } from '../trees/datasetNode';
import { datasetFacts } from './datasetFacts';
import type { Dataset } from './readDataset';

/** What the commands take instead of a line of the tree: names of datasets. The rest of their options is theirs. */
const optionsSchema = v.union([
  v.object({ dataset: v.string() }),
  v.object({ datasets: v.pipe(v.array(v.string()), v.minLength(1)) }),
]);

/**
 * The datasets that a command is about: the lines of the tree that are selected, those that the options name, or the one that the
 * person chooses; none when they turned away.
 * @throws HumanError bad-config, dataset-missing
 */
export async function chooseDatasets(
  services: Services,
  given: unknown,
  selected: unknown,
  title: string,
): Promise<Dataset[]> {
  const root = openPetFolder(services);
  if (root === null) return [];
  if (given instanceof DatasetNode) return fresh(services, root, namesOf(given, selected));
  const options = parseOptions(optionsSchema, given);
  if (options !== null) {
    return fresh(services, root, 'dataset' in options ? [options.dataset] : options.datasets);
  }
  const chosen = await askDataset(services, title);
  return chosen === null ? [] : [chosen];
}

/** The one dataset that a command is about; of several that are selected, the one that was clicked. */
export async function chooseDataset(
  services: Services,
  given: unknown,
  title: string,
): Promise<Dataset | null> {
  const [dataset] = await chooseDatasets(services, given, [], title);
  return dataset ?? null;
}

/** A command on a line that is not among the selected ones is about that line alone. */
function namesOf(clicked: DatasetNode, selected: unknown): string[] {
  const all: unknown[] = Array.isArray(selected) ? selected : [];
  const nodes = all.filter((one) => one instanceof DatasetNode);
  const lines = nodes.includes(clicked) ? nodes : [clicked];
  return [...new Set(lines.map(({ dataset }) => dataset.name))];
}

/** As they are now: the tree may lag behind the disk. */
async function fresh({ datasets }: Services, root: string, names: readonly string[]): Promise<Dataset[]> {
  return Promise.all(
    names.map(async (name) => {
      const dataset = await datasets.find(name);
      if (dataset !== null) return dataset;
      throw new HumanError('dataset-missing', { file: path.join(root, layout.datasets, name) });
    }),
  );
}

async function askDataset({ datasets, tell }: Services, title: string): Promise<Dataset | null> {
  const all = await datasets.list();
  const [only] = all;
  if (only === undefined) {
    tell.information(vscode.l10n.t('There is no dataset yet.'), {
      title: vscode.l10n.t('Download Dataset'),
      run: () => vscode.commands.executeCommand(commands.downloadDataset),
    });
    return null;
  }
  if (all.length === 1) return only;
  const answer = await askOne<Dataset>({
    title,
    placeholder: vscode.l10n.t('Dataset'),
    position: null,
    choices: () =>
      all.map((dataset) => ({
        label: dataset.summary.title,
        description: datasetFacts(dataset.summary),
        iconPath: new vscode.ThemeIcon(dataset.summary.drawn ? 'paintcan' : 'file-media'),
        value: dataset,
      })),
  });
  return answer.kind === 'value' ? answer.value : null;
}
