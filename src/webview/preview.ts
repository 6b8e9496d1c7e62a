import {
  type Augmentation,
  augmentationLimits,
  augmentationPresets,
  type AugmentationPreset,
  defaultTrainConfig,
  isPlain,
} from '../shared/config';
import type { Words } from './words';

/** What the network's tiles are augmented with. */
export interface Preview {
  augmentation: Augmentation;
  /** Of the run whose first epoch is shown. */
  seed: number;
}

/** What the dataset's next training would do. */
export function firstPreview(augmentation: Augmentation): Preview {
  return { augmentation, seed: defaultTrainConfig.seed };
}

export type AugmentationKind = keyof Augmentation;

/** The kinds, in the order in which they show. */
export const augmentationKinds = [
  'flip',
  'crop',
  'rotation',
  'colour',
  'cutout',
] as const satisfies readonly AugmentationKind[];

/** Range and step of a slider. */
export function sliderRange(kind: AugmentationKind): { max: number; step: number } {
  return { max: augmentationLimits[kind], step: kind === 'rotation' ? 1 : 0.05 };
}

/** `crop`, 0.15 → `15%`; `rotation`, 8 → `8°`. */
export function strengthText(kind: AugmentationKind, strength: number, words: Words): string {
  return kind === 'rotation'
    ? words.text('augment.degrees', { count: strength })
    : words.wholeShare(strength);
}

/** What is on, with its strength: `Mirror 50%, Rotation 8°`; empty where nothing is. */
export function augmentationText(augmentation: Augmentation, words: Words): string {
  const on = augmentationKinds.filter((kind) => augmentation[kind] > 0);
  const texts = on.map((kind) =>
    words.text('augment.strength', {
      name: words.text(`augment.${kind}`),
      value: strengthText(kind, augmentation[kind], words),
    }),
  );
  return isPlain(augmentation) ? '' : words.list(texts);
}

/** The preset that has just these strengths; null for a person's own. */
export function presetOf(augmentation: Augmentation): AugmentationPreset | null {
  return presetNames.find((name) => sameAugmentation(augmentationPresets[name], augmentation)) ?? null;
}

/** Names of the presets, weakest first. */
export const presetNames = ['none', 'light', 'strong'] as const satisfies readonly AugmentationPreset[];

/** True when every strength is the same. */
export function sameAugmentation(one: Augmentation, other: Augmentation): boolean {
  return augmentationKinds.every((kind) => one[kind] === other[kind]);
}
