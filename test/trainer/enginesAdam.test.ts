import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import { Adam } from '../../src/trainer/engines/adam';
import { numbers, openWasm } from './kernelsSupport';

const learningRate = 0.01;
const shapes = [[3, 5], [7], [1]];
const steps = 12;

/** Gradients of step `step` for each variable. */
const gradientsAt = (step: number) => shapes.map((shape, index) => numbers(shape, 100 * step + index + 1));
const initial = shapes.map((shape, index) => numbers(shape, index + 50));

/** Kingma and Ba's algorithm 1 in double precision, in the order of operations that Keras writes. */
function reference(): number[][] {
  return initial.map(({ values }, variable) => {
    const weights = Array.from(values);
    const mean = weights.map(() => 0);
    const square = weights.map(() => 0);
    for (let step = 1; step <= steps; step++) {
      const alpha = (learningRate * Math.sqrt(1 - 0.999 ** step)) / (1 - 0.9 ** step);
      gradientsAt(step)[variable]?.values.forEach((g, index) => {
        const m = 0.9 * (mean[index] ?? 0) + 0.1 * g;
        const v = 0.999 * (square[index] ?? 0) + 0.001 * g * g;
        mean[index] = m;
        square[index] = v;
        weights[index] = (weights[index] ?? 0) - (alpha * m) / (Math.sqrt(v) + 1e-7);
      });
    }
    return weights;
  });
}

function makeVariables(): tf.Variable[] {
  return initial.map(({ shape, values }) => tf.tidy(() => tf.variable(tf.tensor(values, shape))));
}

function advance(adam: Adam, variables: readonly tf.Variable[], from: number, to: number): void {
  for (let step = from; step <= to; step++) {
    tf.tidy(() => {
      const gradients = gradientsAt(step).map(({ shape, values }) => tf.tensor(values, shape));
      adam.step(
        Object.fromEntries(variables.map(({ name }, index) => [name, gradients[index] ?? tf.scalar(0)])),
      );
    });
  }
}

const valuesOf = (variables: readonly tf.Variable[]) =>
  Promise.all(variables.map(async (variable) => [...(await variable.data())]));

describe('engines: Adam', () => {
  before(openWasm);
  after(async () => {
    await tf.setBackend('wasm');
  });

  for (const backend of ['wasm', 'cpu'] as const) {
    it(`follows the written algorithm on ${backend}`, async () => {
      await tf.setBackend(backend);
      const variables = makeVariables();
      const adam = new Adam(learningRate, variables);
      advance(adam, variables, 1, steps);
      const found = (await valuesOf(variables)).flat();
      reference()
        .flat()
        .forEach((expected, index) => {
          assert.ok(Math.abs((found[index] ?? Number.NaN) - expected) < 1e-6);
        });
      adam.dispose();
      tf.dispose(variables);
    });

    it(`goes on bit for bit from a restored state on ${backend}`, async () => {
      await tf.setBackend(backend);
      const straight = makeVariables();
      const straightAdam = new Adam(learningRate, straight);
      advance(straightAdam, straight, 1, 5);
      const state = await straightAdam.state();
      const resumed = (await valuesOf(straight)).map((values, index) =>
        tf.tidy(() => tf.variable(tf.tensor(values, shapes[index]))),
      );
      advance(straightAdam, straight, 6, steps);

      const resumedAdam = new Adam(learningRate, resumed);
      resumedAdam.restore(state);
      advance(resumedAdam, resumed, 6, steps);
      assert.deepEqual(await valuesOf(resumed), await valuesOf(straight));
      assert.deepEqual(await resumedAdam.state(), await straightAdam.state());
      [straightAdam, resumedAdam].forEach((adam) => adam.dispose());
      tf.dispose([straight, resumed]);
    });
  }

  it('refuses the state of other variables and stays as it was', async () => {
    await tf.setBackend('wasm');
    const variables = makeVariables();
    const adam = new Adam(learningRate, variables);
    advance(adam, variables, 1, 1);
    const state = await adam.state();
    const [first] = state.tensors;
    assert.ok(first !== undefined);
    assert.throws(() => adam.restore({ ...state, tensors: state.tensors.slice(1) }));
    assert.throws(() =>
      adam.restore({ ...state, tensors: [...state.tensors, { ...first, name: '9/mean' }] }),
    );
    assert.throws(() =>
      adam.restore({ ...state, tensors: state.tensors.map((one) => ({ ...one, shape: [99] })) }),
    );
    assert.deepEqual(await adam.state(), state);
    adam.dispose();
    tf.dispose(variables);
  });

  it('leaves a variable without gradient alone, and no tensor behind', async () => {
    await tf.setBackend('wasm');
    const before = tf.memory().numTensors;
    const variables = makeVariables();
    const adam = new Adam(learningRate, variables);
    const [, ...others] = variables;
    advance(adam, others, 1, 0);
    tf.tidy(() => {
      const [first] = variables;
      assert.ok(first !== undefined);
      adam.step({ [first.name]: tf.ones(first.shape) });
    });
    const found = await valuesOf(variables);
    assert.notDeepEqual(found[0], [...(initial[0]?.values ?? [])]);
    assert.deepEqual(found[1], [...(initial[1]?.values ?? [])]);
    adam.dispose();
    tf.dispose(variables);
    assert.equal(tf.memory().numTensors, before);
  });
});
