import path from 'node:path';
import * as vscode from 'vscode';
import { exists } from '../exists';

/** Asks for an address or a folder that holds archives under their usual names; null when the person turned away. */
export async function askMirror(): Promise<string | null> {
  const browse = {
    iconPath: new vscode.ThemeIcon('folder-opened'),
    tooltip: vscode.l10n.t('Choose a Folder…'),
  };
  const box = vscode.window.createInputBox();
  box.title = vscode.l10n.t('Download Dataset');
  box.prompt = vscode.l10n.t('Address of a folder on the web, or path of a folder, that holds the archives');
  box.placeholder = 'https://…';
  box.ignoreFocusOut = true;
  box.buttons = [browse];
  let browsing = false;
  return new Promise((resolve) => {
    box.onDidChangeValue(() => (box.validationMessage = undefined));
    box.onDidTriggerButton(() => {
      browsing = true;
      box.hide();
      chooseFolder().then(resolve, () => resolve(null));
    });
    box.onDidAccept(async () => {
      const typed = box.value.trim();
      if (await usable(typed)) {
        resolve(typed);
        box.hide();
      } else {
        box.validationMessage = vscode.l10n.t(
          'Type an address that begins with http, or the path of a folder.',
        );
      }
    });
    box.onDidHide(() => {
      if (!browsing) resolve(null);
      box.dispose();
    });
    box.show();
  });
}

async function chooseFolder(): Promise<string | null> {
  const chosen = await vscode.window.showOpenDialog({ canSelectFolders: true, canSelectFiles: false });
  return chosen?.[0]?.fsPath ?? null;
}

async function usable(typed: string): Promise<boolean> {
  if (/^https?:\/\//i.test(typed)) return URL.canParse(typed);
  return path.isAbsolute(typed) && (await exists(typed));
}
