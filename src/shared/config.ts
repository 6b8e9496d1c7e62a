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

const integerIn = (range: { min: number; max: number }) =>
  v.pipe(v.number(), v.integer(), v.minValue(range.min), v.maxValue(range.max));

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
};
