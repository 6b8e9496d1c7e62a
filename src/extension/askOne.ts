import * as vscode from 'vscode';
import type { Answer } from './answer';
import type { Position } from './multiStep';

/** One thing to choose; null is a line that only says something. */
export interface Choice<T> extends vscode.QuickPickItem {
  value: T | null;
}

export interface Question<T> {
  title: string;
  placeholder: string;
  /** What can be chosen when `typed` is in the box. */
  choices: (typed: string) => Choice<T>[];
  /** Chosen with Enter alone. */
  preselected?: T;
  /** Null where the question stands alone: then there is no step counter and no way back. */
  position: Position | null;
}

/** A native quick pick for one answer. */
export function askOne<T>(question: Question<T>): Promise<Answer<T>> {
  const pick = vscode.window.createQuickPick<Choice<T>>();
  pick.title = question.title;
  pick.placeholder = question.placeholder;
  pick.matchOnDescription = true;
  if (question.position !== null) {
    pick.step = question.position.step;
    pick.totalSteps = question.position.totalSteps;
    if (question.position.step > 1) pick.buttons = [vscode.QuickInputButtons.Back];
  }
  show(pick, question, '');
  return new Promise((resolve) => {
    pick.onDidChangeValue((typed) => show(pick, question, typed.trim()));
    pick.onDidAccept(() => {
      const value = (typedChoice(question, pick.value) ?? pick.activeItems[0])?.value ?? null;
      if (value === null) return;
      resolve({ kind: 'value', value });
      pick.hide();
    });
    pick.onDidTriggerButton(() => {
      resolve({ kind: 'back' });
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve({ kind: 'cancelled' });
      pick.dispose();
    });
    pick.show();
  });
}

/** What the typed text itself stands for. A quick Enter comes before the list has caught up with it, so the list is not asked. */
function typedChoice<T>(question: Question<T>, text: string): Choice<T> | undefined {
  const typed = text.trim();
  return typed === '' ? undefined : question.choices(typed).find((choice) => choice.alwaysShow === true);
}

function show<T>(pick: vscode.QuickPick<Choice<T>>, question: Question<T>, typed: string): void {
  const choices = question.choices(typed);
  pick.items = choices;
  const { preselected } = question;
  const active =
    typed === ''
      ? choices.find(({ value }) => value !== null && value === preselected)
      : choices.find((choice) => choice.alwaysShow === true);
  if (active !== undefined) pick.activeItems = [active];
}
