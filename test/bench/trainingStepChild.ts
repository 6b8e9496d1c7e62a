/** A process that takes training steps when told to: with our kernels (`ours`) or on tfjs's own (`stock`). */
import { setTimeout as sleep } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import { Adam } from '../../src/trainer/engines/adam';
import { openEngine } from '../../src/trainer/engines/openEngine';
import { startBackend } from '../../src/trainer/engines/wasmEngine';
import { logitsModel } from '../../src/trainer/models/networkOutput';
import { workshopNetwork } from '../../src/trainer/models/workshop';
import { trainableVariables, trainingStep } from '../../src/trainer/training/trainingStep';

/** What the child answers to each message: processor time of one step in milliseconds, its loss and memory after it. */
export interface StepMeasured {
  milliseconds: number;
  loss: number;
  tensors: number;
  residentBytes: number;
}

const classes = 35;

async function main(): Promise<void> {
  const [kernels = '', imageSize = 0, photos = 0] = [process.argv[2], ...process.argv.slice(3).map(Number)];
  if (kernels === 'ours') await openEngine('wasm');
  else await startStock();
  const network = workshopNetwork({ imageSize, classes, seed: 1 });
  const logits = logitsModel(network);
  const variables = trainableVariables(network);
  const adam = new Adam(0.001, variables);
  const inputs = tf.tidy(() =>
    tf.randomUniform([photos, imageSize, imageSize, 3], 0, 1, 'float32', 7).dataSync<'float32'>(),
  );
  const labels = Int32Array.from({ length: photos }, (_, index) => index % classes);
  process.on('message', () => {
    void (async () => {
      // Time of this process, not of the clock: other programs on the machine do not count.
      const before = process.cpuUsage();
      const { loss } = await trainingStep(logits, variables, adam, { inputs, labels, photos });
      const { user, system } = process.cpuUsage(before);
      await sleep(0);
      const measured: StepMeasured = {
        milliseconds: (user + system) / 1000,
        loss,
        tensors: tf.memory().numTensors,
        residentBytes: process.memoryUsage.rss(),
      };
      process.send?.(measured);
    })();
  });
  process.send?.('ready');
}

/** tfjs's wasm backend as it comes, with the one thing added that it cannot do: the gradient of a filter. */
async function startStock(): Promise<void> {
  await startBackend();
  tf.registerGradient({
    kernelName: 'Conv2D',
    inputsToSave: ['x', 'filter'],
    gradFunc: (dy, [x, filter], attributes) => {
      if (Array.isArray(dy) || x === undefined || filter === undefined) throw new Error('no convolution');
      const inputShape = x.shape;
      return {
        x: () => tf.engine().runKernel('Conv2DBackpropInput', { dy, filter }, { ...attributes, inputShape }),
        filter: () => filterGradientByColumns(x, dy, filter.shape),
      };
    },
  });
}

/**
 * im2col and matMul, for 'valid' padding and stride 1: for each tap the pixels it meets as a matrix, transposed, times the
 * output's gradient. The fastest of four ways to write it on these kernels: one matrix of all taps, or leaving the
 * transposition to matMul, take longer.
 */
function filterGradientByColumns(x: tf.Tensor, dy: tf.Tensor, filterShape: number[]): tf.Tensor {
  const [height = 0, width = 0, inChannels = 0, outChannels = 0] = filterShape;
  const [batch = 0, outHeight = 0, outWidth = 0] = dy.shape;
  const pixels = batch * outHeight * outWidth;
  const outputs = tf.reshape(dy, [pixels, outChannels]);
  const taps = Array.from({ length: height * width }, (_, tap) => {
    const corner = [0, Math.floor(tap / width), tap % width, 0];
    const met = tf.slice(x, corner, [batch, outHeight, outWidth, inChannels]);
    return tf.matMul(tf.transpose(tf.reshape(met, [pixels, inChannels])), outputs);
  });
  return tf.reshape(tf.stack(taps), filterShape);
}

void main();
