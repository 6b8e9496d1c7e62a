import * as vscode from 'vscode';
import { defaultTrainConfig, limits } from '../../shared/config';
import type { SplitPlan } from '../../shared/protocol';
import type { Answer } from '../answer';
import { askNumber } from '../askNumber';
import { askOne } from '../askOne';
import type { Choice } from '../askOne';
import { multiStep } from '../multiStep';
import type { Position, Step } from '../multiStep';

/** Percents that can go to training: of both parts something must be left. */
const percents = { min: 10, max: 95 };

/** Asks how to share photos out, and with which seed; null when the person turned away. `official`: the publisher's lists are known. */
export async function askSplit(
  title: string,
  official: boolean,
  initial: SplitPlan = standardSplit,
): Promise<SplitPlan | null> {
  return multiStep(initial, [shareStep(title, official), seedStep(title)]);
}

/** The workshop's split. */
export const standardSplit: SplitPlan = {
  kind: 'fraction',
  trainFraction: 0.8,
  seed: defaultTrainConfig.seed,
};

/** Asks for a share, or for the publisher's lists. */
export function shareStep(title: string, official: boolean): Step<SplitPlan> {
  return async (plan, position) => {
    const answer = await askOne<number | 'official'>({
      title,
      placeholder: vscode.l10n.t('Training and validation: choose a share, or type percents for training'),
      position,
      choices: (typed) => (typed === '' ? usualShares(official) : typedShare(typed)),
      preselected: plan.kind === 'official' ? 'official' : Math.round(plan.trainFraction * 100),
    });
    if (answer.kind !== 'value') return answer;
    const seed = plan.kind === 'fraction' ? plan.seed : defaultTrainConfig.seed;
    return { kind: 'value', value: planOf(answer.value, seed) };
  };
}

function planOf(share: number | 'official', seed: number): SplitPlan {
  return share === 'official' ? { kind: 'official' } : { kind: 'fraction', trainFraction: share / 100, seed };
}

function usualShares(official: boolean): Choice<number | 'official'>[] {
  const shares = [80, 70, 90].map((share): Choice<number | 'official'> => {
    const usual = share === 80 ? { description: vscode.l10n.t('as in the workshop') } : {};
    return { label: shareLabel(share), ...usual, value: share };
  });
  const lists: Choice<'official'> = {
    label: vscode.l10n.t('Official'),
    description: vscode.l10n.t("the publisher's own lists, to compare with published results"),
    value: 'official',
  };
  return official ? [...shares, lists] : shares;
}

function shareLabel(share: number): string {
  return `${share} / ${100 - share}`;
}

function typedShare(typed: string): Choice<number>[] {
  const digits = /^(\d{1,2})\s*%?(\s*\/\s*\d{1,2}\s*%?)?$/.exec(typed)?.[1];
  const share = Number(digits ?? NaN);
  if (share >= percents.min && share <= percents.max)
    return [{ label: shareLabel(share), alwaysShow: true, value: share }];
  return [
    {
      label: vscode.l10n.t('Type a whole number from {min} to {max}.', percents),
      iconPath: new vscode.ThemeIcon('error'),
      alwaysShow: true,
      value: null,
    },
  ];
}

/** The publisher's lists need no seed: then nothing is asked. */
function seedStep(title: string): Step<SplitPlan> {
  return async (plan: SplitPlan, position: Position): Promise<Answer<SplitPlan>> => {
    if (plan.kind === 'official') return { kind: 'value', value: plan };
    const answer = await askNumber({
      title,
      placeholder: vscode.l10n.t('Seed: the same seed gives the same split again'),
      usual: [1, 2, 3].map((value) => ({ value })),
      preselected: plan.seed,
      range: limits.seed,
      position,
    });
    return answer.kind === 'value' ? { kind: 'value', value: { ...plan, seed: answer.value } } : answer;
  };
}
