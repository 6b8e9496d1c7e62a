import path from 'node:path';
import * as vscode from 'vscode';
import type { Health } from '../../shared/health';
import type { DatasetSummary } from '../../shared/manifest';
import { commands } from '../../shared/names';
import type { Services } from '../services';
import type { Action } from '../teller';
import { worstCare } from '../trees/healthVerdict';
import { revealFolder } from './revealFolder';
import { showAction } from './showAction';
import { rejectedFiles, trashAction } from './trashRejected';

/** Says that a dataset is ready, what became of its photos, and what can be done next. */
export function tellAdded(services: Services, dataset: DatasetSummary, health: Health | null): void {
  const name = path.basename(dataset.folder);
  const rejected = rejectedFiles(health);
  const cares = health !== null && worstCare(health) !== null;
  const actions: Action[] = [
    {
      title: vscode.l10n.t('Train Model'),
      run: () => vscode.commands.executeCommand(commands.trainModel, { dataset: name, ask: true }),
    },
    cares ? showAction(name, 'health') : showAction(name, 'photos'),
    rejected.length === 0
      ? { title: vscode.l10n.t('Show Folder'), run: () => revealFolder(dataset.folder) }
      : trashAction(services, rejected),
  ];
  services.tell.information(sentence(dataset), ...actions);
}

function sentence({ title, trainPhotos, validationPhotos, skipped, classes }: DatasetSummary): string {
  const text = vscode.l10n.t(
    '{title} is ready. Photos for training: {trainPhotos}, for validation: {validationPhotos}. Breeds: {classes}.',
    { title, trainPhotos, validationPhotos, classes: classes.length },
  );
  const left =
    skipped === 0 ? '' : ` ${vscode.l10n.t('Not taken in: {skipped}; the report says why.', { skipped })}`;
  return `${text}${left}`;
}
