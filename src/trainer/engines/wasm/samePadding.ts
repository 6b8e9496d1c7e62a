import {
  backend_util,
  type Conv2DAttrs,
  type KernelConfig,
  type NamedAttrMap,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { corrected, shape4d } from './kernel';

/**
 * The backend's forward convolutions, with 'same' padding spelled out in pixels. Told just 'same', XNNPACK as tfjs 4.22 has it
 * works the padding out in unsigned numbers: where a stride is longer than the filter, as in the shortcuts of a ResNet, it wraps
 * round and the result is wrong. `stock` finds the backend's own.
 */
export function convolutionsWithPixelPadding(stock: (name: string) => KernelConfig): KernelConfig[] {
  return [
    ...(['Conv2D', 'FusedConv2D'] as const).map((name) =>
      corrected(name, stock(name), ({ x, filter }, attributes) => inPixels(x, filter, attributes, false)),
    ),
    ...(['DepthwiseConv2dNative', 'FusedDepthwiseConv2D'] as const).map((name) =>
      corrected(name, stock(name), ({ x, filter }, attributes) => inPixels(x, filter, attributes, true)),
    ),
  ];
}

function inPixels(
  x: TensorInfo,
  filter: TensorInfo,
  { strides, dilations, pad, dimRoundingMode }: Conv2DAttrs,
  depthwise: boolean,
): NamedAttrMap {
  if (pad !== 'same') return {};
  const { padInfo } = backend_util.computeConv2DInfo(
    shape4d(x),
    shape4d(filter),
    strides,
    dilations,
    pad,
    dimRoundingMode,
    depthwise,
  );
  const { top, bottom, left, right } = padInfo;
  return {
    pad: [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ],
  };
}
