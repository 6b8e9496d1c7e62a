import { readdir } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { layout } from '../shared/layout';
import type { JobEnded, TrainerEvent } from '../shared/protocol';
import { isActive, isResumable, newRun, reduce } from '../shared/run';
import type { Run } from '../shared/run';
import { exists } from './exists';
import type { PetFolder } from './petFolder';
import { RunFolders } from './runFolders';

/** A run changed: by `event`, or otherwise (it began, it was asked to stop, its files changed) when that is null. */
export interface RunChange {
  run: Run;
  event: TrainerEvent | null;
}

/** All runs: the one that is being trained, folded from its events as they come, and those on disk. */
export class RunStore implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<RunChange>();
  readonly onDidChange = this.changed.event;
  private readonly gone = new vscode.EventEmitter<void>();
  /** A run was deleted. */
  readonly onDidDelete = this.gone.event;
  private readonly folders = new RunFolders();
  private current: { run: Run; folder: string } | null = null;

  constructor(private readonly petFolder: PetFolder) {}

  /** The run with a living trainer. */
  get live(): Run | null {
    return this.current !== null && isActive(this.current.run.status) ? this.current.run : null;
  }

  /** Every run, the latest first. */
  async list(): Promise<Run[]> {
    const root = this.root;
    const names = root === null ? [] : await readdir(root).catch(() => []);
    const ids = new Set([...names, ...(this.current === null ? [] : [this.current.run.id])]);
    const runs = await Promise.all([...ids].map((id) => this.find(id)));
    return runs.filter((run) => run !== null).sort((a, b) => startOf(b) - startOf(a));
  }

  /** The run of that name; null where there is none. */
  async find(id: string): Promise<Run | null> {
    const { current } = this;
    // What this window saw of its training is more than the log of a killed trainer can tell.
    if (current?.run.id === id) return current.run;
    const folder = this.folderOf(id);
    return folder === null ? null : this.folders.read(folder);
  }

  /** Absolute folder of a run; null where no workspace is open. */
  folderOf(id: string): string | null {
    if (this.current?.run.id === id) return this.current.folder;
    const root = this.root;
    return root === null ? null : path.join(root, id);
  }

  /** Runs that can go on, the latest first. Their last checkpoint is there. */
  async resumable(): Promise<Run[]> {
    return this.having(layout.lastModel, (run) => isResumable(run));
  }

  /** Runs with a best model, the latest first. */
  async withModel(): Promise<Run[]> {
    return this.having(layout.bestModel, () => true);
  }

  /** Runs with a report, the latest first. */
  async withReport(): Promise<Run[]> {
    return this.having(layout.report, () => true);
  }

  /** `<dataset>-<n>`: a name for a new run, with the number after the highest one that is taken. */
  async newId(datasetId: string): Promise<string> {
    const numbers = (await this.list()).flatMap(({ id }) => {
      const rest = id.startsWith(`${datasetId}-`) ? id.slice(datasetId.length + 1) : '';
      return /^\d{1,9}$/.test(rest) ? [Number(rest)] : [];
    });
    return `${datasetId}-${Math.max(0, ...numbers) + 1}`;
  }

  /** A trainer begins to work on a new run, or on `earlier`, that it resumes. */
  begin(id: string, folder: string, earlier: Run | null): void {
    const run: Run = { ...(earlier ?? newRun(id)), status: 'starting', failure: null };
    this.current = { run, folder };
    this.changed.fire({ run, event: null });
  }

  /** Folds an event of the trainer into the live run. */
  apply(event: TrainerEvent): void {
    if (this.current === null) return;
    const { run } = this.current;
    const next = reduce(run, event);
    // A batch that was under way when the person asked to stop does not make the run go on.
    this.update(
      run.status === 'stopping' && next.status === 'running' ? { ...next, status: 'stopping' } : next,
      event,
    );
  }

  /** The person asked to stop; the trainer is saving. */
  stopping(): void {
    if (this.live !== null) this.update({ ...this.live, status: 'stopping' }, null);
  }

  /** Makes the log say how the live run ended, also when its trainer was killed. */
  async close(end: JobEnded): Promise<void> {
    if (this.current !== null) await this.folders.close(this.current.folder, end);
  }

  /** The run was deleted; a living one is not forgotten. */
  forget(id: string): void {
    if (this.live === null && this.current?.run.id === id) this.current = null;
    this.gone.fire();
  }

  /** Something below the run's folder changed on disk. */
  async touched(file: string): Promise<void> {
    const root = this.root;
    const id = root === null ? undefined : path.relative(root, file).split(path.sep)[0];
    if (id === undefined || id === '..' || id === this.current?.run.id) return;
    const run = await this.find(id);
    if (run === null) this.gone.fire();
    else this.changed.fire({ run, event: null });
  }

  dispose(): void {
    this.changed.dispose();
    this.gone.dispose();
  }

  private get root(): string | null {
    return this.petFolder.path === null ? null : path.join(this.petFolder.path, layout.runs);
  }

  private update(run: Run, event: TrainerEvent | null): void {
    if (this.current === null) return;
    this.current = { ...this.current, run };
    this.changed.fire({ run, event });
  }

  private async having(file: string, wanted: (run: Run) => boolean): Promise<Run[]> {
    const runs = (await this.list()).filter(wanted);
    const there = await Promise.all(runs.map((run) => exists(path.join(this.folderOf(run.id) ?? '', file))));
    return runs.filter((_, index) => there[index] === true);
  }
}

/** A run that has not started yet is the latest. */
function startOf(run: Run): number {
  return run.startedAt ?? (isActive(run.status) ? Infinity : 0);
}
