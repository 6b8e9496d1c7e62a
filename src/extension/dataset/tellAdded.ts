import path from 'node:path';
import * as vscode from 'vscode';
import type { Health } from '../../shared/health';
import type { DatasetSummary } from '../../shared/manifest';
import { commands } from '../../shared/names';
import { countText } from '../countText';
import type { Services } from '../services';
import type { Action } from '../teller';
import { worstCare } from '../trees/healthVerdict';
import { revealFolder } from './revealFolder';
import { showAction } from './showAction';
import { trashRejected } from './trashRejected';

/** Says that a dataset is ready, what became of its photos, and what can be done next. */
export function tellAdded(services: Services, dataset: DatasetSummary, health: Health | null): void {
  const name = path.basename(dataset.folder);
  const rejected = rejectedFiles(health);
  const cares = health !== null && worstCare(health) !== null;
  const actions: Action[] = [
    {
      title: vscode.l10n.t('Train Model'),
      run: () => vscode.commands.executeCommand(commands.trainModel),
    },
    cares ? showAction(name, 'health') : showAction(name, 'photos'),
    rejected.length === 0
      ? { title: vscode.l10n.t('Show Folder'), run: () => revealFolder(dataset.folder) }
      : {
          title: vscode.l10n.t('Move {count} Rejected to the Trash…', { count: countText(rejected.length) }),
          run: () => trashRejected(services, rejected),
        },
  ];
  services.tell.information(sentence(dataset), ...actions);
}

function sentence({ title, trainPhotos, validationPhotos, skipped, classes }: DatasetSummary): string {
  const text = vscode.l10n.t(
    '{title} is ready. Photos for training: {trainPhotos}, for validation: {validationPhotos}. Breeds: {classes}.',
    { title, trainPhotos, validationPhotos, classes: classes.length },
  );
  const left =
    skipped === 0 ? '' : ` ${vscode.l10n.t('Left out: {skipped}; manifest.json says why.', { skipped })}`;
  return `${text}${left}`;
}

/** Files that are no photos and lie where the person can reach them: not what an archive held. */
export function rejectedFiles(health: Health | null): string[] {
  const findings = health?.findings.filter(({ kind }) => kind === 'unreadable' || kind === 'empty') ?? [];
  const files = findings.flatMap(({ photos }) => photos.flatMap(({ file }) => (file === null ? [] : [file])));
  return [...new Set(files)];
}
