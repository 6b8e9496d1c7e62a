import * as tf from '@tensorflow/tfjs-core';
// tfjs-core alone knows no gradient.
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { knownAnswer } from './knownAnswer';

const variableNames = ['filter', 'filterBias', 'weights', 'weightsBias'] as const;

/** What a step of the probe's network gives: the loss and each gradient, flat. */
export type ProbeAnswer = Record<'loss' | (typeof variableNames)[number], readonly number[]>;

/** Relative to the largest number of each part. GPUs round products to ten bits (TF32); a wrong kernel is off by far more. */
const tolerance = 0.02;

/** How an engine's answer departs from the known one, in words; null when the engine can be trusted. */
export function departure(answer: ProbeAnswer, known: ProbeAnswer = knownAnswer): string | null {
  for (const part of ['loss', ...variableNames] as const) {
    const expected = known[part];
    const got = answer[part];
    const allowed = tolerance * Math.max(...expected.map(Math.abs));
    const wrong = expected.findIndex(
      (value, index) => !(Math.abs((got[index] ?? Number.NaN) - value) <= allowed),
    );
    if (wrong >= 0) return `${part}[${wrong}] is ${String(got[wrong])} instead of ${String(expected[wrong])}`;
    if (got.length !== expected.length)
      return `${part} has ${got.length} numbers instead of ${expected.length}`;
  }
  return null;
}

/**
 * One training step of a tiny network on the engine that is set: convolution, ReLU, max pooling, dense layer, softmax
 * cross-entropy and all their gradients. Leaves no tensor behind. Throws whatever the engine throws.
 */
export async function probeStep(): Promise<ProbeAnswer> {
  const filter = seededVariable<tf.Rank.R4>([3, 3, 3, 2], 1);
  const filterBias = seededVariable<tf.Rank.R1>([2], 2);
  const weights = seededVariable<tf.Rank.R2>([18, 3], 3);
  const weightsBias = seededVariable<tf.Rank.R1>([3], 4);
  const variables = { filter, filterBias, weights, weightsBias };
  const results: Record<keyof ProbeAnswer, tf.Tensor> = tf.tidy(() => {
    const images: tf.Tensor4D = seeded([2, 9, 9, 3], 5);
    const labels = tf.oneHot(tf.tensor1d([2, 0], 'int32'), 3);
    const { value, grads } = tf.variableGrads(() => {
      const convolved: tf.Tensor4D = tf.add(tf.conv2d(images, filter, 1, 'valid'), filterBias);
      const pooled = tf.maxPool(tf.relu(convolved), 2, 2, 'valid');
      const logits = tf.add(tf.matMul(tf.reshape(pooled, [2, 18]), weights), weightsBias);
      return tf.reshape(tf.losses.softmaxCrossEntropy(labels, logits), []);
    }, Object.values(variables));
    const gradientOf = (name: keyof typeof variables): tf.Tensor => {
      const gradient = grads[variables[name].name];
      if (gradient === undefined) throw new Error(`the engine gave no gradient of ${name}`);
      return gradient;
    };
    return {
      loss: value,
      filter: gradientOf('filter'),
      filterBias: gradientOf('filterBias'),
      weights: gradientOf('weights'),
      weightsBias: gradientOf('weightsBias'),
    };
  });
  try {
    const numbers = async (name: keyof ProbeAnswer): Promise<number[]> => [...(await results[name].data())];
    return {
      loss: await numbers('loss'),
      filter: await numbers('filter'),
      filterBias: await numbers('filterBias'),
      weights: await numbers('weights'),
      weightsBias: await numbers('weightsBias'),
    };
  } finally {
    tf.dispose([Object.values(results), Object.values(variables)]);
  }
}

/** Numbers -1..1, made in JavaScript: the same on every engine. */
function seeded<R extends tf.Rank>(shape: tf.ShapeMap[R], seed: number): tf.Tensor<R> {
  return tf.randomUniform<R>(shape, -1, 1, 'float32', seed);
}

function seededVariable<R extends tf.Rank>(shape: tf.ShapeMap[R], seed: number): tf.Variable<R> {
  return tf.tidy(() => tf.variable<R>(seeded(shape, seed)));
}
