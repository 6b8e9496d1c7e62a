import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** A seeded stream of random numbers; what draws from it changes it. */
export type RandomStream = ReturnType<typeof xoroshiro128plusFromState>;

/**
 * The random stream number `stream` of `seed` (both 32-bit unsigned): xoroshiro128+ from a state of which two words are
 * one-to-one with the two numbers and the other two, which make its first output, mix both. Neighbouring seeds and
 * streams share nothing.
 */
export function randomStream(seed: number, stream: number): RandomStream {
  const a = mix32(seed);
  const b = mix32(stream ^ 0x9e3779b9);
  const both = mix32(a + Math.imul(b, 5));
  return xoroshiro128plusFromState([a, mix32(both ^ b), b, mix32(both + 0x6a09e667)]);
}

/** The numbers 0..length-1 in an order that only `seed` and `stream` decide (Fisher and Yates' shuffle). */
export function permutation(seed: number, stream: number, length: number): Uint32Array {
  const random = randomStream(seed, stream);
  const order = Uint32Array.from({ length }, (_, index) => index);
  for (let last = length - 1; last > 0; last--) {
    const other = uniformInt(random, 0, last);
    const held = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = held;
  }
  return order;
}

/** A 32-bit number for a text (FNV-1a over its UTF-16 units): a stream of its own for each name. */
export function streamOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** The finaliser of MurmurHash3: a bijection on 32 bits in which each bit of the input moves half of the output. */
function mix32(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}
