import * as vscode from 'vscode';
import { runJob } from './runJob';
import type { Services } from './services';

/** Moves files and folders to the computer's trash; a failure is told. Resolves with those that went. */
export async function moveToTrash({ fork, tell }: Services, files: readonly string[]): Promise<string[]> {
  const gone: string[] = [];
  const title = vscode.l10n.t('Moving to the trash');
  const end = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
    runJob(fork, { type: 'trash', files: [...files] }, (event) => {
      if (event.type === 'trashed') gone.push(...event.files);
    }),
  );
  if (end.type === 'error') tell.failure(end.failure);
  return gone;
}
