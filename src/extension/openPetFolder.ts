import * as vscode from 'vscode';
import type { Services } from './services';

/** The Pet CV folder of this window, writable; null after the person was told why there is none. */
export async function openPetFolder({ petFolder, tell }: Services): Promise<string | null> {
  const root = petFolder.path;
  if (root !== null) return petFolder.writable(root);
  tell.warning(vscode.l10n.t('Pet CV keeps photos and models in a folder. Open a folder first.'), {
    title: vscode.l10n.t('Open Folder'),
    run: () => vscode.commands.executeCommand('vscode.openFolder'),
  });
  return null;
}
