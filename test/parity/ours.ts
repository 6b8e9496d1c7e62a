import * as tf from '@tensorflow/tfjs-core';
import { Adam } from '../../src/trainer/engines/adam';
import { openEngine } from '../../src/trainer/engines/openEngine';
import { logitsModel } from '../../src/trainer/models/networkOutput';
import { workshopNetwork, type NetworkShape } from '../../src/trainer/models/workshop';
import type { Batch } from '../../src/trainer/training/batchReader';
import {
  applyTo,
  batchTensors,
  trainableVariables,
  trainingStep,
} from '../../src/trainer/training/trainingStep';
import type { NamedTensor } from './exchange';

/** What our side computed. */
export interface OurTraining {
  /** `[photos, classes]`, of the initial weights. */
  probabilities: Float32Array;
  /** Of each step, before it moved the weights. */
  losses: number[];
  before: NamedTensor[];
  after: NamedTensor[];
}

/** Takes `steps` steps of Adam on one batch, on the wasm engine, as a run does. */
export async function trainOurs(shape: NetworkShape, batch: Batch, steps: number): Promise<OurTraining> {
  await openEngine('wasm');
  const network = workshopNetwork(shape);
  const logits = logitsModel(network);
  const variables = trainableVariables(logits);
  const adam = new Adam(0.001, variables);
  const output = tf.tidy(() => applyTo(network, batchTensors(network, batch).inputs, false));
  const probabilities = await output.data<'float32'>();
  const before = await weightsOf(variables);
  const losses: number[] = [];
  for (let step = 1; step <= steps; step++) {
    losses.push((await trainingStep(logits, variables, adam, batch)).loss);
  }
  const after = await weightsOf(variables);
  output.dispose();
  adam.dispose();
  network.dispose();
  return { probabilities, losses, before, after };
}

/** How many weights our network has. */
export async function countOurWeights(shape: NetworkShape): Promise<number> {
  await openEngine('wasm');
  const network = workshopNetwork(shape);
  const count = network.countParams();
  network.dispose();
  return count;
}

/** Copies: the engine's own memory changes with the next step. */
function weightsOf(variables: readonly tf.Variable[]): Promise<NamedTensor[]> {
  return Promise.all(
    variables.map(async (variable) => ({
      name: variable.name,
      shape: [...variable.shape],
      values: Float32Array.from(await variable.data()),
    })),
  );
}
