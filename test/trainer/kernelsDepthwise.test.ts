import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { assertAsOnCpu, assertDerivative, numbers, on, openWasm, rank4, slidings } from './kernelsSupport';
import type { Sliding } from './kernelsSupport';

interface Depthwise extends Sliding {
  batch: number;
  channels: number;
  multiplier: number;
  dilations: [number, number];
}

const depthwises: fc.Arbitrary<Depthwise> = fc
  .tuple(
    slidings(),
    fc.record({
      batch: fc.integer({ min: 1, max: 3 }),
      channels: fc.integer({ min: 1, max: 21 }),
      multiplier: fc.integer({ min: 1, max: 3 }),
      dilation: fc.integer({ min: 1, max: 3 }),
    }),
  )
  .map(([sliding, { dilation, ...rest }]): Depthwise => {
    const fits = sliding.image.every(
      (side, axis) => side >= ((sliding.window[axis] ?? 0) - 1) * dilation + 1,
    );
    // tfjs allows a dilation only where nothing is strided.
    const dilated = dilation > 1 && fits;
    const strides: [number, number] = dilated ? [1, 1] : sliding.strides;
    return { ...sliding, ...rest, strides, dilations: dilated ? [dilation, dilation] : [1, 1] };
  });

function shapes({ batch, image, window, strides, dilations, pad, channels, multiplier }: Depthwise) {
  const input: [number, number, number, number] = [batch, ...image, channels];
  const filter: [number, number, number, number] = [...window, channels, multiplier];
  const { outShape } = tf.backend_util.computeConv2DInfo(
    input,
    filter,
    strides,
    dilations,
    pad,
    undefined,
    true,
  );
  return { input, filter, output: outShape };
}

const attributes = ({ strides, dilations, pad }: Depthwise) => ({ strides, dilations, pad });

describe('kernels: gradients of a depthwise convolution', function () {
  this.timeout(120_000);
  before(openWasm);

  const filterGradient = (one: Depthwise) => (x: tf.Tensor, dy: tf.Tensor) =>
    tf
      .engine()
      .runKernel<tf.Tensor>(
        'DepthwiseConv2dNativeBackpropFilter',
        { x, dy },
        { ...attributes(one), filterShape: shapes(one).filter },
      );
  const inputGradient = (one: Depthwise) => (dy: tf.Tensor, filter: tf.Tensor) =>
    tf
      .engine()
      .runKernel<tf.Tensor>(
        'DepthwiseConv2dNativeBackpropInput',
        { dy, filter },
        { ...attributes(one), inputShape: shapes(one).input },
      );

  it('agree with plain JavaScript on random shapes, strides, multipliers and padding', async () => {
    await fc.assert(
      fc.asyncProperty(depthwises, async (one) => {
        // tfjs's JavaScript ignores the dilation of a gradient: numerical differences check those.
        fc.pre(one.dilations[0] === 1);
        const { input, filter, output } = shapes(one);
        await assertAsOnCpu([numbers(input, 1), numbers(output, 2)], filterGradient(one));
        await assertAsOnCpu([numbers(output, 2), numbers(filter, 3)], inputGradient(one));
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('belong to a forward convolution that agrees, also where a stride is longer than the filter', async () => {
    await fc.assert(
      fc.asyncProperty(depthwises, async (one) => {
        const { input, filter } = shapes(one);
        await assertAsOnCpu([numbers(input, 1), numbers(filter, 3)], (x, w) =>
          tf.depthwiseConv2d(rank4(x), rank4(w), one.strides, one.pad, 'NHWC', one.dilations),
        );
      }),
      { seed: 4, numRuns: 100 },
    );
  });

  it('are the derivatives by numerical differences, dilated or not', async () => {
    await fc.assert(
      fc.asyncProperty(depthwises, async (one) => {
        const { input, filter, output } = shapes(one);
        const [x, w, dy] = [numbers(input, 1), numbers(filter, 3), numbers(output, 2)];
        const convolve = (left: tf.Tensor, right: tf.Tensor): tf.Tensor =>
          tf.depthwiseConv2d(rank4(left), rank4(right), one.strides, one.pad, 'NHWC', one.dilations);
        const kernel = tf.tensor(w.values, w.shape);
        const images = tf.tensor(x.values, x.shape);
        const dw = await on('wasm', [x, dy], filterGradient(one));
        await assertDerivative(w, dy, (moved) => convolve(images, moved), dw, 0.5);
        const dx = await on('wasm', [dy, w], inputGradient(one));
        await assertDerivative(x, dy, (moved) => convolve(moved, kernel), dx, 0.5);
        tf.dispose([kernel, images]);
      }),
      { seed: 3, numRuns: 20 },
    );
  });
});
