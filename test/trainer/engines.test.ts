import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import * as otherCopy from '@tensorflow/tfjs-core/dist/index';
import '@tensorflow/tfjs-backend-cpu';
import { engineIds } from '../../src/shared/config';
import { HumanError } from '../../src/shared/failures';
import { knownAnswer } from '../../src/trainer/engines/knownAnswer';
import { openEngine } from '../../src/trainer/engines/openEngine';
import { departure, probeStep, type ProbeAnswer } from '../../src/trainer/engines/probe';
import { skip } from '../harness/skip';

/** The failure's code that `work` ends with. */
async function failureCode(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof HumanError, String(error));
    return error.failure.code;
  }
  return 'none';
}

describe('engines: the ladder', function () {
  this.timeout(60_000);
  after(async () => {
    await openEngine('wasm');
  });

  it('opens wasm by name and did not ask the others', async () => {
    const { id, device, trials } = await openEngine('wasm');
    assert.equal(id, 'wasm');
    assert.equal(tf.getBackend(), 'wasm');
    assert.ok(device.length > 0 && device.length < 100);
    assert.deepEqual(
      trials.map(({ engine, works, reason }) => ({ engine, works, reason })),
      [
        { engine: 'cuda', works: false, reason: 'not-asked' },
        { engine: 'native', works: false, reason: 'not-asked' },
        { engine: 'wasm', works: true, reason: 'works' },
      ],
    );
  });

  it('ends at the first that works, and says why not of each before it', async () => {
    const { id, trials } = await openEngine('auto');
    assert.deepEqual(
      trials.map(({ engine }) => engine),
      engineIds.slice(0, trials.length),
    );
    const last = trials.at(-1);
    assert.ok(last?.works === true && last.engine === id);
    for (const { works, reason } of trials.slice(0, -1)) {
      assert.equal(works, false);
      assert.ok(['not-installed', 'no-gpu', 'load-failed', 'wrong-answer'].includes(reason), reason);
    }
  });

  it('fails where the only engine asked for does not work', async function () {
    const { id } = await openEngine('auto');
    if (id === 'cuda') skip(this, 'this machine has a GPU that TensorFlow can use');
    assert.equal(await failureCode(openEngine('cuda')), 'no-engine');
  });

  it('opens the same engine twice', async () => {
    const first = await openEngine('wasm');
    const { numTensors } = tf.memory();
    assert.deepEqual(await openEngine('wasm'), first);
    assert.equal(tf.memory().numTensors, numTensors);
  });

  it("leaves no listener of emscripten's behind", async () => {
    const before = process.listenerCount('uncaughtException');
    await openEngine('wasm');
    assert.equal(process.listenerCount('uncaughtException'), before);
    const ours = process
      .listeners('uncaughtException')
      .filter((listener) => listener.toString().includes('ExitStatus'));
    assert.equal(ours.length, 0);
  });
});

describe('engines: the probe', () => {
  after(async () => {
    await openEngine('wasm');
  });

  it('knows what plain JavaScript computes', async () => {
    await tf.setBackend('cpu');
    const answer = await probeStep();
    for (const part of Object.keys(knownAnswer) as (keyof ProbeAnswer)[]) {
      assert.equal(answer[part].length, knownAnswer[part].length);
      answer[part].forEach((value, index) => {
        const known = knownAnswer[part][index] ?? Number.NaN;
        assert.ok(
          Math.abs(value - known) <= 1e-5 * Math.max(1, Math.abs(known)),
          `${part}[${index}]: ${value}`,
        );
      });
    }
    assert.equal(departure(answer), null);
  });

  it('leaves no tensor behind', async () => {
    await openEngine('wasm');
    const { numTensors, numDataBuffers } = tf.memory();
    await probeStep();
    assert.deepEqual(
      { numTensors: tf.memory().numTensors, numDataBuffers: tf.memory().numDataBuffers },
      { numTensors, numDataBuffers },
    );
  });

  it('distrusts a number that is off, missing, too much or not a number', () => {
    const altered = (filter: (numbers: number[]) => number[]): ProbeAnswer => ({
      ...knownAnswer,
      filter: filter([...knownAnswer.filter]),
    });
    assert.equal(departure(altered((numbers) => numbers)), null);
    assert.equal(departure(altered((numbers) => numbers.map((one) => one + 0.001))), null);
    assert.notEqual(departure(altered((numbers) => numbers.with(7, 0))), null);
    assert.notEqual(departure(altered((numbers) => numbers.with(7, Number.NaN))), null);
    assert.notEqual(departure(altered((numbers) => numbers.slice(1))), null);
    assert.notEqual(departure(altered((numbers) => [...numbers, 0])), null);
    assert.notEqual(departure(altered(() => [])), null);
  });
});

describe('engines: two copies of tfjs-core', () => {
  // tfjs-node brings its own copy beside the one in our bundle.
  it('are two, and share the engine, its flags and the registries', async () => {
    await openEngine('wasm');
    assert.notEqual(otherCopy.Tensor, tf.Tensor);
    assert.equal(otherCopy.engine(), tf.engine());
    assert.equal(otherCopy.env(), tf.env());
    assert.equal(otherCopy.getKernel('ReluGrad', 'wasm'), tf.getKernel('ReluGrad', 'wasm'));
    assert.equal(otherCopy.getGradient('Relu'), tf.getGradient('Relu'));
    const tensor = otherCopy.tensor1d([1, 2]);
    assert.ok(tensor instanceof tf.Tensor);
    const doubled = tf.add(tensor, tensor);
    assert.deepEqual([...(await doubled.data())], [2, 4]);
    tf.dispose([tensor, doubled]);
  });
});
