import { access, constants, mkdir } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { HumanError } from '../shared/failures';
import { layout } from '../shared/layout';
import { setting } from './setting';

const chosenKey = 'petCv.workspaceFolder';

/** Where the datasets and runs of this window are: the folder of setting `petCv.folder` in one workspace folder. */
export class PetFolder {
  constructor(private readonly memory: vscode.Memento) {}

  /** Absolute path, whether it exists or not; null where no folder is open. */
  get path(): string | null {
    const workspaceFolder = this.workspaceFolder;
    if (workspaceFolder === null) return null;
    return path.resolve(workspaceFolder.uri.fsPath, setting.folder(workspaceFolder.uri));
  }

  /** Folder of the dataset `id`, and where packed pixels go, each dataset's in a folder of its own. */
  dataset(root: string, id: string): { folder: string; cache: string } {
    return { folder: path.join(root, layout.datasets, id), cache: path.join(root, layout.cache) };
  }

  /** Where packed pixels and tiles of the dataset in `folder` go. */
  cacheOf(folder: string): string {
    return path.join(this.path ?? path.dirname(path.dirname(folder)), layout.cache);
  }

  /** Lets the person choose where several folders are open. False when they turned away. */
  async choose(): Promise<boolean> {
    if (localFolders().length < 2) return true;
    const chosen = await vscode.window.showWorkspaceFolderPick({
      placeHolder: vscode.l10n.t('Folder that receives the photos and the models'),
    });
    if (chosen === undefined) return false;
    await this.memory.update(chosenKey, chosen.uri.toString());
    return true;
  }

  /**
   * Makes the folder if it is missing, and sees that it can be written.
   * @throws HumanError read-only
   */
  async writable(root: string): Promise<void> {
    try {
      await mkdir(root, { recursive: true });
      await access(root, constants.W_OK);
    } catch (error) {
      if (isRefusal(error)) throw new HumanError('read-only', { file: root }, { cause: error });
      throw error;
    }
  }

  private get workspaceFolder(): vscode.WorkspaceFolder | null {
    const folders = localFolders();
    const chosen = this.memory.get<string>(chosenKey);
    return folders.find((folder) => folder.uri.toString() === chosen) ?? folders[0] ?? null;
  }
}

function localFolders(): vscode.WorkspaceFolder[] {
  return (vscode.workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === 'file');
}

/** What a file system says to someone who may not write there, or where a file stands in the way. */
function isRefusal(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'].includes(code);
}
