import * as vscode from 'vscode';
import { findingTexts, worstOf } from '../../shared/health';
import type { Finding, FindingKind, Severity } from '../../shared/health';
import { breedTitle } from '../../shared/manifest';
import type { FileEntry } from '../../shared/manifest';
import { commands, treeItems } from '../../shared/names';
import type { DatasetTab } from '../../shared/protocol';
import { countText } from '../countText';
import { datasetFacts, splitText, wayText } from '../dataset/datasetFacts';
import type { Dataset } from '../dataset/readDataset';
import { tooltipText } from '../tooltipText';
import type { DatasetNode } from './datasetNode';
import { datasetUri } from './datasetUri';
import { findingItem } from './findingItem';
import { healthVerdict, worstCare } from './healthVerdict';

const { Collapsed, None } = vscode.TreeItemCollapsibleState;

/** The node as the editor shows it. */
export function datasetItem({ dataset, line }: DatasetNode): vscode.TreeItem {
  switch (line.kind) {
    case 'dataset':
      return titleItem(dataset);
    case 'health':
      return healthItem(dataset);
    case 'findings':
      return findingsItem(dataset, line.finding, line.findings);
    case 'finding':
      return findingItem(dataset, line.finding);
    case 'split':
      return splitItem(dataset);
    case 'part':
      return partItem(dataset, line.part, line.photos);
    case 'class':
      return classItem(dataset, line);
  }
}

function titleItem(dataset: Dataset): vscode.TreeItem {
  const { summary, health, manifest } = dataset;
  const item = new vscode.TreeItem(summary.title, Collapsed);
  item.id = dataset.name;
  item.description = datasetFacts(summary);
  item.resourceUri = datasetUri(dataset.name);
  item.iconPath = new vscode.ThemeIcon(manifest.drawn ? 'paintcan' : 'file-media');
  item.contextValue = treeItems.dataset;
  item.tooltip = tooltipText(summary.title, factLines(dataset));
  const worst = health === null ? null : worstCare(health);
  // Said aloud, too: a badge alone is a colour and a letter.
  const care = worst === null ? [] : [healthVerdict(health)];
  item.accessibilityInformation = { label: [summary.title, item.description, ...care].join(', ') };
  return item;
}

function factLines({ manifest, health, summary }: Dataset): string[] {
  const { origin, licence, moved } = manifest;
  return [
    datasetFacts(summary),
    vscode.l10n.t('Split: {split}', { split: splitText(manifest) }),
    vscode.l10n.t('Health: {verdict}', { verdict: healthVerdict(health) }),
    vscode.l10n.t('Source: {source}', { source: manifest.source }),
    ...(origin === undefined ? [] : [wayText(origin.way)]),
    ...(moved.length === 0
      ? []
      : [
          vscode.l10n.t('Sorted by file name, out of folders of mixed breeds: {count}', {
            count: countText(moved.length),
          }),
        ]),
    ...(licence === undefined ? [] : [vscode.l10n.t('Licence: {licence}', { licence })]),
  ];
}

function healthItem(dataset: Dataset): vscode.TreeItem {
  const { health } = dataset;
  const found = (health?.findings.length ?? 0) > 0;
  const item = new vscode.TreeItem(vscode.l10n.t('Health'), found ? Collapsed : None);
  item.id = `${dataset.name}/health`;
  item.description = healthVerdict(health);
  item.contextValue = treeItems.health;
  item.iconPath = new vscode.ThemeIcon('pulse');
  item.tooltip = tooltipText(
    item.description,
    health === null
      ? [vscode.l10n.t('"Check Dataset" looks for damaged files, copies and leaks.')]
      : [
          vscode.l10n.t('Photos looked at: {photos}', { photos: countText(health.photos) }),
          new Date(health.checked).toLocaleString(vscode.env.language),
        ],
  );
  item.command = health === null ? checkCommand(dataset) : showCommand(dataset, 'health');
  return item;
}

function findingsItem(dataset: Dataset, kind: FindingKind, findings: Finding[]): vscode.TreeItem {
  const { title, advice, severity } = findingTexts[kind];
  const item = new vscode.TreeItem(vscode.l10n.t(title), Collapsed);
  item.id = `${dataset.name}/health/${kind}`;
  item.description = countText(findings.length);
  item.iconPath = severityIcon(worstOf({ findings }) ?? severity);
  item.tooltip = tooltipText(vscode.l10n.t(title), [vscode.l10n.t(advice)]);
  return item;
}

function severityIcon(severity: Severity): vscode.ThemeIcon {
  switch (severity) {
    case 'error':
      return new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
    case 'warning':
      return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
    case 'info':
      return new vscode.ThemeIcon('info');
  }
}

function splitItem(dataset: Dataset): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Split'), Collapsed);
  item.id = `${dataset.name}/split`;
  item.description = splitText(dataset.manifest);
  item.iconPath = new vscode.ThemeIcon('split-horizontal');
  return item;
}

function partItem(dataset: Dataset, part: FileEntry['part'], photos: number): vscode.TreeItem {
  const item = new vscode.TreeItem(partTitle(part), None);
  item.id = `${dataset.name}/split/${part}`;
  item.description = countText(photos);
  item.command = showCommand(dataset, 'photos', { part });
  return item;
}

function partTitle(part: FileEntry['part']): string {
  switch (part) {
    case 'train':
      return vscode.l10n.t('Training');
    case 'validation':
      return vscode.l10n.t('Validation');
    case 'unused':
      return vscode.l10n.t('Left out');
  }
}

function classItem(
  dataset: Dataset,
  { name, train, validation, unused }: { name: string; train: number; validation: number; unused: number },
): vscode.TreeItem {
  const item = new vscode.TreeItem(breedTitle(name), None);
  const counts = [
    vscode.l10n.t('Training: {photos}', { photos: countText(train) }),
    vscode.l10n.t('Validation: {photos}', { photos: countText(validation) }),
    ...(unused === 0 ? [] : [vscode.l10n.t('Left out: {photos}', { photos: countText(unused) })]),
  ];
  item.id = `${dataset.name}/class/${name}`;
  item.description = `${countText(train)} / ${countText(validation)}`;
  item.iconPath = new vscode.ThemeIcon('tag');
  item.tooltip = tooltipText(name, counts);
  item.accessibilityInformation = { label: [breedTitle(name), ...counts].join(', ') };
  item.command = showCommand(dataset, 'photos', { class: name });
  return item;
}

function checkCommand({ name }: Dataset): vscode.Command {
  return {
    command: commands.checkDataset,
    title: vscode.l10n.t('Check Dataset'),
    arguments: [{ dataset: name }],
  };
}

function showCommand(
  { name }: Dataset,
  tab: DatasetTab,
  photos: { class?: string; part?: FileEntry['part'] } = {},
): vscode.Command {
  return {
    command: commands.showDataset,
    title: vscode.l10n.t('Show Dataset'),
    arguments: [{ dataset: name, tab, ...photos }],
  };
}
