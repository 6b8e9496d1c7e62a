import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { assertAsOnCpu, numbers, on, openWasm } from './kernelsSupport';

const side = fc.integer({ min: 1, max: 20 });

describe('kernels: arithmetic of a training step', function () {
  this.timeout(120_000);
  before(openWasm);

  it('sums over any dimensions as plain JavaScript does', async () => {
    const sums = fc
      .array(fc.integer({ min: 1, max: 19 }), { minLength: 1, maxLength: 4 })
      .chain((shape) =>
        fc.record({ shape: fc.constant(shape), axes: fc.subarray([...shape.keys()]), keep: fc.boolean() }),
      );
    await fc.assert(
      fc.asyncProperty(sums, async ({ shape, axes, keep }) => {
        await assertAsOnCpu([numbers(shape, 1)], (x) => tf.sum(x, axes, keep));
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  it('sums a long column accurately', async () => {
    const rows = 300_000;
    const { values } = await on('wasm', [], () => tf.sum(tf.fill([rows, 3], 0.1), 0));
    const exact = rows * Math.fround(0.1);
    for (const value of values) assert.ok(Math.abs(value - exact) / exact < 2e-6);
  });

  it('multiplies matrices, transposed or not, as plain JavaScript does', async () => {
    const products = fc.record({
      batch: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }),
      sides: fc.tuple(side, side, fc.integer({ min: 1, max: 37 })),
      transposeA: fc.boolean(),
      transposeB: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(products, async ({ batch, sides: [rows, terms, columns], transposeA, transposeB }) => {
        const a = [...batch, ...(transposeA ? [terms, rows] : [rows, terms])];
        const b = [...batch, ...(transposeB ? [columns, terms] : [terms, columns])];
        await assertAsOnCpu([numbers(a, 1), numbers(b, 2)], (left, right) =>
          tf.matMul(left, right, transposeA, transposeB),
        );
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  it('gives the gradient of ReLU, on both backends', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(side, { minLength: 1, maxLength: 3 }), async (shape) => {
        const inputs = [numbers(shape, 1, 5), numbers(shape, 2)];
        inputs.forEach(({ values }) => values.forEach((value, index) => (values[index] = value - 2)));
        await assertAsOnCpu(inputs, (x, dy) => tf.grad((one) => tf.relu(one))(x, dy));
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it('shares a copy, which lives on when the original is gone', async () => {
    await tf.setBackend('wasm');
    const original = tf.tensor1d([1, 2, 3]);
    const copy = original.clone();
    const { numBytes } = tf.memory();
    original.dispose();
    assert.deepEqual([...(await copy.data())], [1, 2, 3]);
    copy.dispose();
    assert.ok(tf.memory().numBytes < numBytes);
  });
});
