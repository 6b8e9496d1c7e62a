import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import { HumanError } from '../../src/shared/failures';
import { openEngine } from '../../src/trainer/engines/openEngine';
import { buildNetwork } from '../../src/trainer/models/buildNetwork';
import { logitsModel } from '../../src/trainer/models/networkOutput';
import { applyTo } from '../../src/trainer/training/trainingStep';

describe('the workshop network', () => {
  before(() => openEngine('wasm'));

  it('has the 462,659 weights of the workshop for 35 classes at 128 px', () => {
    const network = buildNetwork('workshop', { imageSize: 128, classes: 35, seed: 1 });
    assert.equal(network.countParams(), 462_659);
    assert.deepEqual(network.outputs[0]?.shape, [null, 35]);
    network.dispose();
  });

  it('begins with weights that the seed alone decides', async () => {
    const first = await weightsOf(1);
    assert.deepEqual(await weightsOf(1), first);
    assert.notDeepEqual(await weightsOf(2), first);
  });

  it('ends in probabilities, the softmax of its logits', () => {
    const network = buildNetwork('workshop', { imageSize: 32, classes: 5, seed: 1 });
    const photos = tf.randomUniform([3, 32, 32, 3], 0, 1, 'float32', 1);
    const probabilities = applyTo(network, photos, false);
    const expected = tf.softmax(applyTo(logitsModel(network), photos, false));
    assert.ok(tf.max(tf.abs(tf.sub(probabilities, expected))).dataSync()[0] === 0);
    const sums = tf.sum(probabilities, 1).dataSync();
    for (const sum of sums) assert.ok(Math.abs(sum - 1) < 1e-6);
    network.dispose();
  });

  it('refuses a photo of which its pooling leaves nothing, and takes the smallest that it can', () => {
    assert.throws(
      () => buildNetwork('workshop', { imageSize: 21, classes: 2, seed: 1 }),
      (error) => error instanceof HumanError && error.failure.code === 'bad-config',
    );
    assert.ok(buildNetwork('workshop', { imageSize: 22, classes: 2, seed: 1 }).countParams() > 0);
  });
});

/** Of a small network, in order. */
async function weightsOf(seed: number): Promise<number[]> {
  const network = buildNetwork('workshop', { imageSize: 32, classes: 3, seed });
  const weights = await Promise.all(network.getWeights().map((weight) => weight.data()));
  network.dispose();
  return weights.flatMap((values) => Array.from(values));
}
