import * as vscode from 'vscode';
import type { Services } from '../services';
import { chooseDataset } from './chooseDatasets';
import { revealFolder } from './revealFolder';

/** "Reveal Dataset": its folder in the Explorer. Resolves with it. */
export async function revealDataset(services: Services, given: unknown): Promise<string | null> {
  const dataset = await chooseDataset(services, given, vscode.l10n.t('Reveal Dataset'));
  if (dataset === null) return null;
  await revealFolder(dataset.summary.folder);
  return dataset.summary.folder;
}
