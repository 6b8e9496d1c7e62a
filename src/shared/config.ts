import * as v from 'valibot';

/** The engines of the ladder, in the order in which `auto` tries those that exist here. */
export const engineIds = ['cuda', 'native', 'wasm'] as const;
export type EngineId = (typeof engineIds)[number];
export type EngineChoice = EngineId | 'auto';

/** Networks a person can choose by name. */
export const presetIds = ['workshop'] as const;
export type PresetId = (typeof presetIds)[number];

/** Bounds that the quick picks, the command line and the parser share. */
export const limits = {
  epochs: { min: 1, max: 1000 },
  batchSize: { min: 1, max: 512 },
  imageSize: { min: 16, max: 512 },
  seed: { min: 0, max: 0xffff_ffff },
  learningRate: { min: 1e-7, max: 1 },
} as const;

/** The strongest augmentation that leaves something to learn from. */
export const augmentationLimits = { flip: 1, crop: 0.6, rotation: 45, colour: 1, cutout: 0.6 } as const;

const integerIn = (range: { min: number; max: number }) =>
  v.pipe(v.number(), v.integer(), v.minValue(range.min), v.maxValue(range.max));

const shareUpTo = (most: number) => v.pipe(v.number(), v.minValue(0), v.maxValue(most));

/** How training photos are varied at random, each anew in every epoch; 0 is off. Validation photos never are. */
export const augmentationSchema = v.object({
  /** Probability of a mirrored photo, 0..1. */
  flip: shareUpTo(augmentationLimits.flip),
  /** Random crop and zoom: the largest share of each side that is cut off before the rest fills the square again, 0..0.6. */
  crop: shareUpTo(augmentationLimits.crop),
  /** Largest turn to either side, degrees. */
  rotation: shareUpTo(augmentationLimits.rotation),
  /** Strength of random brightness, contrast and saturation, 0..1. */
  colour: shareUpTo(augmentationLimits.colour),
  /** Side of a square that is greyed out, as a share of the photo's (DeVries and Taylor, arXiv:1708.04552, 2017), 0..0.6. */
  cutout: shareUpTo(augmentationLimits.cutout),
});
export type Augmentation = v.InferOutput<typeof augmentationSchema>;

/** Strengths that a person can choose by name; `none` is the workshop's. */
export const augmentationPresets = {
  none: { flip: 0, crop: 0, rotation: 0, colour: 0, cutout: 0 },
  light: { flip: 0.5, crop: 0.15, rotation: 8, colour: 0.2, cutout: 0 },
  strong: { flip: 0.5, crop: 0.35, rotation: 20, colour: 0.4, cutout: 0.3 },
} as const satisfies Record<string, Augmentation>;
export type AugmentationPreset = keyof typeof augmentationPresets;

/** True when photos stay as they are. */
export function isPlain(augmentation: Augmentation): boolean {
  return Object.values(augmentation).every((strength) => strength === 0);
}

/** What decides a training run: the same config, dataset and engine give the same curve. */
export const trainConfigSchema = v.object({
  preset: v.picklist(presetIds),
  /** Full passes over the training photos. */
  epochs: integerIn(limits.epochs),
  /** Photos a step. */
  batchSize: integerIn(limits.batchSize),
  /** Side of the square image that the network receives, in pixels. */
  imageSize: integerIn(limits.imageSize),
  seed: integerIn(limits.seed),
  engine: v.picklist(['auto', ...engineIds]),
  learningRate: v.pipe(v.number(), v.minValue(limits.learningRate.min), v.maxValue(limits.learningRate.max)),
  /** Off where a run of an earlier version does not name it. */
  augmentation: v.optional(augmentationSchema, augmentationPresets.none),
});
export type TrainConfig = v.InferOutput<typeof trainConfigSchema>;

/** The workshop's settings. */
export const defaultTrainConfig: TrainConfig = {
  preset: 'workshop',
  epochs: 10,
  batchSize: 32,
  imageSize: 128,
  seed: 1,
  engine: 'auto',
  learningRate: 0.001,
  augmentation: augmentationPresets.none,
};
