import * as vscode from 'vscode';
import type { Services } from './services';

/** "Stop Training": the trainer saves and leaves. Resolves with the run's name when it is gone. */
export async function stopTraining({ training, tell }: Services): Promise<{ runId: string } | null> {
  if (!training.active) {
    tell.information(vscode.l10n.t('No training is running.'));
    return null;
  }
  const run = await training.stop();
  return run === null ? null : { runId: run.id };
}
