import * as vscode from 'vscode';
import type { Health } from '../../shared/health';
import type { DatasetSummary } from '../../shared/manifest';
import type { GetJob, JobEnded, PrepareJob, TrainerEvent } from '../../shared/protocol';
import type { TrainerClient } from '../../shared/trainerClient';
import { runJob } from '../runJob';
import { stageText } from '../stageText';

/** A step as the notification shows it. */
export interface ShownStep {
  message: string;
}

/** What became of a job that makes a dataset. */
export interface Made {
  end: JobEnded;
  /** Null where it did not come to that. */
  dataset: DatasetSummary | null;
  /** What was found wrong with its photos; null where it did not come to that. */
  health: Health | null;
}

/** Makes a dataset, with progress in a notification from which it can be cancelled. Never rejects. */
export async function makeDataset(
  fork: () => TrainerClient,
  job: PrepareJob | GetJob,
  title: string,
  show: (event: TrainerEvent) => ShownStep | null = stageStep,
): Promise<Made> {
  const made: Omit<Made, 'end'> = { dataset: null, health: null };
  const location = vscode.ProgressLocation.Notification;
  const end = await vscode.window.withProgress({ location, title, cancellable: true }, (progress, token) =>
    runJob(
      fork,
      job,
      (event) => {
        if (event.type === 'prepared') made.dataset = event.dataset;
        if (event.type === 'health') made.health = event.health;
        const step = show(event);
        if (step !== null) progress.report(step);
      },
      token,
    ),
  );
  return { ...made, end };
}

/** How far each stage is. */
export function stageStep(event: TrainerEvent): ShownStep | null {
  return event.type === 'progress' ? { message: stageText(event) } : null;
}
