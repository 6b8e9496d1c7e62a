import { getKernel } from '@tensorflow/tfjs-core';
import type {
  BatchMatMulAttrs,
  Conv2DAttrs,
  Conv2DBackpropFilterAttrs,
  Conv2DBackpropInputAttrs,
  DepthwiseConv2dNativeAttrs,
  DepthwiseConv2dNativeBackpropFilterAttrs,
  DepthwiseConv2dNativeBackpropInputAttrs,
  FusedConv2DAttrs,
  FusedDepthwiseConv2DAttrs,
  KernelConfig,
  MaxPoolGradAttrs,
  NamedAttrMap,
  SumAttrs,
  TensorInfo,
} from '@tensorflow/tfjs-core';
import type { AdamUpdateAttributes } from './adamUpdate';

/** What the kernels of each name are given, as tfjs-core declares it for its own names. */
interface Kernels {
  AdamUpdate: Kernel<'weights' | 'mean' | 'square' | 'gradient', AdamUpdateAttributes>;
  BatchMatMul: Kernel<'a' | 'b', BatchMatMulAttrs>;
  Conv2D: Kernel<'x' | 'filter', Conv2DAttrs>;
  Conv2DBackpropFilter: Kernel<'x' | 'dy', Conv2DBackpropFilterAttrs>;
  Conv2DBackpropInput: Kernel<'dy' | 'filter', Conv2DBackpropInputAttrs>;
  DepthwiseConv2dNative: Kernel<'x' | 'filter', DepthwiseConv2dNativeAttrs>;
  DepthwiseConv2dNativeBackpropFilter: Kernel<'x' | 'dy', DepthwiseConv2dNativeBackpropFilterAttrs>;
  DepthwiseConv2dNativeBackpropInput: Kernel<'dy' | 'filter', DepthwiseConv2dNativeBackpropInputAttrs>;
  FusedConv2D: Kernel<'x' | 'filter', FusedConv2DAttrs>;
  FusedDepthwiseConv2D: Kernel<'x' | 'filter', FusedDepthwiseConv2DAttrs>;
  Identity: Kernel<'x', unknown>;
  MaxPoolGrad: Kernel<'dy' | 'input' | 'output', MaxPoolGradAttrs>;
  ReluGrad: Kernel<'dy' | 'y', unknown>;
  Sum: Kernel<'x', SumAttrs>;
}

interface Kernel<InputName extends string, Attributes> {
  inputs: Record<InputName, TensorInfo>;
  attributes: Attributes;
}

/** Names of the kernels that we write. */
export type KernelName = keyof Kernels;

/** A kernel's inputs and attributes. */
export type KernelCall<Name extends KernelName> = [Kernels[Name]['inputs'], Kernels[Name]['attributes']];

/** A kernel of the wasm backend. */
export function wasmKernel<Name extends KernelName>(
  kernelName: Name,
  run: (...call: KernelCall<Name>) => TensorInfo | TensorInfo[],
): KernelConfig {
  return {
    kernelName,
    backendName: 'wasm',
    kernelFunc: (call) => run(...typedCall<Name>(call)),
  };
}

/** `ours` where `applies`, else `stock`: for a kernel that is slow in one case only. */
export function specialCase<Name extends KernelName>(
  kernelName: Name,
  stock: KernelConfig,
  applies: (...call: KernelCall<Name>) => boolean,
  ours: (...call: KernelCall<Name>) => TensorInfo,
): KernelConfig {
  return {
    ...stock,
    kernelName,
    kernelFunc: (call) => {
      const typed = typedCall<Name>(call);
      return applies(...typed) ? ours(...typed) : stock.kernelFunc(call);
    },
  };
}

/** `stock` with other attributes than it was called with: for a kernel that misunderstands some. */
export function corrected<Name extends KernelName>(
  kernelName: Name,
  stock: KernelConfig,
  correction: (...call: KernelCall<Name>) => NamedAttrMap,
): KernelConfig {
  return {
    ...stock,
    kernelName,
    kernelFunc: (call) =>
      stock.kernelFunc({ ...call, attrs: { ...call.attrs, ...correction(...typedCall<Name>(call)) } }),
  };
}

/** The kernel of that name, ours or tfjs's; `getKernel` answers undefined for an unknown one, which its type does not say. */
export function findKernel(kernelName: string, backendName: string): KernelConfig | undefined {
  return getKernel(kernelName, backendName);
}

/** tfjs types its registry loosely, for the name of a kernel decides what it is given: said here, once. */
function typedCall<Name extends KernelName>({
  inputs,
  attrs,
}: Parameters<KernelConfig['kernelFunc']>[0]): KernelCall<Name> {
  return [inputs, attrs] as unknown as KernelCall<Name>;
}

/** The four sides of a tensor `[batch, height, width, channels]`. Throws an Error for any other rank. */
export function shape4d({ shape }: TensorInfo): [number, number, number, number] {
  const [batch, height, width, channels, ...more] = shape;
  if (
    batch === undefined ||
    height === undefined ||
    width === undefined ||
    channels === undefined ||
    more.length > 0
  ) {
    throw new Error(`a tensor of rank 4 was expected, not one of shape [${shape.join(', ')}]`);
  }
  return [batch, height, width, channels];
}

/** Throws an Error for a layout other than `[batch, height, width, channels]`, like the backend's forward convolution. */
export function assertChannelsLast(dataFormat: 'NHWC' | 'NCHW'): void {
  if (dataFormat !== 'NHWC') throw new Error(`the wasm backend has no convolution in ${dataFormat}`);
}

/** Bytes of a float32. */
export const floatBytes = 4;
