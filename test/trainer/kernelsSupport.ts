import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import fc from 'fast-check';
import { uniformFloat32 } from 'pure-rand/distribution/uniformFloat32';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { openEngine } from '../../src/trainer/engines/openEngine';
import { randomStream } from '../../src/trainer/random';

/** A tensor as plain data, so that it can be given to several backends. */
export interface Numbers {
  shape: number[];
  values: Float32Array;
}

/** Seeded numbers -1..1, or with `levels` whole ones 0..levels-1, so that equal ones are common. */
export function numbers(shape: number[], seed: number, levels?: number): Numbers {
  const random = randomStream(seed, 0);
  const draw = (): number =>
    levels === undefined ? uniformFloat32(random) * 2 - 1 : uniformInt(random, 0, levels - 1);
  return { shape, values: Float32Array.from({ length: tf.util.sizeFromShape(shape) }, draw) };
}

/** Opens the wasm engine, ours: what each test of a kernel starts from. */
export async function openWasm(): Promise<void> {
  await openEngine('wasm');
}

/** Runs `compute` on a backend; no tensor stays behind. */
export async function on(
  backend: 'cpu' | 'wasm',
  inputs: readonly Numbers[],
  compute: (...tensors: tf.Tensor[]) => tf.Tensor,
): Promise<Numbers> {
  assert.ok(await tf.setBackend(backend));
  const before = tf.memory().numTensors;
  const result = tf.tidy(() =>
    compute(...inputs.map(({ shape, values }) => tf.tensor(values, shape, 'float32'))),
  );
  const values = Float32Array.from(await result.data());
  const { shape } = result;
  result.dispose();
  assert.equal(tf.memory().numTensors, before);
  return { shape, values };
}

/** Asserts the same shape and, relative to the largest number, the same values. */
export function assertClose(actual: Numbers, expected: Numbers, within = 1e-5): void {
  assert.deepEqual(actual.shape, expected.shape);
  const scale = expected.values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
  const wrong = expected.values.findIndex(
    (value, index) => !(Math.abs((actual.values[index] ?? Number.NaN) - value) <= within * scale),
  );
  assert.equal(
    wrong,
    -1,
    `number ${wrong}: ${actual.values[wrong] ?? ''}, not ${expected.values[wrong] ?? ''}`,
  );
}

/** Asserts that the wasm engine gives what tfjs's plain JavaScript gives. */
export async function assertAsOnCpu(
  inputs: readonly Numbers[],
  compute: (...tensors: tf.Tensor[]) => tf.Tensor,
): Promise<void> {
  const expected = await on('cpu', inputs, compute);
  assertClose(await on('wasm', inputs, compute), expected);
}

/** Entries of a gradient that are compared with numerical differences. */
const samples = 16;

/**
 * Asserts of entries of `gradient` that they are the derivative of the sum of `weights * forward(x)` with respect to `x`, by
 * central differences of `step` on the wasm engine. All these functions are linear within a step, so it need not be small.
 */
export async function assertDerivative(
  x: Numbers,
  weights: Numbers,
  forward: (x: tf.Tensor) => tf.Tensor,
  gradient: Numbers,
  step: number,
): Promise<void> {
  assert.deepEqual(gradient.shape, x.shape);
  // Summed in double precision: the difference of two large sums would be mostly rounding.
  const value = async (values: Float32Array): Promise<number> => {
    const result = await on('wasm', [{ ...x, values }], forward);
    return result.values.reduce((sum, one, index) => sum + one * (weights.values[index] ?? Number.NaN), 0);
  };
  const every = Math.ceil(x.values.length / samples);
  const indices = [...x.values.keys()].filter((index) => index % every === 0);
  const differences: number[] = [];
  for (const index of indices) {
    const moved = (by: number) => x.values.map((one, other) => (other === index ? one + by : one));
    differences.push(((await value(moved(step))) - (await value(moved(-step)))) / (2 * step));
  }
  const flat = (values: ArrayLike<number>): Numbers => ({
    shape: [indices.length],
    values: Float32Array.from(values),
  });
  assertClose(flat(indices.map((index) => gradient.values[index] ?? Number.NaN)), flat(differences), 1e-3);
}

/** Padding as tfjs takes it. */
export type Padding = 'same' | 'valid' | tf.backend_util.ExplicitPadding;

/** Where a window slides: sides of the image, of the window, its strides and the padding. */
export interface Sliding {
  image: [number, number];
  window: [number, number];
  strides: [number, number];
  pad: Padding;
}

const pair = (min: number, max: number): fc.Arbitrary<[number, number]> =>
  fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }));

/**
 * Windows of all kinds that fit at least once: odd images, even windows, strides beyond the window, padding by name or, uneven,
 * by pixels; as long as the window and longer where `emptyWindows` may be.
 */
export function slidings(emptyWindows = true): fc.Arbitrary<Sliding> {
  const pixels: fc.Arbitrary<Padding> = fc
    .tuple(pair(0, 3), pair(0, 3))
    .map(([rows, columns]) => [[0, 0], rows, columns, [0, 0]]);
  return fc
    .record({
      image: pair(1, 11),
      window: pair(1, 4),
      strides: pair(1, 5),
      pad: fc.oneof(fc.constantFrom<Padding>('same', 'valid'), pixels),
    })
    .filter(({ image, window, pad }) =>
      window.every((length, axis) => {
        const [before, after] = paddingOf(pad, axis);
        const side = image[axis] ?? 0;
        const seesImage = Math.max(before, after) < length;
        return (pad === 'same' || side + before + after >= length) && (emptyWindows || seesImage);
      }),
    );
}

function paddingOf(pad: Padding, axis: number): [number, number] {
  const [before = 0, after = 0] = Array.isArray(pad) ? (pad[axis + 1] ?? []) : [];
  return [before, after];
}

/** The same tensor, known to have rank 4. */
export function rank4(x: tf.Tensor): tf.Tensor4D {
  const [batch = 0, height = 0, width = 0, channels = 0] = x.shape;
  return tf.reshape<tf.Rank.R4>(x, [batch, height, width, channels]);
}
