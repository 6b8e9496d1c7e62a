import * as vscode from 'vscode';
import type { Services } from './services';

/** The Pet CV folder of this window, whether it exists or not; null after the person was told why there is none. */
export function openPetFolder({ petFolder, tell }: Services): string | null {
  const root = petFolder.path;
  if (root !== null) return root;
  tell.warning(vscode.l10n.t('Pet CV keeps photos and models in a folder. Open a folder first.'), {
    title: vscode.l10n.t('Open Folder'),
    run: () => vscode.commands.executeCommand('vscode.openFolder'),
  });
  return null;
}
