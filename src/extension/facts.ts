import * as vscode from 'vscode';
import { contextKeys } from '../shared/names';
import type { ContextKey } from '../shared/names';
import { isJobEnd } from '../shared/protocol';
import type { DatasetStore } from './dataset/datasetStore';
import type { RunChange, RunStore } from './runStore';

/**
 * The context keys: what is true of the disk and of the running training, so that menus and the walkthrough follow facts and
 * not clicks. Two of them are deeds, noted when they really happened.
 */
export class Facts implements vscode.Disposable {
  private readonly known = new Map<ContextKey, boolean>();
  private readonly subscription: vscode.Disposable;
  private refreshing: Promise<void> = Promise.resolve();
  private waiting = false;

  /** @param memory Of the workspace. @param machine What all workspaces share. */
  constructor(
    private readonly datasets: DatasetStore,
    private readonly runs: RunStore,
    private readonly memory: vscode.Memento,
    private readonly machine: vscode.Memento,
  ) {
    this.subscription = runs.onDidChange((change) => this.runChanged(change));
  }

  /** Every context key as it was last set. */
  get values(): ReadonlyMap<ContextKey, boolean> {
    return this.known;
  }

  /** Looks at the disk again; many calls at once are one look. Resolves when the keys are set. */
  refresh(): Promise<void> {
    if (this.waiting) return this.refreshing;
    this.waiting = true;
    this.refreshing = this.refreshing.then(() => {
      this.waiting = false;
      return this.look();
    });
    return this.refreshing;
  }

  /** An engine was probed, or trained, and works. */
  async engineWorked(): Promise<void> {
    if (this.known.get(contextKeys.engineReady) === true) return;
    await this.machine.update(contextKeys.engineReady, true);
    await this.set(contextKeys.engineReady, true);
  }

  /** A photo was classified in this workspace. */
  async classified(): Promise<void> {
    await this.memory.update(contextKeys.hasClassified, true);
    await this.set(contextKeys.hasClassified, true);
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private runChanged({ event }: RunChange): void {
    if (event?.type === 'engine') void this.engineWorked();
    else if (event === null || event.type === 'checkpoint' || event.type === 'report' || isJobEnd(event)) {
      void this.refresh();
    }
  }

  private async look(): Promise<void> {
    const [datasets, withModel, withReport, resumable] = await Promise.all([
      this.datasets.list(),
      this.runs.withModel(),
      this.runs.withReport(),
      this.runs.resumable(),
    ]);
    const training = this.runs.live !== null;
    await Promise.all([
      this.set(contextKeys.hasDataset, datasets.length > 0),
      this.set(contextKeys.hasModel, withModel.length > 0),
      this.set(contextKeys.hasReport, withReport.length > 0),
      this.set(contextKeys.training, training),
      this.set(contextKeys.resumable, resumable.length > 0 && !training),
      this.set(contextKeys.engineReady, this.machine.get(contextKeys.engineReady) === true),
      this.set(contextKeys.hasClassified, this.memory.get(contextKeys.hasClassified) === true),
    ]);
  }

  private async set(key: ContextKey, value: boolean): Promise<void> {
    if (this.known.get(key) === value) return;
    this.known.set(key, value);
    await vscode.commands.executeCommand('setContext', key, value);
  }
}
