import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { assertAsOnCpu, assertDerivative, numbers, on, openWasm, rank4, slidings } from './kernelsSupport';
import type { Sliding } from './kernelsSupport';

interface Convolution extends Sliding {
  batch: number;
  channels: [number, number];
}

const convolutions: fc.Arbitrary<Convolution> = fc
  .tuple(
    slidings(),
    fc.record({
      batch: fc.integer({ min: 1, max: 3 }),
      // Below, at and beyond the tiles of 3 x 16.
      channels: fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 37 })),
    }),
  )
  .map(([sliding, rest]) => ({ ...sliding, ...rest }));

function shapes({ batch, image, window, strides, pad, channels }: Convolution) {
  const input: [number, number, number, number] = [batch, ...image, channels[0]];
  const filter: [number, number, number, number] = [...window, ...channels];
  const { outShape } = tf.backend_util.computeConv2DInfo(input, filter, strides, 1, pad);
  return { input, filter, output: outShape };
}

const attributes = ({ strides, pad }: Convolution) => ({ strides, pad, dataFormat: 'NHWC' });

describe('kernels: gradients of a convolution', function () {
  this.timeout(120_000);
  before(openWasm);

  const filterGradient = (one: Convolution) => (x: tf.Tensor, dy: tf.Tensor) =>
    tf
      .engine()
      .runKernel<tf.Tensor>(
        'Conv2DBackpropFilter',
        { x, dy },
        { ...attributes(one), filterShape: shapes(one).filter },
      );
  const inputGradient = (one: Convolution) => (dy: tf.Tensor, filter: tf.Tensor) =>
    tf
      .engine()
      .runKernel<tf.Tensor>(
        'Conv2DBackpropInput',
        { dy, filter },
        { ...attributes(one), inputShape: shapes(one).input },
      );

  it('agree with plain JavaScript on random shapes, strides and padding', async () => {
    await fc.assert(
      fc.asyncProperty(convolutions, async (one) => {
        const { input, filter, output } = shapes(one);
        await assertAsOnCpu([numbers(input, 1), numbers(output, 2)], filterGradient(one));
        await assertAsOnCpu([numbers(output, 2), numbers(filter, 3)], inputGradient(one));
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('belong to a forward convolution that agrees, also where a stride is longer than the filter', async () => {
    await fc.assert(
      fc.asyncProperty(convolutions, async (one) => {
        const { input, filter } = shapes(one);
        await assertAsOnCpu([numbers(input, 1), numbers(filter, 3)], (x, w) =>
          tf.conv2d(rank4(x), rank4(w), one.strides, one.pad),
        );
        await assertAsOnCpu([numbers(input, 1), numbers(filter, 3)], (x, w) =>
          tf.fused.conv2d({
            x: rank4(x),
            filter: rank4(w),
            strides: one.strides,
            pad: one.pad,
            activation: 'relu',
          }),
        );
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  it('are the derivatives by numerical differences', async () => {
    await fc.assert(
      fc.asyncProperty(convolutions, async (one) => {
        const { input, filter, output } = shapes(one);
        const [x, w, dy] = [numbers(input, 1), numbers(filter, 3), numbers(output, 2)];
        const convolve = (left: tf.Tensor, right: tf.Tensor): tf.Tensor =>
          tf.conv2d(rank4(left), rank4(right), one.strides, one.pad);
        const kernel = tf.tensor(w.values, w.shape);
        const images = tf.tensor(x.values, x.shape);
        const dw = await on('wasm', [x, dy], filterGradient(one));
        await assertDerivative(w, dy, (moved) => convolve(images, moved), dw, 0.5);
        const dx = await on('wasm', [dy, w], inputGradient(one));
        await assertDerivative(x, dy, (moved) => convolve(moved, kernel), dx, 0.5);
        tf.dispose([kernel, images]);
      }),
      { seed: 2, numRuns: 20 },
    );
  });

  it('keep long sums accurate', async () => {
    const one: Convolution = {
      batch: 4,
      image: [66, 66],
      window: [3, 3],
      strides: [1, 1],
      pad: 'valid',
      channels: [3, 4],
    };
    const { input, filter, output } = shapes(one);
    const ones = (shape: number[]) => ({
      shape,
      values: new Float32Array(tf.util.sizeFromShape(shape)).fill(0.1),
    });
    const { values } = await on('wasm', [ones(input), ones(output)], filterGradient(one));
    const exact = 4 * 64 * 64 * Math.fround(0.1) ** 2;
    const worst = values.reduce((largest, value) => Math.max(largest, Math.abs(value - exact)), 0);
    tf.util.assert(worst / exact < 2e-6, () => `off by ${worst / exact}`);
    tf.util.assert(values.length === tf.util.sizeFromShape(filter), () => 'too few numbers');
  });
});
