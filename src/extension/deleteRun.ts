import * as vscode from 'vscode';
import { isActive } from '../shared/run';
import type { Run } from '../shared/run';
import { chooseRuns } from './chooseRuns';
import { countText } from './countText';
import { moveToTrash } from './moveToTrash';
import type { Services } from './services';
import { RunNode } from './trees/runNode';

/** "Delete Run": moves runs with their models to the trash; a person is asked first, options are not. Resolves with those gone. */
export async function deleteRun(services: Services, given: unknown, selected: unknown): Promise<string[]> {
  const { runs, panel, tell, facts } = services;
  const chosen = await chooseRuns(services, given, selected, vscode.l10n.t('Delete Run'));
  const ended = chosen.filter(({ status }) => !isActive(status));
  if (ended.length < chosen.length)
    tell.warning(vscode.l10n.t('A run that is being trained cannot be deleted: stop it first.'));
  if (ended.length === 0) return [];
  const byPerson = given === undefined || given instanceof RunNode;
  if (byPerson && !(await confirmed(ended))) return [];
  const folders = new Map(ended.flatMap(({ id }) => pairOf(id, runs.folderOf(id))));
  const gone = await moveToTrash(services, [...folders.keys()]);
  const deleted = gone.flatMap((folder) => folders.get(folder) ?? []);
  for (const id of deleted) {
    runs.forget(id);
    panel.leave(id);
  }
  await facts.refresh();
  return deleted;
}

function pairOf(id: string, folder: string | null): [string, string][] {
  return folder === null ? [] : [[folder, id]];
}

async function confirmed(runs: readonly Run[]): Promise<boolean> {
  const move = vscode.l10n.t('Move to Trash');
  const names = runs.map(({ id }) => id);
  const question =
    names.length === 1
      ? vscode.l10n.t('Delete the run {run} with its models?', { run: names.join() })
      : vscode.l10n.t('Delete {count} runs with their models?', { count: countText(names.length) });
  const detail = [
    ...(names.length === 1 ? [] : names),
    vscode.l10n.t('You can get it back from the trash.'),
  ].join('\n');
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, move)) === move;
}
