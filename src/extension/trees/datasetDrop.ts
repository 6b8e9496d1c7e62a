import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { commands } from '../../shared/names';
import type { DatasetNode } from './datasetNode';

const uriList = 'text/uri-list';
const archive = /\.(tar\.gz|tgz|tar)$/i;

/** Imports folders that are dropped on the tree "Datasets", from the Explorer or from the computer's file manager. */
export class DatasetDrop implements vscode.TreeDragAndDropController<DatasetNode> {
  readonly dropMimeTypes = [uriList, 'files'];
  readonly dragMimeTypes = [];

  /** Resolves when everything that was dropped is imported. */
  async handleDrop(_target: DatasetNode | undefined, dropped: vscode.DataTransfer): Promise<void> {
    const files = await droppedFiles(dropped);
    const sources = await Promise.all(files.map(async (file) => ((await isSource(file)) ? [file] : [])));
    const folders = sources.flat();
    if (folders.length === 0) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t(
          'Drop a folder with photos: one sub-folder a breed, or files named like beagle_12.jpg.',
        ),
      );
    }
    // One after the other: each takes all processors.
    for (const folder of folders) await vscode.commands.executeCommand(commands.importFolder, { folder });
  }
}

/** Absolute paths of what was dropped, each once. */
async function droppedFiles(dropped: vscode.DataTransfer): Promise<string[]> {
  const text = (await dropped.get(uriList)?.asString()) ?? '';
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const listed = lines.map((line) => vscode.Uri.parse(line.trim()));
  const carried = Array.from(dropped, ([, item]) => item.asFile()?.uri).filter((uri) => uri !== undefined);
  const local = [...listed, ...carried].filter(
    ({ scheme }) => scheme === 'file' || scheme === 'vscode-remote',
  );
  return [...new Set(local.map((uri) => uri.fsPath))];
}

async function isSource(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => null);
  return found !== null && (found.isDirectory() || (found.isFile() && archive.test(file)));
}
