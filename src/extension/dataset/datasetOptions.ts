import * as v from 'valibot';
import { limits } from '../../shared/config';

/** A whole number from `min` to `max`. */
export const whole = (range: { min: number; max: number }) =>
  v.pipe(v.number(), v.integer(), v.minValue(range.min), v.maxValue(range.max));

/** Name of a dataset's folder. */
export const nameSchema = v.pipe(
  v.string(),
  v.regex(/^[^\\/:*?"<>|]+$/),
  v.regex(/^[^.]/, 'A name does not begin with a dot.'),
);

/** Share of each class that goes to training. */
export const fractionSchema = v.pipe(v.number(), v.gtValue(0), v.ltValue(1));

export const seedSchema = whole(limits.seed);

export const imageSizeSchema = whole(limits.imageSize);

/** How photos are shared out between training and validation. */
export const splitSchema = v.variant('kind', [
  v.object({ kind: v.literal('fraction'), trainFraction: fractionSchema, seed: seedSchema }),
  v.object({ kind: v.literal('official') }),
]);
