import { backend_util, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Heap } from './heap';
import { floatBytes, shape4d, wasmKernel } from './kernel';
import { visitTaps } from './slidingWindow';
import type { TrainingLoops } from './trainingLoops';

/** The gradient of a depthwise convolution's filter `[height, width, channels, multiplier]`. */
export function depthwiseBackpropFilter(heap: Heap, loops: TrainingLoops): KernelConfig {
  return wasmKernel(
    'DepthwiseConv2dNativeBackpropFilter',
    ({ x, dy }, { strides, dilations, pad, dimRoundingMode, filterShape }) => {
      const info = backend_util.computeConv2DInfo(
        shape4d(x),
        filterShape,
        strides,
        dilations,
        pad,
        dimRoundingMode,
        true,
      );
      const row = info.outChannels * floatBytes;
      return heap.scratch(repeatedChannels(heap, x, filterShape[3]), (wide) => {
        const filterGradient = heap.zeros(filterShape);
        const xAt = heap.address(wide);
        const dyAt = heap.address(dy);
        const gradientAt = heap.address(filterGradient);
        visitTaps(info, (xPixel, dyPixel, tap, count) => {
          loops.multiplySumRows(
            xAt + xPixel * row,
            info.strideWidth * row,
            dyAt + dyPixel * row,
            row,
            gradientAt + tap * row,
            count,
            info.outChannels,
          );
        });
        return filterGradient;
      });
    },
  );
}

/** The gradient of a depthwise convolution's input `[batch, height, width, channels]`. */
export function depthwiseBackpropInput(heap: Heap, loops: TrainingLoops): KernelConfig {
  return wasmKernel(
    'DepthwiseConv2dNativeBackpropInput',
    ({ dy, filter }, { strides, dilations, pad, dimRoundingMode, inputShape }) => {
      const info = backend_util.computeConv2DInfo(
        inputShape,
        shape4d(filter),
        strides,
        dilations,
        pad,
        dimRoundingMode,
        true,
      );
      const { batchSize, inHeight, inWidth, inChannels, outChannels } = info;
      const row = outChannels * floatBytes;
      const wide = heap.zeros([batchSize, inHeight, inWidth, outChannels]);
      const gradientAt = heap.address(wide);
      const dyAt = heap.address(dy);
      const filterAt = heap.address(filter);
      visitTaps(info, (xPixel, dyPixel, tap, count) => {
        loops.addScaledRows(
          gradientAt + xPixel * row,
          info.strideWidth * row,
          dyAt + dyPixel * row,
          row,
          filterAt + tap * row,
          count,
          outChannels,
        );
      });
      if (outChannels === inChannels) return wide;
      return heap.scratch(wide, () => summedChannels(heap, wide, inputShape, outChannels / inChannels));
    },
  );
}

/** `x` with each channel `times` times side by side: with a multiplier, that is what the filter's channels meet. */
function repeatedChannels(heap: Heap, x: TensorInfo, times: number): TensorInfo {
  if (times === 1) return heap.share(x);
  const [batch, height, width, channels] = shape4d(x);
  const wide = heap.allocate([batch, height, width, channels * times]);
  const from = heap.floats(x);
  const to = heap.floats(wide);
  from.forEach((value, index) => to.fill(value, index * times, (index + 1) * times));
  return wide;
}

/** The sums of `times` channels side by side: the reverse of repeating them. */
function summedChannels(heap: Heap, wide: TensorInfo, shape: readonly number[], times: number): TensorInfo {
  const narrow = heap.zeros(shape);
  const from = heap.floats(wide);
  const to = heap.floats(narrow);
  from.forEach((value, index) => {
    const target = Math.floor(index / times);
    to[target] = (to[target] ?? 0) + value;
  });
  return narrow;
}
