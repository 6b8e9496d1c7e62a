import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { assertAsOnCpu, assertDerivative, numbers, on, openWasm, rank4, slidings } from './kernelsSupport';
import type { Numbers, Sliding } from './kernelsSupport';

interface Pool extends Sliding {
  batch: number;
  channels: number;
}

const rest = { batch: fc.integer({ min: 1, max: 3 }), channels: fc.integer({ min: 1, max: 21 }) };
const pools: fc.Arbitrary<Pool> = fc
  .tuple(slidings(false), fc.record(rest))
  .map(([sliding, others]) => ({ ...sliding, ...others }));
/** Squares of 2 x 2 that do not overlap: the case with a loop of its own. */
const squares: fc.Arbitrary<Pool> = fc.record({
  ...rest,
  image: fc.tuple(fc.integer({ min: 2, max: 11 }), fc.integer({ min: 2, max: 11 })),
  window: fc.constant<[number, number]>([2, 2]),
  strides: fc.tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 2, max: 4 })),
  pad: fc.constantFrom('same' as const, 'valid' as const),
});

function shapes({ batch, image, window, strides, pad, channels }: Pool) {
  const input: [number, number, number, number] = [batch, ...image, channels];
  return { input, output: tf.backend_util.computePool2DInfo(input, window, strides, 1, pad).outShape };
}

describe('kernels: gradient of max pooling', function () {
  this.timeout(120_000);
  before(openWasm);

  const gradient =
    ({ window, strides, pad }: Pool) =>
    (input: tf.Tensor, dy: tf.Tensor) =>
      tf
        .engine()
        .runKernel<tf.Tensor>('MaxPoolGrad', { dy, input, output: dy }, { filterSize: window, strides, pad });

  it('agrees with plain JavaScript on random windows, with many equal pixels', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(pools, squares), async (one) => {
        const { input, output } = shapes(one);
        await assertAsOnCpu([numbers(input, 1, 3), numbers(output, 2)], gradient(one));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('is the derivative by numerical differences', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(pools, squares), async (one) => {
        const { input, output } = shapes(one);
        // All pixels differ by 1 or more, so that a step of 0.25 never changes which is the largest.
        const x: Numbers = { shape: input, values: shuffled(tf.util.sizeFromShape(input)) };
        const dy = numbers(output, 2);
        const pool = (moved: tf.Tensor): tf.Tensor =>
          tf.maxPool(rank4(moved), one.window, one.strides, one.pad);
        await assertDerivative(x, dy, pool, await on('wasm', [x, dy], gradient(one)), 0.25);
      }),
      { seed: 2, numRuns: 20 },
    );
  });

  it('goes to the first of equal pixels in reading order', async () => {
    const x = { shape: [1, 2, 4, 1], values: Float32Array.of(1, 1, 0, 2, 1, 1, 2, 2) };
    const dy = { shape: [1, 1, 2, 1], values: Float32Array.of(3, 5) };
    const one: Pool = { batch: 1, channels: 1, image: [2, 4], window: [2, 2], strides: [2, 2], pad: 'valid' };
    const { values } = await on('wasm', [x, dy], gradient(one));
    assert.deepEqual([...values], [3, 0, 0, 5, 0, 0, 0, 0]);
  });

  it('adds up where windows overlap', async () => {
    const x = { shape: [1, 1, 3, 1], values: Float32Array.of(0, 1, 0) };
    const dy = { shape: [1, 1, 2, 1], values: Float32Array.of(3, 5) };
    const one: Pool = { batch: 1, channels: 1, image: [1, 3], window: [1, 2], strides: [1, 1], pad: 'valid' };
    assert.deepEqual([...(await on('wasm', [x, dy], gradient(one))).values], [0, 8, 0]);
  });
});

/** 0 .. count - 1 in some order: multiplying by a number without common factor is one-to-one. */
function shuffled(count: number): Float32Array {
  const prime = 7919;
  return Float32Array.from({ length: count }, (_, index) => (index * prime) % count);
}
