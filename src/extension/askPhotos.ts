import path from 'node:path';
import * as vscode from 'vscode';
import { photoExtensions } from '../shared/names';

/** The photo in the active tab, or else files that the person chooses; empty when they turned away. */
export async function askPhotos(): Promise<string[]> {
  const open = uriOf(vscode.window.tabGroups.activeTabGroup.activeTab?.input);
  if (open !== null && isPhoto(open)) return [open.fsPath];
  const chosen = await vscode.window.showOpenDialog({
    canSelectMany: true,
    filters: { [vscode.l10n.t('Photos')]: photoExtensions.map((extension) => extension.slice(1)) },
    openLabel: vscode.l10n.t('Classify'),
  });
  return chosen?.map((uri) => uri.fsPath) ?? [];
}

function uriOf(input: unknown): vscode.Uri | null {
  const hasUri = input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText;
  return hasUri ? input.uri : null;
}

function isPhoto(uri: vscode.Uri): boolean {
  const extension = path.extname(uri.fsPath).toLowerCase();
  return uri.scheme === 'file' && photoExtensions.some((one) => one === extension);
}
