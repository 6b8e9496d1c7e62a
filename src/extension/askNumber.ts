import * as vscode from 'vscode';
import type { Answer } from './answer';
import { askOne } from './askOne';
import type { Choice } from './askOne';
import type { Position } from './multiStep';

export interface NumberQuestion {
  title: string;
  placeholder: string;
  /** What most people choose, with a word about each. */
  usual: readonly { value: number; description?: string }[];
  /** Chosen with Enter alone. */
  preselected: number;
  range: { readonly min: number; readonly max: number };
  position: Position;
}

/** A quick pick of usual whole numbers in which any other one within `range` can be typed. */
export function askNumber(question: NumberQuestion): Promise<Answer<number>> {
  const { usual, preselected } = question;
  const known = usual.some(({ value }) => value === preselected) ? usual : [{ value: preselected }, ...usual];
  const choices = known.map((one): Choice<number> => ({ label: String(one.value), ...one }));
  return askOne({
    ...question,
    choices: (typed) => (typed === '' ? choices : typedChoices(typed, question.range, choices)),
  });
}

function typedChoices(
  typed: string,
  range: NumberQuestion['range'],
  choices: Choice<number>[],
): Choice<number>[] {
  const number = /^\d{1,10}$/.test(typed) ? Number(typed) : NaN;
  const same = choices.find(({ value }) => value === number);
  if (number >= range.min && number <= range.max) {
    return [{ ...(same ?? { label: String(number), value: number }), alwaysShow: true }];
  }
  const { min, max } = range;
  return [
    {
      label: vscode.l10n.t('Type a whole number from {min} to {max}.', { min, max }),
      iconPath: new vscode.ThemeIcon('error'),
      alwaysShow: true,
      value: null,
    },
  ];
}
