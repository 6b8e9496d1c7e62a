import * as vscode from 'vscode';
import type { PhotoSource } from '../shared/protocol';
import { askOne } from './askOne';

/** Pictures of each breed in a drawn dataset: enough to learn from, drawn in seconds. */
const drawnPerBreed = 60;

/** Asks where the photos of a new dataset come from; null when the person turned away. */
export async function askPhotoSource(): Promise<PhotoSource | null> {
  const choice = await askOne<'drawn' | 'folder' | 'archive'>({
    title: vscode.l10n.t('Prepare Dataset'),
    placeholder: vscode.l10n.t('Where the photos come from'),
    position: null,
    choices: () => [
      {
        label: vscode.l10n.t('Drawn pets'),
        detail: vscode.l10n.t(
          'Pictures that Pet CV draws itself, for a first try: no download, ready in seconds.',
        ),
        iconPath: new vscode.ThemeIcon('paintcan'),
        value: 'drawn',
      },
      {
        label: vscode.l10n.t('Folder…'),
        detail: vscode.l10n.t('Photos of your own: one folder a breed, or files named like beagle_12.jpg.'),
        iconPath: new vscode.ThemeIcon('folder'),
        value: 'folder',
      },
      {
        label: vscode.l10n.t('Archive…'),
        detail: vscode.l10n.t('The same as a .tar.gz file, such as PetFaces or Oxford-IIIT Pet.'),
        iconPath: new vscode.ThemeIcon('archive'),
        value: 'archive',
      },
    ],
  });
  if (choice.kind !== 'value') return null;
  switch (choice.value) {
    case 'drawn':
      return { kind: 'drawn', perBreed: drawnPerBreed };
    case 'folder':
      return pathOf({ canSelectFolders: true, canSelectFiles: false });
    case 'archive':
      return pathOf({ filters: { [vscode.l10n.t('Archives')]: ['tar.gz', 'tgz', 'gz', 'tar'] } });
  }
}

async function pathOf(options: vscode.OpenDialogOptions): Promise<PhotoSource | null> {
  const chosen = await vscode.window.showOpenDialog({ ...options, openLabel: vscode.l10n.t('Prepare') });
  const file = chosen?.[0];
  return file === undefined ? null : { kind: 'path', path: file.fsPath };
}
