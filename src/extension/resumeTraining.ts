import path from 'node:path';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { HumanError } from '../shared/failures';
import { commands } from '../shared/names';
import type { Run } from '../shared/run';
import { askRun } from './askRun';
import { exists } from './exists';
import { openPetFolder } from './openPetFolder';
import { parseOptions } from './parseOptions';
import type { Services } from './services';
import { tellBusy } from './tellBusy';

/** What the command takes instead of asking. */
const optionsSchema = v.object({ run: v.string() });

/** "Resume Training": goes on from the last checkpoint of a run. Resolves when the trainer has started. */
export async function resumeTraining(services: Services, given: unknown): Promise<{ runId: string } | null> {
  const { training, panel, petFolder, runs } = services;
  const options = parseOptions(optionsSchema, given);
  const root = openPetFolder(services);
  if (root === null) return null;
  if (training.active) return tellBusy(services);
  const run = options === null ? await chosenRun(services) : await runs.find(options.run);
  if (options !== null && run === null) throw new HumanError('run-missing', { file: options.run });
  const folder = run === null ? null : runs.folderOf(run.id);
  if (run === null || folder === null) return null;

  const before = run.dataset?.folder ?? run.id;
  const here = petFolder.dataset(root, path.basename(before));
  // A workspace that was moved or copied has its dataset beside the run, and no longer where it was.
  const moved = !(await exists(before)) && (await exists(here.folder));
  const job = {
    type: 'resume' as const,
    run: folder,
    cache: here.cache,
    ...(moved ? { dataset: here.folder } : {}),
  };
  if (!training.start({ id: run.id, job, earlier: run })) return tellBusy(services);
  await panel.show(run.id);
  return { runId: run.id };
}

async function chosenRun({ runs, tell }: Services): Promise<Run | null> {
  const resumable = await runs.resumable();
  const [latest] = resumable;
  if (latest === undefined) {
    tell.information(vscode.l10n.t('There is no training to resume: none was stopped or interrupted.'), {
      title: vscode.l10n.t('Train Model'),
      run: () => vscode.commands.executeCommand(commands.trainModel),
    });
    return null;
  }
  if (resumable.length === 1) return latest;
  return askRun(resumable, vscode.l10n.t('Resume Training'));
}
