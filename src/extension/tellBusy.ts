import * as vscode from 'vscode';
import { commands } from '../shared/names';
import type { Services } from './services';

/** Says that one training at a time is enough, and offers what can be done about the one that runs. */
export function tellBusy({ tell }: Services): null {
  tell.warning(
    vscode.l10n.t('A training is running already. Pet CV trains one network at a time.'),
    { title: vscode.l10n.t('Show'), run: () => vscode.commands.executeCommand(commands.showTraining) },
    { title: vscode.l10n.t('Stop'), run: () => vscode.commands.executeCommand(commands.stopTraining) },
  );
  return null;
}
