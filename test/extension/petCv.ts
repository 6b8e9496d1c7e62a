import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { PetCvApi } from '../../src/extension/petCvApi';
import type { RunChange } from '../../src/extension/runStore';
import type { TrainConfig } from '../../src/shared/config';
import type { DatasetSummary } from '../../src/shared/manifest';
import { commands } from '../../src/shared/names';
import type { Run } from '../../src/shared/run';

/** Settings under which an epoch takes a moment. */
export const small: Partial<TrainConfig> = { imageSize: 32, batchSize: 16, seed: 1, engine: 'wasm' };

/** The extension under test as the editor knows it. */
export function petCvExtension(): vscode.Extension<PetCvApi> {
  const extension = vscode.extensions.getExtension<PetCvApi>('pet-cv.pet-cv');
  assert.ok(extension !== undefined, 'the extension is not installed');
  return extension;
}

/** The view of the living extension that its `activate` returns. */
export async function petCv(): Promise<PetCvApi> {
  return petCvExtension().activate();
}

/** Absolute path of the Pet CV folder in the open workspace. */
export function petFolder(): string {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder !== undefined, 'no folder is open');
  return path.join(folder.uri.fsPath, 'pet-cv');
}

/** A small drawn dataset, prepared by whichever test needs it first. */
export async function smallDataset(): Promise<{ id: string; folder: string }> {
  const id = 'small';
  const folder = path.join(petFolder(), 'datasets', id);
  if (!readdirOf(path.dirname(folder)).includes(id)) {
    const source = { kind: 'drawn', perBreed: 8 };
    const made = await vscode.commands.executeCommand<DatasetSummary | null>(commands.prepareDataset, {
      ...{ source, name: id, imageSize: 32 },
    });
    assert.ok(made !== null, 'the drawn dataset could not be prepared');
  }
  return { id, folder };
}

/** Absolute paths of the small dataset's photos, sorted. */
export async function smallPhotos(): Promise<string[]> {
  const { folder } = await smallDataset();
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => /\.(jpe?g|png)$/.test(name))
    .map((name) => path.join(folder, name))
    .sort();
}

/** Starts a training on the small dataset and returns the run's name. */
export async function startTraining(config: Partial<TrainConfig>): Promise<string> {
  const { id } = await smallDataset();
  const started = await vscode.commands.executeCommand<{ runId: string } | null>(commands.trainModel, {
    dataset: id,
    config: { ...small, ...config },
  });
  assert.ok(started !== null, 'the training did not start');
  return started.runId;
}

/** A finished run of one epoch, trained by whichever test needs it first. */
export async function finishedRun(): Promise<Run> {
  const { runs, training } = await petCv();
  const known = (await runs.list()).find((run) => run.status === 'finished');
  if (known !== undefined) return known;
  await startTraining({ epochs: 1 });
  const run = await training.finished;
  assert.equal(run?.status, 'finished', run?.failure?.message);
  return run;
}

/** Resolves with the first change of the run that fits. Fails when the run ends without one. */
export async function nextChange(runId: string, fits: (change: RunChange) => boolean): Promise<RunChange> {
  const { runs } = await petCv();
  return new Promise((resolve, reject) => {
    const subscription = runs.onDidChange((change) => {
      // The disk watcher tells of earlier runs too, a moment after they ended.
      if (change.run.id !== runId) return;
      const over = ['finished', 'failed', 'stopped'].includes(change.run.status);
      if (!fits(change) && !over) return;
      subscription.dispose();
      if (fits(change)) resolve(change);
      else reject(new Error(`The run ended as ${change.run.status}: ${change.run.failure?.message ?? ''}`));
    });
  });
}

/** Waits until `fact` is true, looking every 50 ms; fails after `deadline` milliseconds. */
export async function until(fact: () => boolean | Promise<boolean>, deadline = 15_000): Promise<void> {
  const end = Date.now() + deadline;
  while (!(await fact())) {
    assert.ok(Date.now() < end, 'it did not become true in time');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Process numbers of this host's living trainers. Linux only. */
export function trainerProcesses(): number[] {
  return readdirOf('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && parentOf(pid) === process.pid && isTrainer(pid));
}

function isTrainer(pid: number): boolean {
  return textOf(`/proc/${pid}/cmdline`)
    .split('\0')
    .some((argument) => path.basename(argument) === 'trainer.js');
}

/** A zombie only waits to be reaped: it has no parent that counts. */
function parentOf(pid: number): number | null {
  const stat = textOf(`/proc/${pid}/stat`);
  const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return parent === undefined || state === 'Z' ? null : Number(parent);
}

/** A file of the proc file system; empty when its process has gone. */
export function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function readdirOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
