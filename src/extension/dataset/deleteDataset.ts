import { rm } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { layout } from '../../shared/layout';
import { countText } from '../countText';
import { moveToTrash } from '../moveToTrash';
import type { Services } from '../services';
import { DatasetNode } from '../trees/datasetNode';
import { chooseDatasets } from './chooseDatasets';
import type { Dataset } from './readDataset';

/** "Delete Dataset": moves datasets to the trash; a person is asked first, options are not. Resolves with the names of those gone. */
export async function deleteDataset(
  services: Services,
  given: unknown,
  selected: unknown,
): Promise<string[]> {
  const title = vscode.l10n.t('Delete Dataset');
  const chosen = await chooseDatasets(services, given, selected, title);
  const free = chosen.filter((dataset) => !inUse(services, dataset));
  if (free.length === 0) return [];
  const byPerson = given === undefined || given instanceof DatasetNode;
  if (byPerson && !(await confirmed(free))) return [];
  const gone = await moveToTrash(
    services,
    free.map(({ summary }) => summary.folder),
  );
  const deleted = free.filter(({ summary }) => gone.includes(summary.folder));
  for (const { name, summary } of deleted) await forgetPixels(services, name, summary.folder);
  services.datasets.touch();
  await services.facts.refresh();
  return deleted.map(({ name }) => name);
}

/** The pixels of a dataset that is gone serve nobody; they can be made again should it come back. */
async function forgetPixels({ petFolder }: Services, name: string, folder: string): Promise<void> {
  // Its pixels lie among the archives, which stay; so do they.
  if (name.toLowerCase() === layout.downloads) return;
  await rm(path.join(petFolder.cacheOf(folder), name), { recursive: true, force: true });
}

function inUse({ runs, work, tell }: Services, { summary: { folder, title } }: Dataset): boolean {
  const used = runs.live?.dataset?.folder === folder || work.busy(folder);
  if (used) tell.warning(vscode.l10n.t('{title} is in use and cannot be deleted now.', { title }));
  return used;
}

async function confirmed(datasets: readonly Dataset[]): Promise<boolean> {
  const move = vscode.l10n.t('Move to Trash');
  const names = datasets.map(({ summary }) => summary.title);
  const question =
    names.length === 1
      ? vscode.l10n.t('Delete the dataset {title} with its photos?', { title: names.join() })
      : vscode.l10n.t('Delete {count} datasets with their photos?', { count: countText(names.length) });
  const detail = [
    ...(names.length === 1 ? [] : names),
    vscode.l10n.t('You can get it back from the trash.'),
  ].join('\n');
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, move)) === move;
}
