import * as vscode from 'vscode';
import { isJobEnd } from '../../shared/protocol';
import type { RunChange, RunStore } from '../runStore';
import { runItem } from './runItem';
import { RunNode } from './runNode';

/** A training tells of many batches a second; the tree shows the latest state about this often, in milliseconds. */
const interval = 500;

/** The tree view "Runs": every training of the workspace, the living one as it goes. */
export class RunTree implements vscode.TreeDataProvider<RunNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly subscriptions: vscode.Disposable[];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly runs: RunStore) {
    this.subscriptions = [
      runs.onDidChange((change) => this.runChanged(change)),
      runs.onDidDelete(() => this.refresh()),
    ];
  }

  getTreeItem({ run }: RunNode): vscode.TreeItem {
    return runItem(run);
  }

  async getChildren(node?: RunNode): Promise<RunNode[]> {
    return node === undefined ? (await this.runs.list()).map((run) => new RunNode(run)) : [];
  }

  /** Any run may have come or gone on disk. */
  refresh(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.changed.fire();
    }, interval);
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
  }

  /** Most events move a chart only: a batch within an epoch says nothing new here. */
  private runChanged({ event }: RunChange): void {
    const shown = ['engine', 'started', 'resumed', 'epoch', 'checkpoint'];
    if (event === null || shown.includes(event.type) || isJobEnd(event) || isFirstBatch(event))
      this.refresh();
  }
}

function isFirstBatch(event: NonNullable<RunChange['event']>): boolean {
  return event.type === 'batch' && event.batch === 1;
}
