import * as vscode from 'vscode';
import { findingKinds } from '../../shared/health';
import type { Finding } from '../../shared/health';
import type { DatasetStore } from '../dataset/datasetStore';
import type { Dataset } from '../dataset/readDataset';
import { datasetItem } from './datasetItem';
import { DatasetNode } from './datasetNode';

/** The tree view "Datasets": each with its health, its split and its classes. */
export class DatasetTree implements vscode.TreeDataProvider<DatasetNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly subscription: vscode.Disposable;

  constructor(private readonly datasets: DatasetStore) {
    this.subscription = datasets.onDidChange(() => this.changed.fire());
  }

  getTreeItem(node: DatasetNode): vscode.TreeItem {
    return datasetItem(node);
  }

  async getChildren(node?: DatasetNode): Promise<DatasetNode[]> {
    if (node !== undefined) return childrenOf(node);
    return (await this.datasets.list()).map((dataset) => new DatasetNode(dataset, { kind: 'dataset' }));
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }
}

function childrenOf({ dataset, line }: DatasetNode): DatasetNode[] {
  switch (line.kind) {
    case 'dataset':
      return [
        new DatasetNode(dataset, { kind: 'health' }),
        new DatasetNode(dataset, { kind: 'split' }),
        ...classesOf(dataset),
      ];
    case 'health':
      return kindsOf(dataset);
    case 'findings':
      return line.findings.map((finding) => new DatasetNode(dataset, { kind: 'finding', finding }));
    case 'split':
      return partsOf(dataset);
    case 'finding':
    case 'part':
    case 'class':
      return [];
  }
}

function kindsOf(dataset: Dataset): DatasetNode[] {
  const all: Finding[] = dataset.health?.findings ?? [];
  return findingKinds.flatMap((finding) => {
    const findings = all.filter(({ kind }) => kind === finding);
    return findings.length === 0 ? [] : [new DatasetNode(dataset, { kind: 'findings', finding, findings })];
  });
}

function partsOf(dataset: Dataset): DatasetNode[] {
  const { trainPhotos, validationPhotos, unusedPhotos } = dataset.summary;
  return [
    new DatasetNode(dataset, { kind: 'part', part: 'train', photos: trainPhotos }),
    new DatasetNode(dataset, { kind: 'part', part: 'validation', photos: validationPhotos }),
    new DatasetNode(dataset, { kind: 'part', part: 'unused', photos: unusedPhotos }),
  ];
}

function classesOf(dataset: Dataset): DatasetNode[] {
  const counts = dataset.manifest.classes.map(() => ({ train: 0, validation: 0, unused: 0 }));
  for (const { label, part } of dataset.manifest.files) {
    const count = counts[label];
    if (count !== undefined) count[part] += 1;
  }
  return dataset.manifest.classes.map((name, label) => {
    const { train, validation, unused } = counts[label] ?? { train: 0, validation: 0, unused: 0 };
    return new DatasetNode(dataset, { kind: 'class', name, train, validation, unused });
  });
}
