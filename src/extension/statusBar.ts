import * as vscode from 'vscode';
import { commands } from '../shared/names';
import { panelStrings } from '../shared/panelStrings';
import type { Run } from '../shared/run';
import { percent } from './percent';
import type { RunStore } from './runStore';
import { stageText } from './stageText';
import { statusText } from './statusText';

/** The one status bar item: how far the training is. Hidden while there is none. */
export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('petCv.training', vscode.StatusBarAlignment.Left);
  private readonly subscription: vscode.Disposable;

  constructor(private readonly runs: RunStore) {
    this.item.name = 'Pet CV';
    this.item.command = commands.showTraining;
    this.subscription = runs.onDidChange(() => this.update());
  }

  dispose(): void {
    this.subscription.dispose();
    this.item.dispose();
  }

  private update(): void {
    const run = this.runs.live;
    if (run === null) {
      this.item.hide();
      return;
    }
    const text = `$(sync~spin) ${progressText(run)}`;
    if (text !== this.item.text) {
      this.item.text = text;
      this.item.accessibilityInformation = { label: `Pet CV: ${progressText(run)}` };
      this.item.tooltip = tooltip(run);
    }
    this.item.show();
  }
}

function progressText(run: Run): string {
  if (run.status !== 'running') return statusText(run.status);
  if (run.epoch === 0 || run.config === null) return stageOf(run) ?? statusText(run.status);
  const epoch = vscode.l10n.t(panelStrings['progress.epoch'], {
    epoch: run.epoch,
    epochs: run.config.epochs,
  });
  const last = run.epochs.at(-1);
  return last === undefined ? epoch : `${epoch} · ${percent(last.validationAccuracy)}`;
}

function stageOf({ stage }: Run): string | null {
  return stage === null ? null : stageText({ stage: stage.name, done: stage.done, total: stage.total });
}

function tooltip(run: Run): vscode.MarkdownString {
  const last = run.epochs.at(-1);
  const rows: [string, string][] = [
    ...(run.engine === null ? [] : [row('fact.device', `${run.engine.id}, ${run.engine.device}`)]),
    ...(last === undefined
      ? []
      : [
          row('line.validation', percent(last.validationAccuracy)),
          row('line.training', percent(last.accuracy)),
        ]),
    ...(run.imagesPerSecond === null ? [] : [row('fact.speed', String(Math.round(run.imagesPerSecond)))]),
  ];
  const text = new vscode.MarkdownString();
  // Names of runs and devices are text, not markup.
  text.appendText(`Pet CV: ${run.id}`);
  for (const [name, value] of rows) {
    text.appendMarkdown('\n\n');
    text.appendText(`${name}: ${value}`);
  }
  return text;
}

function row(key: keyof typeof panelStrings, value: string): [string, string] {
  return [vscode.l10n.t(panelStrings[key]), value];
}
