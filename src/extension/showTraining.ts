import * as v from 'valibot';
import * as vscode from 'vscode';
import { HumanError } from '../shared/failures';
import { commands } from '../shared/names';
import { askRun } from './askRun';
import { parseOptions } from './parseOptions';
import type { Services } from './services';

/** What the command takes instead of choosing. */
const optionsSchema = v.object({ run: v.string() });

/** "Show Training": the panel with the live run, or with one that the person chooses. */
export async function showTraining(services: Services, given: unknown): Promise<{ runId: string } | null> {
  const { runs, panel } = services;
  const options = parseOptions(optionsSchema, given);
  const id = options?.run ?? runs.live?.id ?? (await chosenRun(services));
  if (id === null) return null;
  if ((await runs.find(id)) === null) throw new HumanError('run-missing', { file: id });
  await panel.show(id);
  return { runId: id };
}

async function chosenRun({ runs, tell }: Services): Promise<string | null> {
  const all = await runs.list();
  const [latest] = all;
  if (latest === undefined) {
    tell.information(vscode.l10n.t('Nothing was trained here yet.'), {
      title: vscode.l10n.t('Train Model'),
      run: () => vscode.commands.executeCommand(commands.trainModel),
    });
    return null;
  }
  if (all.length === 1) return latest.id;
  return (await askRun(all, vscode.l10n.t('Show Training')))?.id ?? null;
}
