import * as vscode from 'vscode';
import { augmentationPresets } from '../shared/config';
import type { Augmentation, AugmentationPreset } from '../shared/config';
import type { Answer } from './answer';
import { askOne } from './askOne';
import type { Choice } from './askOne';
import type { Position } from './multiStep';
import { percent } from './percent';

export interface StrengthQuestion {
  title: string;
  /** What was chosen in the preview; null for nothing. */
  previewed: Augmentation | null;
  /** Chosen with Enter alone. */
  preselected: Augmentation;
  position: Position;
}

/** Asks how strongly training photos are varied. */
export function askStrength(question: StrengthQuestion): Promise<Answer<Augmentation>> {
  const choices = choicesOf(question);
  const same = choices.find(({ value }) => value !== null && equal(value, question.preselected));
  return askOne<Augmentation>({
    title: question.title,
    placeholder: vscode.l10n.t('Augmentation: how strongly training photos are varied'),
    position: question.position,
    choices: () => choices,
    ...(same?.value == null ? {} : { preselected: same.value }),
  });
}

/** The named strengths, then what the preview or the last training had besides. */
function choicesOf({ previewed, preselected }: StrengthQuestion): Choice<Augmentation>[] {
  const named = (['none', 'light', 'strong'] as const).map((preset): Choice<Augmentation> => {
    const value = augmentationPresets[preset];
    return { ...presetText(preset), ...(preset === 'none' ? {} : { detail: strengths(value) }), value };
  });
  const isNamed = (one: Augmentation) => named.some(({ value }) => value !== null && equal(value, one));
  const more = [
    ...(previewed === null ? [] : [{ label: vscode.l10n.t('As previewed'), value: previewed }]),
    ...(previewed !== null && equal(previewed, preselected)
      ? []
      : [{ label: vscode.l10n.t('As last time'), value: preselected }]),
  ];
  const added = more.filter(({ value }) => !isNamed(value));
  return [...named, ...added.map((one) => ({ ...one, detail: strengths(one.value) }))];
}

function presetText(preset: AugmentationPreset): { label: string; description: string } {
  switch (preset) {
    case 'none':
      return { label: vscode.l10n.t('None'), description: vscode.l10n.t('as in the workshop') };
    case 'light':
      return { label: vscode.l10n.t('Light'), description: vscode.l10n.t('a good start for photos') };
    case 'strong':
      return { label: vscode.l10n.t('Strong'), description: vscode.l10n.t('for few photos and many epochs') };
  }
}

function strengths({ flip, crop, rotation, colour, cutout }: Augmentation): string {
  const facts = { flip: percent(flip), crop: percent(crop), rotation, colour: percent(colour) };
  const text = vscode.l10n.t(
    'Mirrored {flip}, cropped up to {crop}, turned up to {rotation}°, colours {colour}',
    facts,
  );
  return cutout === 0 ? text : `${text}, ${vscode.l10n.t('cutout {share}', { share: percent(cutout) })}`;
}

function equal(one: Augmentation, other: Augmentation): boolean {
  const { flip, crop, rotation, colour, cutout } = one;
  return (
    flip === other.flip &&
    crop === other.crop &&
    rotation === other.rotation &&
    colour === other.colour &&
    cutout === other.cutout
  );
}
