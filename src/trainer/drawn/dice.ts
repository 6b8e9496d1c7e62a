import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { randomStream, streamOf } from '../random';

/** A list with at least one element, so that a pick always has an answer. */
export type Choices<T> = readonly [T, ...T[]];

/** A seeded stream of chance. */
export interface Dice {
  /** A real number, uniform in [low, high). */
  between(low: number, high: number): number;
  /** A whole number, uniform, both ends included. */
  whole(low: number, high: number): number;
  /** A real number within `spread` of `centre`, likelier near it (triangular). */
  around(centre: number, spread: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** -1 or 1. */
  side(): -1 | 1;
  /** One of the choices, all equally likely. */
  pick<T>(choices: Choices<T>): T;
}

/**
 * The stream of chance of one subject under a seed. Each subject of a picture takes its own stream, so that a change in
 * how one is drawn leaves the others as they were.
 */
export function diceFor(seed: number, subject: string): Dice {
  const stream = randomStream(seed, streamOf(subject));
  const unit = () => uniformFloat64(stream);
  return {
    between: (low, high) => low + (high - low) * unit(),
    whole: (low, high) => uniformInt(stream, low, high),
    around: (centre, spread) => centre + spread * (unit() + unit() - 1),
    chance: (probability) => unit() < probability,
    side: () => (unit() < 0.5 ? -1 : 1),
    pick: (choices) => choices[uniformInt(stream, 0, choices.length - 1)] ?? choices[0],
  };
}
