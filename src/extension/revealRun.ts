import * as vscode from 'vscode';
import { chooseRuns } from './chooseRuns';
import { revealFolder } from './dataset/revealFolder';
import type { Services } from './services';

/** "Reveal Run": the run's folder in the Explorer. Resolves with it. */
export async function revealRun(services: Services, given: unknown): Promise<string | null> {
  const [run] = await chooseRuns(services, given, [], vscode.l10n.t('Reveal Run'));
  const folder = run === undefined ? null : services.runs.folderOf(run.id);
  if (folder !== null) await revealFolder(folder);
  return folder;
}
