import * as vscode from 'vscode';
import { isPlain } from '../../shared/config';
import type { TrainConfig } from '../../shared/config';
import { commands, treeItems } from '../../shared/names';
import { isActive, isResumable } from '../../shared/run';
import type { Run, RunStatus } from '../../shared/run';
import { bestAccuracy } from '../bestAccuracy';
import { durationText } from '../durationText';
import { failureSentence } from '../failureSentence';
import { percent } from '../percent';
import { statusText } from '../statusText';
import { tooltipText } from '../tooltipText';

/** A run as the editor shows it in the tree. */
export function runItem(run: Run): vscode.TreeItem {
  const item = new vscode.TreeItem(run.id, vscode.TreeItemCollapsibleState.None);
  const facts = runFacts(run);
  item.id = run.id;
  item.description = facts.join(' · ');
  item.iconPath = statusIcon(run.status);
  item.contextValue = contextOf(run);
  item.tooltip = tooltipText(run.id, [statusText(run.status), ...facts, ...configLines(run)]);
  item.accessibilityInformation = { label: [run.id, statusText(run.status), ...facts].join(', ') };
  item.command = {
    command: commands.showTraining,
    title: vscode.l10n.t('Show Training'),
    arguments: [{ run: run.id }],
  };
  return item;
}

function contextOf(run: Run): string {
  if (isActive(run.status)) return treeItems.runActive;
  return isResumable(run) ? treeItems.runResumable : treeItems.runEnded;
}

function runFacts(run: Run): string[] {
  const { config, engine, startedAt, endedAt } = run;
  const best = bestAccuracy(run);
  return [
    ...(isActive(run.status) && config !== null
      ? [vscode.l10n.t('epoch {epoch} of {epochs}', { epoch: run.epoch, epochs: config.epochs })]
      : []),
    ...(best === null ? [] : [vscode.l10n.t('best {accuracy}', { accuracy: percent(best) })]),
    ...(startedAt !== null && endedAt !== null ? [durationText(endedAt - startedAt)] : []),
    ...(engine === null ? [] : [engine.device]),
  ];
}

function configLines({ config, dataset, startedAt, failure }: Run): string[] {
  return [
    ...(startedAt === null ? [] : [new Date(startedAt).toLocaleString(vscode.env.language)]),
    ...(dataset === null ? [] : [vscode.l10n.t('Dataset: {title}', { title: dataset.title })]),
    ...(config === null ? [] : [settingsText(config)]),
    ...(failure === null ? [] : [failureSentence(failure)]),
  ];
}

function settingsText(config: TrainConfig): string {
  const { preset, epochs, imageSize, batchSize, seed, augmentation } = config;
  const facts = { preset, epochs, size: imageSize, batch: batchSize, seed };
  const text = vscode.l10n.t(
    'Network {preset}, epochs: {epochs}, {size} px, batches of {batch}, seed {seed}',
    facts,
  );
  return isPlain(augmentation) ? text : `${text}, ${vscode.l10n.t('with augmentation')}`;
}

function statusIcon(status: RunStatus): vscode.ThemeIcon {
  switch (status) {
    case 'starting':
    case 'running':
    case 'stopping':
      return new vscode.ThemeIcon('sync~spin');
    case 'finished':
      return new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
    case 'failed':
      return new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed'));
    case 'stopped':
      return new vscode.ThemeIcon('stop-circle');
    case 'interrupted':
      return new vscode.ThemeIcon('debug-pause');
  }
}
