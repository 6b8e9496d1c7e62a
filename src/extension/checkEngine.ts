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
  showTrials(trials);
  return trials;
}

/** A list that stays open until it is read; nothing waits for it. */
function showTrials(trials: EngineTrial[]): void {
  void askOne<EngineTrial>({
    title: vscode.l10n.t('Check Engine'),
    placeholder: vscode.l10n.t('The first engine that works is the one that trains'),
    position: null,
    choices: () =>
      trials.map((trial) => ({
        label: trial.engine,
        description: trial.works ? vscode.l10n.t('works') : '',
        detail: vscode.l10n.t(engineTexts[trial.reason], { detail: trial.detail }),
        iconPath: new vscode.ThemeIcon(trial.works ? 'pass' : 'circle-slash'),
        value: trial,
      })),
  });
}
