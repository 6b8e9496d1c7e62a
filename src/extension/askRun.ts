import * as vscode from 'vscode';
import type { Run } from '../shared/run';
import { askOne } from './askOne';
import { percent } from './percent';
import { statusText } from './statusText';

/** Lets the person choose one of `runs`, which come latest first; null when they turned away. */
export async function askRun(runs: Run[], title: string): Promise<Run | null> {
  const answer = await askOne<Run>({
    title,
    placeholder: vscode.l10n.t('Training run'),
    position: null,
    choices: () => runs.map((run) => ({ label: run.id, description: runFacts(run), value: run })),
  });
  return answer.kind === 'value' ? answer.value : null;
}

function runFacts(run: Run): string {
  const best = Math.max(0, ...run.epochs.map((epoch) => epoch.validationAccuracy));
  const facts = [
    statusText(run.status),
    ...(run.config === null
      ? []
      : [vscode.l10n.t('epoch {epoch} of {epochs}', { epoch: run.epoch, epochs: run.config.epochs })]),
    ...(best > 0 ? [vscode.l10n.t('validation accuracy {accuracy}', { accuracy: percent(best) })] : []),
    ...(run.startedAt === null ? [] : [new Date(run.startedAt).toLocaleString(vscode.env.language)]),
  ];
  return facts.join(' · ');
}
