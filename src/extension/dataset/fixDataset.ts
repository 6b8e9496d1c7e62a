import * as v from 'valibot';
import * as vscode from 'vscode';
import { findingTexts, safelyFixable } from '../../shared/health';
import type { Fix, FindingKind } from '../../shared/health';
import { countText } from '../countText';
import { parseOptions } from '../parseOptions';
import type { Services } from '../services';
import { DatasetNode } from '../trees/datasetNode';
import { checkNow } from './checkDataset';
import { chooseDataset } from './chooseDatasets';
import type { Dataset } from './readDataset';
import { showAction } from './showAction';

/** What the command takes instead of a line of the tree; `ask` first says what would be done. */
const optionsSchema = v.object({ dataset: v.string(), ask: v.optional(v.boolean(), false) });

/**
 * "Fix Dataset": says what it would do, does it and reports. Nothing is deleted: photos are left out or change sides, which can be
 * undone by taking them in and splitting again. Resolves with what was done.
 */
export async function fixDataset(services: Services, given: unknown): Promise<Fix[] | null> {
  const options = given instanceof DatasetNode ? null : parseOptions(optionsSchema, given);
  const dataset = await chooseDataset(services, given, vscode.l10n.t('Fix Dataset'));
  return dataset === null ? null : fix(services, dataset, options?.ask ?? true);
}

async function fix(services: Services, dataset: Dataset, ask: boolean): Promise<Fix[] | null> {
  const { tell, work, petFolder } = services;
  const { title, folder } = dataset.summary;
  const health = dataset.health ?? (await checkNow(services, dataset));
  if (health === null) return null;
  const fixable = safelyFixable(health);
  if (fixable.length === 0) {
    tell.information(vscode.l10n.t('{title} has nothing that can be fixed without you.', { title }));
    return [];
  }
  // As the tree and the panel count them: a group of copies is one.
  const findings = countsOf(fixable.map(({ kind }) => ({ kind, count: 1 })));
  if (ask && !(await confirmed(title, findings))) return null;
  const text = vscode.l10n.t('Fixing {title}', { title });
  const job = { type: 'fix' as const, dataset: folder, cache: petFolder.cacheOf(folder) };
  const events = await work.run(dataset, job, text);
  const fixed = events?.find((event) => event.type === 'fixed');
  if (fixed === undefined) return null;
  tellFixed(services, dataset, fixed.fixes);
  return fixed.fixes;
}

async function confirmed(title: string, findings: ReadonlyMap<FindingKind, number>): Promise<boolean> {
  const fix = vscode.l10n.t('Fix');
  const detail = [
    ...Array.from(findings, ([kind, count]) => line(kind, count, vscode.l10n.t(findingTexts[kind].advice))),
    vscode.l10n.t('No photo is deleted. What is left out can be taken in again.'),
    vscode.l10n.t('A training that was stopped before cannot go on with photos that have changed sides.'),
  ].join('\n\n');
  const question = vscode.l10n.t('Fix what is wrong with {title}?', { title });
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, fix)) === fix;
}

function tellFixed({ tell }: Services, { name, summary: { title } }: Dataset, fixes: readonly Fix[]): void {
  const counts = countsOf(fixes.map(({ kind, photos }) => ({ kind, count: photos.length })));
  const done = Array.from(counts, ([kind, count]) => line(kind, count)).join(', ');
  const text =
    done === ''
      ? vscode.l10n.t('{title} is as it was: nothing had to be changed.', { title })
      : vscode.l10n.t('{title} is fixed. {done}.', { title, done });
  tell.information(text, showAction(name, 'health'));
}

function line(kind: FindingKind, count: number, advice?: string): string {
  const text = `${vscode.l10n.t(findingTexts[kind].title)}: ${countText(count)}`;
  return advice === undefined ? text : `${text}\n${advice}`;
}

function countsOf(all: readonly { kind: FindingKind; count: number }[]): Map<FindingKind, number> {
  const counts = new Map<FindingKind, number>();
  for (const { kind, count } of all) counts.set(kind, (counts.get(kind) ?? 0) + count);
  return counts;
}
