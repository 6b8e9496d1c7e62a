import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { HumanError } from '../../src/shared/failures';
import { Adam } from '../../src/trainer/engines/adam';
import { Heap } from '../../src/trainer/engines/wasm/heap';
import { logitsModel } from '../../src/trainer/models/networkOutput';
import { workshopNetwork } from '../../src/trainer/models/workshop';
import { trainableVariables, trainingStep } from '../../src/trainer/training/trainingStep';
import { numbers, openWasm } from './kernelsSupport';

const photos = 4;
const imageSize = 34;
const classes = 5;

/** Losses of `steps` training steps of a new network, `afterEach` step something may be looked at. */
async function losses(steps: number, afterEach: (step: number) => void = () => undefined): Promise<number[]> {
  const network = workshopNetwork({ imageSize, classes, seed: 3 });
  const logits = logitsModel(network);
  const variables = trainableVariables(network);
  const adam = new Adam(0.001, variables);
  const inputs = numbers([photos, imageSize, imageSize, 3], 9).values;
  const labels = Int32Array.from({ length: photos }, (_, index) => index % classes);
  const found: number[] = [];
  for (let step = 1; step <= steps; step++) {
    found.push((await trainingStep(logits, variables, adam, { inputs, labels, photos })).loss);
    afterEach(step);
  }
  adam.dispose();
  network.dispose();
  return found;
}

function openHeap(): Heap {
  const backend = tf.backend();
  assert.ok(backend instanceof BackendWasm);
  return new Heap(backend);
}

/** Bytes of the wasm backend's memory, which only ever grows. */
const heapBytes = (): number => openHeap().memory.buffer.byteLength;

describe('engines: training on wasm', function () {
  this.timeout(120_000);
  before(openWasm);

  it('keeps tensors and memory flat over 300 steps', async () => {
    const settledAfter = 20;
    const settled = { numTensors: 0, numDataBuffers: 0, heap: 0, resident: 0 };
    await losses(300, (step) => {
      const { numTensors, numDataBuffers } = tf.memory();
      if (step === settledAfter) {
        const resident = process.memoryUsage.rss();
        Object.assign(settled, { numTensors, numDataBuffers, heap: heapBytes(), resident });
      }
      if (step > settledAfter) {
        assert.equal(numTensors, settled.numTensors);
        assert.equal(numDataBuffers, settled.numDataBuffers);
        assert.equal(heapBytes(), settled.heap);
      }
    });
    // One convolution's output kept each step would be 70 MB.
    const grown = process.memoryUsage.rss() - settled.resident;
    assert.ok(grown < 30e6, `${grown} bytes more`);
  });

  it('gives the same losses twice, bit for bit, and they fall', async () => {
    const first = await losses(12);
    assert.deepEqual(await losses(12), first);
    assert.ok((first.at(-1) ?? Number.NaN) < (first[0] ?? Number.NaN));
  });

  it('refuses a tensor that does not fit, and takes one that does', () => {
    const before = heapBytes();
    for (const bytes of [4_294_900_000, 5_000_000_000]) {
      assert.throws(
        () => openHeap().allocate([bytes / 4]),
        (error) => error instanceof HumanError && error.failure.code === 'out-of-memory',
      );
    }
    assert.equal(heapBytes(), before);
    const heap = openHeap();
    heap.free(heap.allocate([2, 3]));
  });
});
