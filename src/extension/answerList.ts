import path from 'node:path';
import * as vscode from 'vscode';
import { breedTitle } from '../shared/manifest';
import type { Run } from '../shared/run';
import type { PhotoAnswer } from './classifier';
import { failureSentence } from './failureSentence';
import { guessLine, modelName } from './guessText';
import { percent } from './percent';
import { photoFailure } from './photoFailure';

interface PhotoItem extends vscode.QuickPickItem {
  photo: string;
}

/** The answers for several photos as a native list that fills while they arrive. Choosing a line opens its photo. */
export class AnswerList {
  private readonly pick = vscode.window.createQuickPick<PhotoItem>();
  private readonly items: PhotoItem[];
  private shown = true;

  /** @param other Called when the person wants the answers of another model. */
  constructor(photos: readonly string[], run: Run, other: () => unknown) {
    this.items = photos.map((photo) => ({
      photo,
      label: path.basename(photo),
      description: vscode.l10n.t('waiting'),
    }));
    this.pick.title = vscode.l10n.t('Breeds, by model {model}', { model: modelName(run) });
    this.pick.placeholder = vscode.l10n.t('Choose a line to open its photo');
    this.pick.matchOnDescription = true;
    this.pick.matchOnDetail = true;
    this.pick.ignoreFocusOut = true;
    this.pick.busy = true;
    this.pick.buttons = [
      { iconPath: new vscode.ThemeIcon('arrow-swap'), tooltip: vscode.l10n.t('Other Model…') },
    ];
    this.pick.items = this.items;
    this.pick.onDidTriggerButton(() => {
      this.pick.hide();
      other();
    });
    this.pick.onDidAccept(() => this.open());
    this.pick.onDidHide(() => {
      this.shown = false;
      this.pick.dispose();
    });
    this.pick.show();
  }

  /** Fills in the line of a photo. */
  add(answer: PhotoAnswer): void {
    const index = this.items.findIndex(({ photo }) => photo === answer.photo);
    if (!this.shown || index < 0) return;
    this.items[index] = itemOf(answer);
    const active = this.pick.activeItems[0]?.photo;
    this.pick.keepScrollPosition = true;
    this.pick.items = [...this.items];
    this.pick.activeItems = this.items.filter(({ photo }) => photo === active);
  }

  /** No more answers come. */
  complete(): void {
    if (this.shown) this.pick.busy = false;
  }

  private open(): void {
    const item = this.pick.activeItems[0];
    if (item === undefined) return;
    void vscode.commands.executeCommand('vscode.open', vscode.Uri.file(item.photo), { preview: true });
  }
}

function itemOf(answer: PhotoAnswer): PhotoItem {
  const { photo } = answer;
  const label = path.basename(photo);
  if (answer.type === 'failed') {
    const iconPath = new vscode.ThemeIcon('warning');
    return {
      photo,
      label,
      iconPath,
      description: vscode.l10n.t('not read'),
      detail: failureSentence(photoFailure(answer)),
    };
  }
  const [best] = answer.top;
  const description = best === undefined ? '' : `${breedTitle(best.class)} ${percent(best.probability)}`;
  return { photo, label, iconPath: vscode.Uri.file(photo), description, detail: guessLine(answer.top) };
}
