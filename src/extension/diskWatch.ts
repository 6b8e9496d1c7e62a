import * as vscode from 'vscode';
import { layout } from '../shared/layout';
import type { PetFolder } from './petFolder';

/** The files and folders that facts hang on; not the photos, of which there are thousands. */
const pattern = `{${layout.datasets},${layout.runs}}{,/*,/*/*,/*/${layout.checkpoints}/**}`;

/** Calls `changed` with each file below the Pet CV folder that came, changed or went, also after the folder's setting changed. */
export class DiskWatch implements vscode.Disposable {
  private watcher: vscode.FileSystemWatcher | null = null;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly petFolder: PetFolder,
    private readonly changed: (file: string | null) => void,
  ) {
    this.subscriptions = [
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.restart()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('petCv.folder')) this.restart();
      }),
    ];
    this.watch();
  }

  dispose(): void {
    this.watcher?.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private restart(): void {
    this.watch();
    this.changed(null);
  }

  private watch(): void {
    this.watcher?.dispose();
    this.watcher = null;
    const root = this.petFolder.path;
    if (root === null) return;
    this.watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(vscode.Uri.file(root), pattern),
    );
    const tell = (uri: vscode.Uri) => this.changed(uri.fsPath);
    this.watcher.onDidCreate(tell);
    this.watcher.onDidChange(tell);
    this.watcher.onDidDelete(tell);
  }
}
