import * as tf from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { adamUpdate } from './adamUpdate';
import { batchMatMul, identity, reluGrad, sum } from './arithmetic';
import { conv2dBackpropFilter, conv2dBackpropInput } from './convolution';
import { depthwiseBackpropFilter, depthwiseBackpropInput } from './depthwiseConvolution';
import { Heap } from './heap';
import { findKernel } from './kernel';
import { maxPoolGrad } from './maxPoolGrad';
import { refuseWhenFull } from './refuseWhenFull';
import { convolutionsWithPixelPadding } from './samePadding';
import { trainingLoops } from './trainingLoops';

/**
 * Gives the wasm backend the kernels that training needs and that it lacks or has as slow loops. Works once the backend
 * is ready; doing it twice is harmless.
 */
export function registerTrainingKernels(backend: BackendWasm): void {
  if (findKernel('ReluGrad', 'wasm') !== undefined) return;
  refuseWhenFull(backend);
  const heap = new Heap(backend);
  const loops = trainingLoops(heap.memory);
  const kernels = [
    adamUpdate(heap, loops),
    batchMatMul(heap, loops, tf.getKernel('BatchMatMul', 'wasm')),
    conv2dBackpropFilter(heap, loops),
    conv2dBackpropInput(heap, loops),
    ...convolutionsWithPixelPadding((name) => tf.getKernel(name, 'wasm')),
    depthwiseBackpropFilter(heap, loops),
    depthwiseBackpropInput(heap, loops),
    identity(heap),
    maxPoolGrad(heap, loops),
    reluGrad(heap, loops),
    sum(heap, loops, tf.getKernel('Sum', 'wasm')),
  ];
  for (const kernel of kernels) {
    // tfjs warns on the console about a kernel that is registered over another.
    if (findKernel(kernel.kernelName, 'wasm') !== undefined) tf.unregisterKernel(kernel.kernelName, 'wasm');
    tf.registerKernel(kernel);
  }
  registerReluGradient();
}

/**
 * ReLU's gradient from its output instead of its input, which can then be freed: the output is kept anyway, as the input of the next
 * layer. Gradients belong to all backends; the others use tfjs's own, which asks only where its tensor is positive.
 */
function registerReluGradient(): void {
  const stock = tf.getGradient('Relu');
  tf.registerGradient({
    kernelName: 'Relu',
    outputsToSave: [true],
    gradFunc: (dy, saved, attributes) => {
      const [y] = saved;
      if (tf.getBackend() !== 'wasm') return stock.gradFunc(dy, saved, attributes);
      if (Array.isArray(dy) || y === undefined) throw new Error('ReLU has one output');
      return { x: (): tf.Tensor => tf.engine().runKernel('ReluGrad', { dy, y }) };
    },
  });
}
