import * as vscode from 'vscode';
import { commands } from '../shared/names';
import { isResumable } from '../shared/run';
import type { Run } from '../shared/run';
import { percent } from './percent';
import type { Teller } from './teller';

/** Says how a training ended, where the person would not know: a stop they asked for, or a panel in sight, needs no words. */
export function tellTrainingEnd(tell: Teller, run: Run, panelVisible: boolean): void {
  if (run.failure !== null) {
    tell.failure(run.failure, ...(isResumable(run) ? [resumeAction(run)] : []));
    return;
  }
  if (panelVisible || run.status !== 'finished') return;
  const show = {
    title: vscode.l10n.t('Show'),
    run: () => vscode.commands.executeCommand(commands.showTraining, { run: run.id }),
  };
  const score = run.report?.score;
  const text =
    score === undefined
      ? vscode.l10n.t('{run} is trained.', { run: run.id })
      : vscode.l10n.t('{run} is trained: top-1 {top1}, top-3 {top3} of {photos} validation photos.', {
          ...{ run: run.id, top1: percent(score.top1), top3: percent(score.top3), photos: score.photos },
        });
  tell.information(text, show);
}

function resumeAction(run: Run) {
  return {
    title: vscode.l10n.t('Resume'),
    run: () => vscode.commands.executeCommand(commands.resumeTraining, { run: run.id }),
  };
}
