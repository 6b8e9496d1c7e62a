import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { augmentationPresets } from '../../src/shared/config';
import type { Augmentation } from '../../src/shared/config';
import type { FileEntry } from '../../src/shared/manifest';
import { augmentPhoto } from '../../src/trainer/augmentation/augmentPhoto';
import { Augmenter } from '../../src/trainer/augmentation/augmenter';
import { permutation } from '../../src/trainer/random';
import { normalized, readBatches } from '../../src/trainer/training/batchReader';
import type { Batch, MakeInputs, PixelRows } from '../../src/trainer/training/batchReader';
import { skip } from '../harness/skip';
import { codeOf, inTemporaryFolder, makeDataset, startTrainer, trainJob } from './support';

const side = 16;
const photoBytes = side * side * 3;
const { strong } = augmentationPresets;

/** Rows of pixels that can be told apart. */
const rows: PixelRows = {
  imageSize: side,
  read(indices, into) {
    Array.from(indices).forEach((index, place) => into.set(pixelsOf(index), place * photoBytes));
    return Promise.resolve();
  },
};

function pixelsOf(index: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: photoBytes }, (_, at) => (index * 31 + at * 7) % 256);
}

async function withAugmenter<T>(
  strengths: Augmentation,
  use: (augmenter: Augmenter) => Promise<T>,
): Promise<T> {
  const augmenter = new Augmenter({ strengths, seed: 7, side });
  try {
    return await use(augmenter);
  } finally {
    await augmenter.close();
  }
}

async function batchesOf(
  order: ArrayLike<number>,
  batchSize: number,
  first: number,
  makeInputs?: MakeInputs,
): Promise<Batch[]> {
  const files: FileEntry[] = [];
  const batches: Batch[] = [];
  for await (const batch of readBatches(rows, files, order, batchSize, first, makeInputs))
    batches.push(batch);
  return batches;
}

/** The inputs of photos one after the other, whatever batches they came in. */
function inputsOf(batches: readonly Batch[]): number[] {
  return batches.flatMap(({ inputs }) => Array.from(inputs));
}

describe('the thread that varies photos', function () {
  this.timeout(60_000);

  it('gives what the same calculation gives here', () =>
    withAugmenter(strong, async (augmenter) => {
      const order = permutation(1, 1, 9);
      const [first, second, ...more] = await batchesOf(order, 5, 0, augmenter.inEpoch(3));
      assert.equal(more.length, 0);
      assert.deepEqual([first?.photos, second?.photos], [5, 4]);
      const expected = Array.from(order).flatMap((photo) => {
        const picture = augmentPhoto(pixelsOf(photo), side, strong, { seed: 7, epoch: 3, photo });
        return Array.from(normalized(new Uint8Array(picture)));
      });
      const inputs = inputsOf([first, second].filter((batch) => batch !== undefined));
      assert.deepEqual(inputs, expected);
      assert.ok(inputs.every((value) => value >= 0 && value <= 1));
    }));

  it('gives the same picture in batches of any size, and from the middle of an epoch', () =>
    withAugmenter(strong, async (augmenter) => {
      const order = permutation(1, 2, 12);
      const inputs = augmenter.inEpoch(2);
      const whole = inputsOf(await batchesOf(order, 4, 0, inputs));
      assert.deepEqual(inputsOf(await batchesOf(order, 5, 0, inputs)), whole);
      assert.deepEqual(inputsOf(await batchesOf(order, 4, 2, inputs)), whole.slice(8 * photoBytes));
      assert.deepEqual(await batchesOf(order, 4, 3, inputs), []);
      assert.notDeepEqual(inputsOf(await batchesOf(order, 4, 0, augmenter.inEpoch(3))), whole);
    }));

  it('with every strength 0 gives what the path without it gives', () =>
    withAugmenter(augmentationPresets.none, async (augmenter) => {
      const order = permutation(1, 1, 8);
      assert.deepEqual(await batchesOf(order, 3, 0, augmenter.inEpoch(1)), await batchesOf(order, 3, 0));
    }));

  it('works ahead: the next batch is on its way while the first is used', () =>
    withAugmenter(strong, async (augmenter) => {
      const asked: number[] = [];
      const make = augmenter.inEpoch(1);
      const batches = readBatches(rows, [], permutation(1, 1, 12), 4, 0, (pixels, indices) => {
        asked.push(indices.length);
        return make(pixels, indices);
      });
      await batches.next();
      assert.deepEqual(asked, [4, 4]);
      await batches.return(undefined);
    }));

  it('that dies of an error refuses what it was asked for, and all that comes after', () =>
    withAugmenter(strong, async (augmenter) => {
      const make = augmenter.inEpoch(1);
      const ask = (photos: number, indices: number) =>
        Promise.resolve(make(new Uint8Array(photos * photoBytes), new Uint32Array(indices)));
      const [unfit, behind] = await Promise.allSettled([ask(2, 3), ask(1, 1)]);
      assert.ok(unfit.status === 'rejected' && behind.status === 'rejected');
      const sameReason = (reason: unknown) => reason === unfit.reason;
      assert.ok(unfit.reason instanceof RangeError, 'what it died of');
      assert.ok(sameReason(behind.reason));
      await assert.rejects(ask(1, 1), sameReason);
      await assert.rejects(batchesOf([0, 1, 2], 1, 0, make), sameReason);
    }));

  it('that is ended refuses what is under way', async () => {
    const augmenter = new Augmenter({ strengths: strong, seed: 1, side });
    const pending = Promise.resolve(augmenter.inEpoch(1)(new Uint8Array(photoBytes), new Uint32Array(1)));
    const refused = assert.rejects(pending);
    await augmenter.close();
    await refused;
  });

  it('that ends is an error of the training that waits for it', () =>
    withAugmenter(strong, async (augmenter) => {
      const batches = readBatches(rows, [], permutation(1, 1, 12), 4, 0, augmenter.inEpoch(1));
      await batches.next();
      await augmenter.close();
      await assert.rejects(async () => {
        while ((await batches.next()).done !== true);
      });
    }));

  it('is gone after each job', function () {
    if (process.platform !== 'linux') skip(this, 'the threads of a process are counted in /proc');
    return inTemporaryFolder(async (root) => {
      await makeDataset(root);
      const trainer = startTrainer();
      const threads = [];
      for (let count = 0; count < 6; count++) {
        const job = trainJob(root, `run-${count}`, { epochs: 100, augmentation: strong });
        const { end } = await trainer.run(job, (event) => {
          if (event.type === 'batch' && event.batch === 3) trainer.client.stop();
        });
        assert.equal(codeOf(end), 'stopped');
        threads.push((await readdir(`/proc/${trainer.child.pid}/task`)).length);
      }
      await trainer.client.dispose();
      // Node itself starts one or two late; one left by each job would make five more.
      assert.ok((threads.at(-1) ?? 0) - (threads[0] ?? 0) < 4, threads.join());
    });
  });
});
