import { util, type KernelConfig } from '@tensorflow/tfjs-core';
import type { Heap } from './heap';
import { wasmKernel } from './kernel';
import type { TrainingLoops } from './trainingLoops';

/** What the step needs besides the tensors, see Adam. */
export interface AdamUpdateAttributes {
  /** 1 - beta1 and 1 - beta2. */
  rate1: number;
  rate2: number;
  /** Learning rate with the correction for the zeros that both moments start from. */
  alpha: number;
  epsilon: number;
}

/** One step of Adam for one variable in a single pass. Inputs `weights`, `mean`, `square` and `gradient` of one shape; results are the new `weights`, `mean` and `square`. */
export function adamUpdate(heap: Heap, loops: TrainingLoops): KernelConfig {
  return wasmKernel('AdamUpdate', ({ weights, mean, square, gradient }, { rate1, rate2, alpha, epsilon }) => {
    const results = [weights, mean, square].map(({ shape }) => heap.allocate(shape));
    const [newWeights = 0, newMean = 0, newSquare = 0] = results.map((result) => heap.address(result));
    loops.adam(
      heap.address(weights),
      heap.address(mean),
      heap.address(square),
      heap.address(gradient),
      newWeights,
      newMean,
      newSquare,
      util.sizeFromShape(weights.shape),
      rate1,
      rate2,
      alpha,
      epsilon,
    );
    return results;
  });
}
