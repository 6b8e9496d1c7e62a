import path from 'node:path';
import * as vscode from 'vscode';
import type { PhotoSource } from '../shared/protocol';
import { exists } from './exists';
import { freeName } from './freeName';

/** Asks, under the command's `title`, what the new dataset in `folder` is called, which is its folder's name too; null when the person turned away. */
export async function askDatasetName(
  title: string,
  folder: string,
  source: PhotoSource,
): Promise<string | null> {
  const name = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('Name of the dataset, and of its folder'),
    value: await freeName(folder, suggestion(source)),
    validateInput: (typed) => objection(folder, typed.trim()),
  });
  return name === undefined ? null : name.trim();
}

function suggestion(source: PhotoSource): string {
  switch (source.kind) {
    case 'drawn':
      return 'drawn-pets';
    case 'path':
      return path.basename(source.path).replace(/\.(tar\.gz|tgz|tar|gz)$/i, '') || 'photos';
  }
}

async function objection(folder: string, name: string): Promise<string | null> {
  if (name === '' || name.startsWith('.')) return vscode.l10n.t('Type a name.');
  if (/[\\/:*?"<>|]/.test(name))
    return vscode.l10n.t('A name cannot hold any of these: {characters}', {
      characters: '\\ / : * ? " < > |',
    });
  return (await exists(path.join(folder, name)))
    ? vscode.l10n.t('There is a dataset of that name already.')
    : null;
}
