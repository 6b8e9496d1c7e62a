import path from 'node:path';
import * as vscode from 'vscode';
import { findingTexts } from '../../shared/health';
import type { Finding } from '../../shared/health';
import { commands } from '../../shared/names';
import { countText } from '../countText';
import type { Dataset } from '../dataset/readDataset';
import { tooltipText } from '../tooltipText';

/** Photos that are named in a line; the tooltip has room for more. */
const namedInLine = 2;
const namedInTooltip = 12;

/** One finding: its photos by name. Choosing it shows them side by side in the dataset's panel. */
export function findingItem(dataset: Dataset, finding: Finding): vscode.TreeItem {
  const { id, kind, photos, detail } = finding;
  const names = photos.slice(0, namedInLine).map((photo) => path.posix.basename(photo.path));
  const more = photos.length - names.length;
  const label = [...names, ...(more === 0 ? [] : [`+${countText(more)}`])].join(', ');
  const item = new vscode.TreeItem(label === '' ? detail : label, vscode.TreeItemCollapsibleState.None);
  item.id = `${dataset.name}/health/${kind}/${id}`;
  if (label !== '') item.description = detail;
  item.iconPath = new vscode.ThemeIcon(photos.length > 1 ? 'files' : 'file');
  item.tooltip = tooltipText(vscode.l10n.t(findingTexts[kind].title), [
    ...photos.slice(0, namedInTooltip).map((one) => [one.path, one.detail].filter(Boolean).join(': ')),
    vscode.l10n.t(findingTexts[kind].advice),
  ]);
  item.command = {
    command: commands.showDataset,
    title: vscode.l10n.t('Show Dataset'),
    arguments: [{ dataset: dataset.name, tab: 'health', finding: id }],
  };
  return item;
}
