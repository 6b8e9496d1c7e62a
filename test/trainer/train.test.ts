import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { augmentationPresets } from '../../src/shared/config';
import { replay } from '../../src/shared/eventLog';
import { layout } from '../../src/shared/layout';
import { isResumable, settled } from '../../src/shared/run';
import { skip } from '../harness/skip';
import {
  codeOf,
  epochsOf,
  inTemporaryFolder,
  makeDataset,
  readEvents,
  runOnce,
  startTrainer,
  trainJob,
} from './support';

describe('training', function () {
  this.timeout(120_000);

  it('trains, saves, reports, and tells everything in its log', () =>
    inTemporaryFolder(async (root) => {
      await makeDataset(root);
      const job = trainJob(root, 'run', { epochs: 6 });
      const { events, end } = await runOnce(job);
      assert.equal(codeOf(end), 'done');
      assert.deepEqual(await readEvents(job.run), events);
      const run = replay('run', await readFile(path.join(job.run, layout.events), 'utf8'));
      assert.equal(run.status, 'finished');
      assert.equal(run.epochs.length, 6);
      assert.equal(run.batches.length, 6 * run.batchesPerEpoch);
      assert.equal(run.dataset?.trainPhotos, 48);
      assert.ok(run.report !== null);
      assert.equal(run.report.score.photos, 12);
      const best = Math.max(...run.epochs.map(({ validationAccuracy }) => validationAccuracy));
      assert.equal(run.report.score.top1, best);
      assert.ok(best > 0.6, `three classes of discs should be learnt, not ${best}`);
      assert.deepEqual(JSON.parse(await readFile(path.join(job.run, layout.report), 'utf8')), run.report);
      assert.ok(run.samples.length > 0);
      for (const { thumbnail } of run.samples) assert.ok(existsSync(path.join(job.run, thumbnail)));
      assert.deepEqual((await readdir(path.join(job.run, 'checkpoints/best'))).length, 2);
      assert.deepEqual((await readdir(path.join(job.run, 'checkpoints/last'))).length, 3);
    }));

  it('gives the same curve for the same seed, another for another', () =>
    inTemporaryFolder(async (root) => {
      await makeDataset(root);
      const [first, second, other] = [
        await runOnce(trainJob(root, 'first', { epochs: 2 })),
        await runOnce(trainJob(root, 'second', { epochs: 2 })),
        await runOnce(trainJob(root, 'other', { epochs: 2, seed: 2 })),
      ];
      assert.deepEqual(epochsOf(second.events), epochsOf(first.events));
      assert.notDeepEqual(epochsOf(other.events), epochsOf(first.events));
    }));

  it('gives another curve with augmentation, and the same validation of the same weights', () =>
    inTemporaryFolder(async (root) => {
      await makeDataset(root);
      const plain = await runOnce(trainJob(root, 'plain', { epochs: 1 }));
      const varied = await runOnce(
        trainJob(root, 'varied', { epochs: 1, augmentation: augmentationPresets.light }),
      );
      assert.notDeepEqual(epochsOf(varied.events), epochsOf(plain.events));
      // So small a step that the weights of both are the same: the validation photos must be, too.
      const still = { epochs: 1, learningRate: 1e-7 };
      const [first] = epochsOf((await runOnce(trainJob(root, 'still', still))).events);
      const [second] = epochsOf(
        (
          await runOnce(
            trainJob(root, 'still-varied', { ...still, augmentation: augmentationPresets.strong }),
          )
        ).events,
      );
      assert.ok(first !== undefined && second !== undefined);
      assert.ok(Math.abs(first.validationLoss - second.validationLoss) < 1e-4);
      assert.ok(Math.abs(first.loss - second.loss) > 1e-3);
    }));

  for (const kind of ['none', 'strong'] as const) {
    it(`ends the same after a SIGKILL in epoch 3 of 5 and a resume as without, augmentation ${kind}`, () =>
      inTemporaryFolder(async (root) => {
        await makeDataset(root);
        const config = { augmentation: augmentationPresets[kind] };
        const whole = await runOnce(trainJob(root, 'whole', config));
        const killed = startTrainer();
        const job = trainJob(root, 'killed', config);
        const { end } = await killed.run(job, (event) => {
          if (event.type === 'batch' && event.epoch === 3 && event.batch === 3) killed.child.kill('SIGKILL');
        });
        await killed.client.closed;
        assert.equal(codeOf(end), 'crashed');
        const interrupted = settled(
          replay('killed', await readFile(path.join(job.run, layout.events), 'utf8')),
        );
        assert.equal(interrupted.status, 'interrupted');
        assert.ok(isResumable(interrupted));

        const resumed = await runOnce({ type: 'resume', run: job.run, cache: job.cache });
        assert.equal(codeOf(resumed.end), 'done');
        const log = replay('killed', await readFile(path.join(job.run, layout.events), 'utf8'));
        assert.deepEqual(epochsOf(log.epochs), epochsOf(whole.events));
        assert.equal(log.status, 'finished');
      }));
  }

  it('stops within an epoch, saves, and goes on to the same end, with augmentation too', () =>
    inTemporaryFolder(async (root) => {
      await makeDataset(root);
      const config = { epochs: 3, augmentation: augmentationPresets.light };
      const whole = await runOnce(trainJob(root, 'whole', config));
      const stopped = startTrainer();
      const job = trainJob(root, 'stopped', config);
      const { events, end } = await stopped.run(job, (event) => {
        if (event.type === 'batch' && event.epoch === 2 && event.batch === 2) stopped.client.stop();
      });
      await stopped.client.dispose();
      assert.equal(end.type, 'stopped');
      const saved = events.findLast((event) => event.type === 'checkpoint');
      assert.ok(saved?.type === 'checkpoint' && saved.epoch === 2 && saved.batch >= 2);
      const resumed = await runOnce({ type: 'resume', run: job.run, cache: job.cache });
      assert.equal(codeOf(resumed.end), 'done');
      const log = replay('stopped', await readFile(path.join(job.run, layout.events), 'utf8'));
      assert.deepEqual(epochsOf(log.epochs), epochsOf(whole.events));
    }));

  it('hears a stop that comes with the job', () =>
    inTemporaryFolder(async (root) => {
      await makeDataset(root);
      const trainer = startTrainer();
      const running = trainer.run(trainJob(root, 'run', { epochs: 200 }));
      trainer.client.stop();
      const { end, events } = await running;
      await trainer.client.dispose();
      assert.equal(end.type, 'stopped');
      assert.equal(events.filter(({ type }) => type === 'batch').length, 0);
    }));

  it('saves and leaves when its front is gone', () =>
    inTemporaryFolder(async (root) => {
      await makeDataset(root);
      const trainer = startTrainer();
      const job = trainJob(root, 'run', { epochs: 50 });
      const exited = once(trainer.child, 'exit');
      // A front that hangs up itself is never told that the channel closed: the job's promise is of no use here.
      void trainer.run(job, (event) => {
        if (event.type === 'batch' && event.epoch === 2 && event.batch === 2) trainer.child.disconnect();
      });
      assert.deepEqual(await exited, [0, null]);
      const log = await readEvents(job.run);
      assert.equal(log.at(-1)?.type, 'stopped');
      const saved = log.findLast((event) => event.type === 'checkpoint');
      assert.ok(saved?.type === 'checkpoint' && saved.batch >= 2, 'a checkpoint within the epoch');
    }));

  it('goes on while its dataset and cache are deleted', () =>
    inTemporaryFolder(async (root) => {
      await makeDataset(root);
      const trainer = startTrainer();
      const gone: Promise<void>[] = [];
      const { end } = await trainer.run(trainJob(root, 'run', { epochs: 3 }), (event) => {
        if (event.type !== 'batch' || event.epoch !== 1 || event.batch !== 1) return;
        for (const name of ['dataset', 'cache'])
          gone.push(rm(path.join(root, name), { recursive: true, force: true }));
      });
      await Promise.all(gone);
      await trainer.client.dispose();
      assert.equal(codeOf(end), 'done');
      assert.equal(existsSync(path.join(root, 'dataset')), false);
    }));

  it('refuses what cannot be trained, and says why', () =>
    inTemporaryFolder(async (root) => {
      await makeDataset(root);
      const job = trainJob(root, 'run', { epochs: 1 });
      assert.equal(
        codeOf((await runOnce({ ...job, dataset: path.join(root, 'photos') })).end),
        'dataset-missing',
      );
      assert.equal(codeOf((await runOnce(trainJob(root, 'tiny', { imageSize: 16 }))).end), 'bad-config');
      assert.equal(codeOf((await runOnce(job)).end), 'done');
      assert.equal(codeOf((await runOnce(job)).end), 'run-exists');
      assert.equal(
        codeOf((await runOnce({ type: 'resume', run: job.run, cache: job.cache })).end),
        'run-finished',
      );
      assert.equal(
        codeOf((await runOnce({ type: 'resume', run: root, cache: job.cache })).end),
        'run-missing',
      );
    }));

  it('lets one trainer work on a run at a time', () =>
    inTemporaryFolder(async (root) => {
      await makeDataset(root);
      const first = startTrainer();
      const job = trainJob(root, 'run', { epochs: 200 });
      const second: ReturnType<typeof runOnce>[] = [];
      const { end } = await first.run(job, (event) => {
        if (event.type !== 'batch' || second.length > 0) return;
        second.push(runOnce({ type: 'resume', run: job.run, cache: job.cache }));
        void second[0]?.then(() => first.client.stop());
      });
      await first.client.dispose();
      assert.equal(end.type, 'stopped');
      const [refused] = await Promise.all(second);
      assert.ok(refused !== undefined);
      assert.equal(codeOf(refused.end), 'run-busy');
    }));

  it('will not go on with photos that were prepared again', () =>
    inTemporaryFolder(async (root) => {
      const dataset = await makeDataset(root);
      const trainer = startTrainer();
      const job = trainJob(root, 'run', { epochs: 50 });
      await trainer.run(job, (event) => {
        if (event.type === 'batch') trainer.client.stop();
      });
      await trainer.client.dispose();
      await rename(dataset, path.join(root, 'before'));
      await rm(path.join(root, 'photos'), { recursive: true });
      await makeDataset(root, ['Bengal', 'beagle', 'pug'], 20, 2);
      assert.equal(
        codeOf((await runOnce({ type: 'resume', run: job.run, cache: job.cache })).end),
        'dataset-changed',
      );
      const moved = {
        type: 'resume',
        run: job.run,
        cache: job.cache,
        dataset: path.join(root, 'before'),
      } as const;
      const again = startTrainer();
      const { events } = await again.run(moved, (event) => {
        if (event.type === 'batch') again.client.stop();
      });
      await again.client.dispose();
      assert.ok(events.some((event) => event.type === 'resumed'));
    }));

  it('says that the disk is full, and keeps the checkpoint that was whole', function () {
    return inTemporaryFolder(async (root) => {
      await makeDataset(root);
      const disk = path.join(root, 'disk');
      await mkdir(disk);
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk], { stdio: 'ignore' });
      } catch {
        skip(this, 'mounting a small disk is not allowed here');
      }
      try {
        const trainer = startTrainer();
        const job = trainJob(root, 'disk/run', { epochs: 50 });
        let filled = false;
        const { end } = await trainer.run(job, (event) => {
          if (event.type !== 'epoch' || event.epoch !== 2 || filled) return;
          filled = true;
          // Ends in failure when the disk is full, which is what it is for.
          spawnSync('dd', ['if=/dev/zero', `of=${path.join(disk, 'ballast')}`, 'bs=4096'], {
            stdio: 'ignore',
          });
        });
        await trainer.client.dispose();
        assert.equal(codeOf(end), 'disk-full');
        await rm(path.join(disk, 'ballast'));
        const resumed = startTrainer();
        const { events } = await resumed.run({ type: 'resume', run: job.run, cache: job.cache }, (event) => {
          if (event.type === 'epoch') resumed.client.stop();
        });
        await resumed.client.dispose();
        assert.ok(events.some((event) => event.type === 'resumed' && event.epoch >= 2));
      } finally {
        execFileSync('umount', ['-l', disk]);
      }
    });
  });
});

describe('checkpoints', function () {
  this.timeout(120_000);

  it('refuses a damaged one, one of another version, and none at all', () =>
    inTemporaryFolder(async (root) => {
      await makeDataset(root);
      const job = trainJob(root, 'run', { epochs: 1 });
      await runOnce(job);
      const photo = path.join(root, 'photos/pug/pug_1.jpg');
      const classifyWith = async (model: string) =>
        codeOf((await runOnce({ type: 'classify', model, photos: [photo], top: 5, engine: 'wasm' })).end);
      const broken = async (name: string, damage: (folder: string) => Promise<void>) => {
        const folder = path.join(root, name);
        await cp(path.join(job.run, 'checkpoints/best'), folder, { recursive: true });
        await damage(folder);
        return classifyWith(folder);
      };
      const model = (folder: string) => path.join(folder, 'model.json');
      const edit = async (folder: string, change: (text: string) => string) =>
        writeFile(model(folder), change(await readFile(model(folder), 'utf8')));
      const weights = async (folder: string) =>
        path.join(folder, (await readdir(folder)).find((name) => name.startsWith('weights-')) ?? 'none');

      assert.equal(await classifyWith(job.run), 'done');
      assert.equal(await classifyWith(path.join(root, 'nowhere')), 'checkpoint-missing');
      assert.equal(
        await broken('version', (folder) =>
          edit(folder, (text) => text.replace('"version":1', '"version":99')),
        ),
        'checkpoint-version',
      );
      assert.equal(
        await broken('cut', (folder) => edit(folder, (text) => text.slice(0, text.length / 2))),
        'checkpoint-corrupt',
      );
      assert.equal(await broken('other', (folder) => edit(folder, () => '{}')), 'checkpoint-corrupt');
      assert.equal(await broken('away', async (folder) => rm(await weights(folder))), 'checkpoint-corrupt');
      const flip = async (folder: string) => {
        const bytes = await readFile(await weights(folder));
        bytes.writeUInt8(bytes.readUInt8(100) ^ 0xff, 100);
        await writeFile(await weights(folder), bytes);
      };
      assert.equal(await broken('flipped', flip), 'checkpoint-corrupt');
    }));
});
