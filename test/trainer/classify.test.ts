import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  codeOf,
  inTemporaryFolder,
  makeDataset,
  makePhotos,
  runOnce,
  startTrainer,
  trainJob,
} from './support';

describe('classify and evaluate', function () {
  this.timeout(120_000);

  it('names breeds, goes on after photos that cannot be read, and keeps the model warm', () =>
    inTemporaryFolder(async (root) => {
      await makeDataset(root);
      const job = trainJob(root, 'run', { epochs: 8 });
      await runOnce(job);
      const good = path.join(root, 'photos/pug/pug_1.jpg');
      const truncated = path.join(root, 'truncated.jpg');
      await writeFile(truncated, (await readFile(good)).subarray(0, 300));
      const text = path.join(root, 'text.jpg');
      await writeFile(text, 'not a photo');
      const missing = path.join(root, 'missing.jpg');
      const trainer = startTrainer();
      const photos = [good, truncated, text, missing, path.join(root, 'photos/Bengal/Bengal_1.jpg')];
      const { events, end } = await trainer.run({
        type: 'classify',
        model: job.run,
        photos,
        top: 2,
        engine: 'wasm',
      });
      assert.equal(codeOf(end), 'done');
      const answers = events.flatMap((event) => {
        if (event.type === 'classified') return [[event.photo, event.top[0]?.class]];
        if (event.type === 'failed') return [[event.photo, event.code]];
        return [];
      });
      assert.deepEqual(answers, [
        [good, 'pug'],
        [truncated, 'photo-unreadable'],
        [text, 'photo-unreadable'],
        [missing, 'photo-missing'],
        [photos[4], 'Bengal'],
      ]);
      for (const event of events) {
        if (event.type !== 'classified') continue;
        assert.equal(event.top.length, 2);
        assert.ok((event.top[0]?.probability ?? 0) >= (event.top[1]?.probability ?? 1));
      }
      const again = await trainer.run({
        type: 'classify',
        model: job.run,
        photos: [good],
        top: 5,
        engine: 'wasm',
      });
      const sum = again.events.flatMap((event) => (event.type === 'classified' ? event.top : []));
      assert.equal(sum.length, 3);
      assert.ok(Math.abs(sum.reduce((total, { probability }) => total + probability, 0) - 1) < 1e-5);
      await trainer.client.dispose();
    }));

  it('scores a model on photos it never saw, and as training scored it', () =>
    inTemporaryFolder(async (root) => {
      const dataset = await makeDataset(root);
      const job = trainJob(root, 'run', { epochs: 8 });
      const trained = await runOnce(job);
      const reportOf = ({ events }: typeof trained) => {
        const event = events.find((event) => event.type === 'report');
        assert.ok(event?.type === 'report');
        return event.report;
      };
      const evaluation = {
        type: 'evaluate',
        model: job.run,
        dataset,
        cache: job.cache,
        engine: 'wasm',
      } as const;
      const validation = reportOf(await runOnce({ ...evaluation, part: 'validation' }));
      assert.deepEqual(validation.score, reportOf(trained).score);
      const train = reportOf(await runOnce({ ...evaluation, part: 'train' }));
      const all = reportOf(await runOnce({ ...evaluation, part: 'all' }));
      assert.equal(train.score.photos + validation.score.photos, all.score.photos);
      const hits = ({ score }: typeof all) => Math.round(score.top1 * score.photos);
      assert.equal(hits(train) + hits(validation), hits(all));

      // Two of the three classes, other photos, other order of class numbers.
      const other = path.join(root, 'other');
      const unseen = await makeDataset(other, ['pug', 'Bengal'], 10, 5);
      const found = reportOf(
        await runOnce({ ...evaluation, dataset: unseen, cache: path.join(other, 'cache'), part: 'all' }),
      );
      assert.equal(found.score.photos, 20);
      assert.deepEqual(found.classes, ['Bengal', 'beagle', 'pug']);
      assert.deepEqual(
        found.perClass.map(({ photos }) => photos),
        [10, 0, 10],
      );
      const strange = path.join(root, 'strange');
      await makePhotos(path.join(strange, 'photos'), ['Bengal'], 4);
      const strangers = await makeDataset(strange, ['Bengal', 'dragon'], 4);
      const refused = await runOnce({
        ...evaluation,
        dataset: strangers,
        cache: path.join(strange, 'cache'),
        part: 'all',
      });
      assert.equal(codeOf(refused.end), 'class-mismatch');
    }));
});
