import assert from 'node:assert/strict';
import { copyFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { readManifest } from '../../src/trainer/data/manifestFile';
import { makeClassFolders } from './dataSupport';
import { found, healthOnDisk, prepared, rewrite, run, sides } from './healthSupport';
import { inTemporaryFolder } from './support';

/** 12 pugs, of which two are the same, and 12 beagles; its split has seed 1. */
async function dataset(root: string) {
  const source = path.join(root, 'photos');
  await makeClassFolders(source, { pug: 11, beagle: 12 });
  await copyFile(path.join(source, 'pug', '1.jpg'), path.join(source, 'pug', 'copy.jpg'));
  return prepared(root);
}

const byFraction = (dataset: string, seed: number, trainFraction = 0.8) =>
  run({ type: 'split', dataset, split: { kind: 'fraction', seed, trainFraction } });
const leaveOut = (dataset: string, photos: string[], out = true) =>
  run({ type: 'leaveOut', dataset, photos, out });

describe('split', function () {
  this.timeout(60_000);

  it('shares out anew without reading a photo, and comes back to the first split with its seed', () =>
    inTemporaryFolder(async (root) => {
      const { folder, manifest } = await dataset(root);
      await rm(path.join(folder, 'pug'), { recursive: true });
      const { types, end } = await byFraction(folder, 2, 0.5);
      assert.deepEqual([types, end], [['health', 'prepared', 'done'], 'done']);
      const other = await readManifest(folder);
      assert.deepEqual(other.split, { trainFraction: 0.5, seed: 2, official: false });
      assert.equal(other.files.filter(({ part }) => part === 'train').length, 12);
      assert.equal(
        new Set(other.files.filter(({ group }) => group !== undefined).map(({ part }) => part)).size,
        1,
      );
      const report = await healthOnDisk(folder);
      assert.deepEqual(report.classes, [
        { name: 'beagle', train: 6, validation: 6, unused: 0 },
        { name: 'pug', train: 6, validation: 6, unused: 0 },
      ]);
      await byFraction(folder, 1);
      assert.deepEqual(await readManifest(folder), manifest);
    }));

  it('takes the publisher split, out of whose training copies of validation photos go', () =>
    inTemporaryFolder(async (root) => {
      const { folder, manifest } = await dataset(root);
      const official = (wanted: string) =>
        run({ type: 'split', dataset: wanted, split: { kind: 'official' } });
      assert.equal((await official(folder)).end, 'no-official-split');
      await rewrite(folder, ({ files }) => {
        for (const file of files) {
          const number = Number(/\d+/.exec(file.path)?.[0] ?? 99);
          if (number !== 5) file.official = number < 5 ? 'validation' : 'train';
        }
      });
      assert.equal((await official(folder)).end, 'done');
      const now = await sides(folder);
      assert.deepEqual(
        ['1', '4', '5', '6', 'copy'].map((name) => now[`pug/${name}.jpg`]),
        ['validation', 'validation', 'not-in-split', 'train', 'leak'],
      );
      const { split } = await readManifest(folder);
      assert.deepEqual(split, { trainFraction: 13 / 21, seed: 0, official: true });
      assert.equal((await byFraction(folder, 1)).end, 'done');
      const back = await readManifest(folder);
      assert.deepEqual(
        back.files.map(({ part, unused }) => [part, unused]),
        manifest.files.map(({ part }) => [part, undefined]),
      );
    }));

  it('mends leaks, leaves out what a person left out, and refuses what would empty a side', () =>
    inTemporaryFolder(async (root) => {
      const { folder } = await dataset(root);
      await leaveOut(folder, ['pug/2.jpg']);
      await rewrite(folder, ({ files }) => {
        for (const file of files) if (file.path === 'pug/1.jpg') file.part = 'validation';
        for (const file of files) if (file.path === 'pug/copy.jpg') file.part = 'train';
      });
      const { health } = await byFraction(folder, 3);
      assert.deepEqual(found(health, 'leakage'), []);
      assert.equal((await sides(folder))['pug/2.jpg'], 'person');
      const kept = ['1', '3', '4', '5', '6', '7', '8', '9', '10', '11'].map((name) => `pug/${name}.jpg`);
      await rewrite(folder, ({ files }) => {
        for (const file of files)
          if (kept.includes(file.path)) Object.assign(file, { part: 'unused', unused: 'person' });
      });
      assert.equal((await byFraction(folder, 4)).end, 'too-few-photos');
    }));

  it('looks at the photos of a dataset of an earlier version once', () =>
    inTemporaryFolder(async (root) => {
      const { folder } = await dataset(root);
      await rewrite(folder, ({ files }) => {
        for (const file of files) delete file.group;
      });
      for (let seed = 1; seed <= 6; seed++) {
        assert.equal((await byFraction(folder, seed, 0.5)).end, 'done');
        const now = await sides(folder);
        assert.equal(now['pug/1.jpg'], now['pug/copy.jpg']);
      }
    }));
});

describe('leaveOut', function () {
  this.timeout(60_000);

  it('leaves photos out and takes them in again, near-duplicates on one side', () =>
    inTemporaryFolder(async (root) => {
      const { folder } = await dataset(root);
      const before = await sides(folder);
      const { types, health } = await leaveOut(folder, ['pug/copy.jpg', 'pug/3.jpg']);
      assert.deepEqual(types, ['health', 'prepared', 'done']);
      assert.deepEqual(found(health, 'exact-copies'), []);
      assert.equal(health.classes[1]?.unused, 2);
      const out = await sides(folder);
      assert.deepEqual([out['pug/copy.jpg'], out['pug/3.jpg']], ['person', 'person']);
      await rewrite(folder, ({ files }) => {
        for (const file of files) if (file.path === 'pug/1.jpg') file.part = 'validation';
      });
      const again = await leaveOut(folder, ['pug/copy.jpg', 'pug/3.jpg'], false);
      assert.deepEqual(found(again.health, 'exact-copies'), [['pug/1.jpg', 'pug/copy.jpg']]);
      const back = await sides(folder);
      assert.deepEqual(back, {
        ...before,
        'pug/1.jpg': 'validation',
        'pug/copy.jpg': 'validation',
        'pug/3.jpg': 'train',
      });
    }));

  it('puts another photo in the place of the last one on a side, and keeps two of each class', () =>
    inTemporaryFolder(async (root) => {
      await makeClassFolders(path.join(root, 'photos'), { pug: 4, beagle: 4 });
      const { folder, manifest } = await prepared(root);
      const pugs = manifest.files.filter(({ label }) => label === 1);
      const last = pugs.find(({ part }) => part === 'validation')?.path ?? '';
      assert.equal((await leaveOut(folder, [last])).end, 'done');
      const now = await sides(folder);
      assert.equal(
        Object.entries(now).filter(([name, side]) => name.startsWith('pug') && side === 'validation').length,
        1,
      );
      assert.equal(now[last], 'person');
      const others = pugs.map((file) => file.path).filter((name) => name !== last);
      assert.equal((await leaveOut(folder, others.slice(1))).end, 'too-few-photos');
      assert.deepEqual(await sides(folder), now);
    }));

  it('takes in nothing that cannot be read or is not there', () =>
    inTemporaryFolder(async (root) => {
      const { folder } = await dataset(root);
      assert.equal((await leaveOut(folder, ['pug/77.jpg'])).end, 'photo-missing');
      await rewrite(folder, ({ files }) => {
        for (const file of files) {
          if (file.path === 'pug/3.jpg') Object.assign(file, { part: 'unused', unused: 'unreadable' });
        }
      });
      await copyFile(path.join(folder, 'manifest.json'), path.join(folder, 'pug', '3.jpg'));
      assert.equal((await leaveOut(folder, ['pug/3.jpg'], false)).end, 'photo-unreadable');
      await copyFile(path.join(root, 'photos', 'pug', '3.jpg'), path.join(folder, 'pug', '3.jpg'));
      const { end, health } = await leaveOut(folder, ['pug/3.jpg'], false);
      assert.deepEqual([end, found(health, 'unreadable')], ['done', []]);
      assert.equal((await sides(folder))['pug/3.jpg'], 'train');
    }));
});
