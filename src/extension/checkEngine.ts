import * as vscode from 'vscode';
import { engineTexts } from '../shared/protocol';
import type { EngineTrial } from '../shared/protocol';
import { askOne } from './askOne';
import { runJob } from './runJob';
import type { Services } from './services';
import { setting } from './setting';

/** "Check Engine": tries what can train here and lists how each fared. */
export async function checkEngine(services: Services): Promise<EngineTrial[]> {
  const { fork, tell, facts } = services;
  let trials: EngineTrial[] = [];
  const end = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Checking what can train here'),
      cancellable: true,
    },
    (_, token) =>
      runJob(
        fork,
        { type: 'probe', engine: setting.engine() },
        (event) => {
          if (event.type === 'engine') trials = event.trials;
        },
        token,
      ),
  );
  if (end.type === 'error') tell.failure(end.failure);
  if (end.type !== 'done') return trials;
  await facts.engineWorked();
  void showTrials(services, trials);
  return trials;
}

/** A list with one line an engine; choosing one shows all of a reason that is too long for its line. */
async function showTrials({ tell }: Services, trials: EngineTrial[]): Promise<void> {
  const best = trials.find((trial) => trial.works);
  const answer = await askOne<EngineTrial>({
    title: vscode.l10n.t('Check Engine'),
    placeholder: vscode.l10n.t('The first engine that works is the one that trains'),
    position: null,
    choices: () =>
      trials.map((trial) => ({
        label: trial.engine,
        detail: reasonOf(trial),
        iconPath: new vscode.ThemeIcon(trial.works ? 'pass' : 'circle-slash'),
        value: trial,
      })),
    ...(best === undefined ? {} : { preselected: best }),
  });
  if (answer.kind === 'value') tell.information(`${answer.value.engine}: ${reasonOf(answer.value)}`);
}

function reasonOf({ reason, detail }: EngineTrial): string {
  return vscode.l10n.t(engineTexts[reason], { detail });
}
