import path from 'node:path';
import * as vscode from 'vscode';
import { countText } from '../countText';
import type { Health } from '../../shared/health';
import type { Services } from '../services';
import type { Action } from '../teller';
import { moveToTrash } from '../moveToTrash';

/** Names that a question lists; the rest is counted. */
const named = 8;

/** Asks, and then moves files that are no photos to the trash. Resolves with those that went. */
export async function trashRejected(services: Services, files: readonly string[]): Promise<string[]> {
  const move = vscode.l10n.t('Move to Trash');
  const names = files
    .slice(0, named)
    .map((file) => path.join(path.basename(path.dirname(file)), path.basename(file)));
  const more = files.length - names.length;
  const detail = [
    ...names,
    ...(more === 0 ? [] : [vscode.l10n.t('and {count} more', { count: countText(more) })]),
  ].join('\n');
  const question = vscode.l10n.t('Move {count} files that are no readable photos to the trash?', {
    count: countText(files.length),
  });
  const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, move);
  return answer === move ? moveToTrash(services, files) : [];
}

/** The button that asks for it. */
export function trashAction(services: Services, files: readonly string[]): Action {
  return {
    title: vscode.l10n.t('Move {count} Rejected to the Trash…', { count: countText(files.length) }),
    run: () => trashRejected(services, files),
  };
}

/** Files that are no photos and lie where the person can reach them: not what an archive held. */
export function rejectedFiles(health: Health | null): string[] {
  const findings = health?.findings.filter(({ kind }) => kind === 'unreadable' || kind === 'empty') ?? [];
  // What is on the dataset's own list is for the fix to leave out: its file is missed where it is gone.
  const photos = findings.flatMap((finding) => finding.photos).filter(({ part }) => part === null);
  const files = photos.flatMap(({ file }) => file ?? []);
  return [...new Set(files)];
}
