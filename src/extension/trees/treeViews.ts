import * as vscode from 'vscode';
import { views } from '../../shared/names';
import { DatasetDrop } from './datasetDrop';
import type { DatasetTree } from './datasetTree';
import type { HealthBadges } from './healthBadges';
import type { RunTree } from './runTree';

/** Puts the two trees into the activity bar. */
export function showTrees(datasets: DatasetTree, runs: RunTree, badges: HealthBadges): vscode.Disposable[] {
  return [
    vscode.window.createTreeView(views.datasets, {
      treeDataProvider: datasets,
      dragAndDropController: new DatasetDrop(),
      canSelectMany: true,
      showCollapseAll: true,
    }),
    vscode.window.createTreeView(views.runs, { treeDataProvider: runs, canSelectMany: true }),
    vscode.window.registerFileDecorationProvider(badges),
  ];
}
