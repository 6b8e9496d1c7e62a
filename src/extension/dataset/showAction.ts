import * as vscode from 'vscode';
import { commands } from '../../shared/names';
import type { DatasetTab } from '../../shared/protocol';
import type { Action } from '../teller';

/** A button that shows the dataset's panel at `tab`. */
export function showAction(dataset: string, tab: DatasetTab): Action {
  return {
    title: tab === 'health' ? vscode.l10n.t('Show Report') : vscode.l10n.t('Show Photos'),
    run: () => vscode.commands.executeCommand(commands.showDataset, { dataset, tab }),
  };
}
