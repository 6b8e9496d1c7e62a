import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { GetJob, TrainerEvent } from '../../src/shared/protocol';
import { readManifest } from '../../src/trainer/data/manifestFile';
import { startMisbehavingServer } from '../harness/misbehavingServer';
import { skip } from '../harness/skip';
import { tree } from './dataSupport';
import { contents, getJob } from './getSupport';
import { inTemporaryFolder, runOnce, startTrainer } from './support';

const sample = path.resolve('../shared/data/oxford-sample');
const imagesBytes = 102_069_514;

describe('the sample of Oxford-IIIT Pet', function () {
  this.timeout(300_000);

  before(function () {
    if (!existsSync(sample)) skip(this, 'no ../shared/data');
  });

  it('is sorted into 37 breeds with the official split', () =>
    inTemporaryFolder(async (root) => {
      const job = getJob(root, { mirrors: [sample], split: { kind: 'official' } });
      const { end, events } = await runOnce(job);
      assert.equal(end.type, 'done');
      const made = events.find((event) => event.type === 'prepared');
      assert.ok(made);
      const { dataset } = made;
      assert.deepEqual(
        [dataset.classes.length, dataset.trainPhotos, dataset.validationPhotos],
        [37, 673, 433],
      );
      assert.deepEqual([dataset.unusedPhotos, dataset.skipped], [0, 0]);
      const { files, nearDuplicateGroups } = await readManifest(job.folder);
      assert.equal(files.length, 1106);
      assert.ok(files.every(({ part, official }) => part === official));
      assert.ok(nearDuplicateGroups >= 2);
      assert.equal((await tree(job.folder)).filter((name) => name.endsWith('.jpg')).length, 1106);
      // A mirror on this computer is not copied.
      assert.deepEqual(await tree(job.downloads), []);
    }));

  it('gives 415 heads of cats and dogs', () =>
    inTemporaryFolder(async (root) => {
      const job = getJob(root, { dataset: 'petfaces', from: 'oxford', mirrors: [sample] });
      const { end, events } = await runOnce(job);
      assert.equal(end.type, 'done');
      const { files, classes, skipped, origin } = await readManifest(job.folder);
      assert.deepEqual([files.length, skipped, origin?.way], [415, [], 'cut']);
      assert.deepEqual(classes, [
        'cat_Abyssinian',
        'cat_Bengal',
        'cat_Persian',
        'cat_Ragdoll',
        'cat_Sphynx',
        'dog_american_bulldog',
      ]);
      const cutting = events.filter((event) => event.type === 'progress' && event.stage === 'cutting');
      assert.deepEqual(cutting.at(-1), { type: 'progress', stage: 'cutting', done: 415, total: 415 });
    }));

  it('is the same after three cut connections and two kills as without', () =>
    inTemporaryFolder(async (root) => {
      const server = await startMisbehavingServer({ root: sample });
      try {
        const job = (name: string): GetJob =>
          getJob(path.join(root, name), { mirrors: [server.url], split: { kind: 'official' } });
        const calm = job('calm');
        assert.equal((await runOnce(calm)).end.type, 'done');

        const rough = job('rough');
        server.plan('/images.tar.gz', [
          { kind: 'cut', after: 30_000_000 },
          { kind: 'cut', after: 20_000_000 },
          { kind: 'drip', bytes: 1_000_000, everyMs: 5 },
          { kind: 'cut', after: 15_000_000 },
        ]);
        const before = server.requests.length;
        await killWhen(rough, (event) => event.stage === 'downloading' && event.done > 60_000_000);
        assert.ok((await tree(rough.downloads)).includes('images.tar.gz.part'));
        await killWhen(rough, (event) => event.stage === 'decoding' && event.done > 100);
        const left = await tree(path.dirname(rough.folder));
        assert.ok(left.length > 0 && !left.includes('pets'), 'what is half done has another name');
        assert.equal((await runOnce(rough)).end.type, 'done');

        const asked = server.requests.slice(before).filter((request) => request.path === '/images.tar.gz');
        assert.deepEqual(asked.filter(({ range }) => range === null).length, 1, 'from the start only once');
        assert.equal(asked.length, 5);
        assert.deepEqual(await contents(rough.folder), await contents(calm.folder));
        assert.deepEqual(await contents(rough.downloads), await contents(calm.downloads));
        assert.deepEqual(await tree(rough.cache), await tree(calm.cache));
        assert.deepEqual(
          (await tree(path.dirname(rough.folder))).filter((name) => !name.includes('/')),
          ['pets'],
        );
        const { origin } = await readManifest(rough.folder);
        assert.deepEqual(
          origin?.archives.map(({ from, bytes }) => [from, bytes]),
          [
            [`${server.url}/images.tar.gz`, imagesBytes],
            [`${server.url}/annotations.tar.gz`, 18_234],
          ],
        );
      } finally {
        await server.close();
      }
    }));
});

/** Runs `job` in a child of its own and kills it at the first progress that fits. */
async function killWhen(
  job: GetJob,
  fits: (event: Extract<TrainerEvent, { type: 'progress' }>) => boolean,
): Promise<void> {
  const trainer = startTrainer();
  let killed = false;
  const closed = new Promise((resolve) => trainer.child.once('close', resolve));
  await trainer
    .run(job, (event) => {
      if (!killed && event.type === 'progress' && fits(event)) killed = trainer.child.kill('SIGKILL');
    })
    .catch(() => undefined);
  await closed;
  assert.ok(killed, 'it was killed in the middle');
}
