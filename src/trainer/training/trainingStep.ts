import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Adam } from '../engines/adam';
import type { Batch } from './batchReader';

/** What one step found before it moved the weights. */
export interface StepResult {
  /** Mean cross-entropy of the batch, nats. */
  loss: number;
  /** Photos whose most probable class is the true one. */
  hits: number;
}

/**
 * The variables that training moves, in the model's order.
 * @throws Error when a weight is not a variable: the model is disposed.
 */
export function trainableVariables(network: LayersModel): tf.Variable[] {
  return network.trainableWeights.map((weight): tf.Variable => {
    const value: tf.Tensor = weight.read();
    if (!isVariable(value)) throw new Error(`Weight ${weight.name} is not a variable.`);
    return value;
  });
}

/** One step of gradient descent on sparse categorical cross-entropy, from logits `[batch, classes]`. */
export async function trainingStep(
  logits: LayersModel,
  variables: tf.Variable[],
  adam: Adam,
  batch: Batch,
): Promise<StepResult> {
  const measured = tf.tidy(() => {
    const { inputs, labels } = batchTensors(logits, batch);
    // The gradient's own tidy would dispose of the hits: they are kept, and disposed of by hand.
    const kept: tf.Scalar[] = [];
    const { value, grads } = tf.variableGrads(() => {
      const scores = applyTo(logits, inputs, true);
      kept.push(tf.keep(countHits(scores, labels)));
      return crossEntropy(scores, labels);
    }, variables);
    adam.step(grads);
    const both = tf.stack([value, ...kept]);
    tf.dispose(kept);
    return both;
  });
  const [loss = Number.NaN, hits = 0] = await measured.data();
  measured.dispose();
  return { loss, hits };
}

/** Inputs `[photos, S, S, 3]` and labels `[photos]` of a batch as tensors. */
export function batchTensors(network: LayersModel, batch: Batch): { inputs: tf.Tensor; labels: tf.Tensor1D } {
  const [, ...shape] = network.inputs[0]?.shape ?? [];
  const inputs = tf.tensor(batch.inputs, [batch.photos, ...shape.map((side) => side ?? 0)], 'float32');
  return { inputs, labels: tf.tensor1d(batch.labels, 'int32') };
}

/** The network's single output for `inputs`. */
export function applyTo(network: LayersModel, inputs: tf.Tensor, training: boolean): tf.Tensor2D {
  const output = network.apply(inputs, { training });
  if (!(output instanceof tf.Tensor)) throw new Error('The network has more than one output.');
  return tf.reshape<tf.Rank.R2>(output, [inputs.shape[0], -1]);
}

function crossEntropy(scores: tf.Tensor2D, labels: tf.Tensor1D): tf.Scalar {
  const oneHot = tf.oneHot(labels, scores.shape[1]);
  return tf.reshape(tf.losses.softmaxCrossEntropy(oneHot, scores), []);
}

function countHits(scores: tf.Tensor2D, labels: tf.Tensor1D): tf.Scalar {
  return tf.sum(tf.cast(tf.equal(tf.argMax(scores, 1), labels), 'float32'));
}

/** `instanceof` alone would give a Variable of any rank and type, `any`. */
function isVariable(value: tf.Tensor): value is tf.Variable {
  return value instanceof tf.Variable;
}
