import * as vscode from 'vscode';
import type { CheckJob, FixJob, JobEnded, LeaveOutJob, SplitJob, TrainerEvent } from '../../shared/protocol';
import type { TrainerClient } from '../../shared/trainerClient';
import { runJob } from '../runJob';
import { stageText } from '../stageText';
import type { Teller } from '../teller';
import type { DatasetStore } from './datasetStore';
import type { Dataset } from './readDataset';

/** A job that works on a dataset that is there. */
export type DatasetJob = CheckJob | FixJob | SplitJob | LeaveOutJob;

/** Works on datasets, on each one job at a time, with progress and a way out. */
export class DatasetWork implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  /** A job began or ended. */
  readonly onDidChange = this.changed.event;
  private readonly busyFolders = new Set<string>();

  constructor(
    private readonly fork: () => TrainerClient,
    private readonly tell: Teller,
    private readonly datasets: DatasetStore,
  ) {}

  /** True while a job works on the dataset in `folder`. */
  busy(folder: string): boolean {
    return this.busyFolders.has(folder);
  }

  /**
   * Does the job; resolves with its events when it was done, with null when it was stopped, failed or could not begin: the person
   * was told then. Never rejects.
   */
  async run({ summary }: Dataset, job: DatasetJob, title: string): Promise<TrainerEvent[] | null> {
    const { folder } = summary;
    if (this.busy(folder)) {
      const { title } = summary;
      this.tell.information(vscode.l10n.t('{title} is being worked on. Wait until that is done.', { title }));
      return null;
    }
    this.mark(folder, true);
    const { end, events } = await progressing(this.fork, job, title);
    this.mark(folder, false);
    this.datasets.touch();
    if (end.type === 'error') this.tell.failure(end.failure);
    return end.type === 'done' ? events : null;
  }

  dispose(): void {
    this.changed.dispose();
  }

  private mark(folder: string, busy: boolean): void {
    if (busy) this.busyFolders.add(folder);
    else this.busyFolders.delete(folder);
    this.changed.fire();
  }
}

async function progressing(
  fork: () => TrainerClient,
  job: DatasetJob,
  title: string,
): Promise<{ end: JobEnded; events: TrainerEvent[] }> {
  const events: TrainerEvent[] = [];
  const quick = job.type === 'leaveOut' || job.type === 'split';
  const options = quick
    ? { location: vscode.ProgressLocation.Window, title }
    : { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const end = await vscode.window.withProgress(options, (progress, token) =>
    runJob(
      fork,
      job,
      (event) => {
        if (event.type === 'progress') progress.report({ message: stageText(event) });
        else events.push(event);
      },
      token,
    ),
  );
  return { end, events };
}
