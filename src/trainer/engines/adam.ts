import * as tf from '@tensorflow/tfjs-core';
import type { AdamUpdateAttributes } from './wasm/adamUpdate';
import { findKernel } from './wasm/kernel';

/** All that Adam remembers: restored, it goes on bit for bit. */
export interface AdamState {
  /** Steps done. */
  step: number;
  /** Both moments of each variable, in the order of the variables: `0/mean`, `0/square`, `1/mean`... */
  tensors: { name: string; shape: number[]; data: Float32Array }[];
}

const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-7;

interface Moments {
  mean: tf.Tensor;
  square: tf.Tensor;
}

/**
 * Adam (Kingma and Ba, ICLR 2015) as Keras formulates it, with the zero-bias correction in the learning rate: the optimizer
 * of tfjs-core keeps part of its state out of reach, so a run resumed with it would not go on as it would have.
 */
export class Adam {
  private stepsDone = 0;
  private readonly moments: Moments[];

  /** Works on `variables`, which stay the caller's. */
  constructor(
    private readonly learningRate: number,
    private readonly variables: readonly tf.Variable[],
  ) {
    this.moments = variables.map(({ shape }) => keptMoments(tf.zeros(shape), tf.zeros(shape)));
  }

  /** Moves each variable that has a gradient under its name. */
  step(gradients: tf.NamedTensorMap): void {
    this.stepsDone += 1;
    const correction = Math.sqrt(1 - beta2 ** this.stepsDone) / (1 - beta1 ** this.stepsDone);
    const attributes = {
      rate1: 1 - beta1,
      rate2: 1 - beta2,
      alpha: this.learningRate * correction,
      epsilon,
    };
    tf.tidy(() => {
      this.variables.forEach((variable, index) => {
        const gradient = gradients[variable.name];
        const old = this.moments[index];
        if (gradient === undefined || old === undefined) return;
        const [weights, mean, square] = updated(variable, old, gradient, attributes);
        variable.assign(weights);
        this.moments[index] = keptMoments(mean, square);
        tf.dispose([old.mean, old.square]);
      });
    });
  }

  /** A copy of everything needed to go on from here. */
  async state(): Promise<AdamState> {
    const tensors = this.moments.flatMap(({ mean, square }, index) => [
      { name: `${index}/mean`, tensor: mean },
      { name: `${index}/square`, tensor: square },
    ]);
    return {
      step: this.stepsDone,
      tensors: await Promise.all(
        tensors.map(async ({ name, tensor }) => ({
          name,
          shape: [...tensor.shape],
          data: await tensor.data<'float32'>(),
        })),
      ),
    };
  }

  /** Goes on from `state`. Throws an Error when it is of other variables, in number, order or shape. */
  restore(state: AdamState): void {
    const saved = new Map(state.tensors.map((tensor) => [tensor.name, tensor]));
    const restored = this.variables.map(({ shape }, index) => {
      const [mean, square] = [`${index}/mean`, `${index}/square`].map((name) => {
        const tensor = saved.get(name);
        if (tensor === undefined || !tf.util.arraysEqual(tensor.shape, shape)) {
          throw new Error(`the optimizer's state has no ${name} of shape [${shape.join(', ')}]`);
        }
        return tensor.data;
      });
      return { mean, square, shape };
    });
    if (saved.size !== 2 * restored.length) throw new Error("the optimizer's state is of another network");
    this.dispose();
    this.stepsDone = state.step;
    restored.forEach(({ mean = [], square = [], shape }, index) => {
      this.moments[index] = keptMoments(
        tf.tensor(Float32Array.from(mean), shape),
        tf.tensor(Float32Array.from(square), shape),
      );
    });
  }

  /** Gives back the moments; the variables stay. */
  dispose(): void {
    tf.dispose(this.moments.splice(0).flatMap(({ mean, square }) => [mean, square]));
  }
}

/** Moments outlive the tidy in which a training step runs. */
function keptMoments(mean: tf.Tensor, square: tf.Tensor): Moments {
  return { mean: tf.keep(mean), square: tf.keep(square) };
}

/** New weights, mean and square. */
function updated(
  weights: tf.Tensor,
  { mean, square }: Moments,
  gradient: tf.Tensor,
  attributes: AdamUpdateAttributes,
): [tf.Tensor, tf.Tensor, tf.Tensor] {
  const inOnePass = findKernel('AdamUpdate', tf.getBackend());
  if (inOnePass === undefined) return updatedByOperations(weights, { mean, square }, gradient, attributes);
  const results: tf.Tensor[] = tf
    .engine()
    .runKernel('AdamUpdate', { weights, mean, square, gradient }, { ...attributes });
  const [newWeights, newMean, newSquare] = results;
  if (newWeights === undefined || newMean === undefined || newSquare === undefined) {
    throw new Error('AdamUpdate has three results');
  }
  return [newWeights, newMean, newSquare];
}

function updatedByOperations(
  weights: tf.Tensor,
  { mean, square }: Moments,
  gradient: tf.Tensor,
  { rate1, rate2, alpha, epsilon: smallest }: AdamUpdateAttributes,
): [tf.Tensor, tf.Tensor, tf.Tensor] {
  const toward = (old: tf.Tensor, target: tf.Tensor, rate: number) =>
    tf.add(old, tf.mul(tf.sub(target, old), rate));
  const newMean = toward(mean, gradient, rate1);
  const newSquare = toward(square, tf.square(gradient), rate2);
  const change = tf.div(tf.mul(newMean, alpha), tf.add(tf.sqrt(newSquare), smallest));
  return [tf.sub(weights, change), newMean, newSquare];
}
