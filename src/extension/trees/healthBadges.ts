import * as vscode from 'vscode';
import type { DatasetStore } from '../dataset/datasetStore';
import { healthVerdict, worstCare } from './healthVerdict';
import { datasetOfUri } from './datasetUri';

/** Marks datasets in the tree that have something wrong: a letter and a colour, as the editor marks files with problems. */
export class HealthBadges implements vscode.FileDecorationProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeFileDecorations = this.changed.event;
  private readonly subscription: vscode.Disposable;

  constructor(private readonly datasets: DatasetStore) {
    this.subscription = datasets.onDidChange(() => this.changed.fire(undefined));
  }

  async provideFileDecoration(uri: vscode.Uri): Promise<vscode.FileDecoration | undefined> {
    const name = datasetOfUri(uri);
    const health = name === null ? null : ((await this.datasets.find(name))?.health ?? null);
    const worst = health === null ? null : worstCare(health);
    if (worst === null) return undefined;
    const tooltip = healthVerdict(health);
    switch (worst) {
      case 'error':
        return new vscode.FileDecoration('E', tooltip, new vscode.ThemeColor('list.errorForeground'));
      case 'warning':
        return new vscode.FileDecoration('W', tooltip, new vscode.ThemeColor('list.warningForeground'));
    }
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }
}
