import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import type { Stage } from '../../src/shared/protocol';
import { readManifest } from '../../src/trainer/data/manifestFile';
import { getDataset } from '../../src/trainer/get/getDataset';
import { readAnnotations } from '../../src/trainer/get/readAnnotations';
import { skip } from '../harness/skip';
import { blots, codeOfRejection, recorder, tree, type ArchiveEntry } from './dataSupport';
import { getJob, headXml, listOf, makeMirror, numbered, oxfordPhotos, sidesOf, xmlEntry } from './getSupport';
import { inTemporaryFolder } from './support';

const names = [...numbered('Bengal', 10), ...numbered('pug', 10)];
const trainval = [...numbered('Bengal', 5), ...numbered('pug', 6)];
const test = names.filter((name) => !trainval.includes(name) && name !== 'pug_10');

describe('getDataset', function () {
  this.timeout(60_000);

  it("keeps the publisher's sides, and shares out by them when asked to", () =>
    inTemporaryFolder(async (root) => {
      await makeOxford(root);
      const official = getJob(root, { split: { kind: 'official' } });
      const context = recorder();
      const summary = await getDataset(official, context);
      assert.deepEqual(summary.classes, ['Bengal', 'pug']);
      assert.deepEqual(
        [summary.trainPhotos, summary.validationPhotos, summary.unusedPhotos],
        [trainval.length, test.length, 1],
      );
      const manifest = await readManifest(official.folder);
      for (const [name, side] of sidesOf(manifest)) {
        const wanted = trainval.includes(name) ? 'train' : test.includes(name) ? 'validation' : undefined;
        assert.equal(side, wanted ?? 'unused: not-in-split', name);
      }
      assert.deepEqual(manifest.split, { trainFraction: 11 / 19, seed: 0, official: true });
      assert.equal(manifest.origin?.way, 'archive');
      assert.deepEqual(
        manifest.origin.archives.map(({ from }) => path.basename(from)),
        ['images.tar.gz', 'annotations.tar.gz'],
      );
      assert.ok(manifest.licence === 'CC BY-SA 4.0' && manifest.source.includes('https://'));
      assert.ok(context.events.some((event) => event.type === 'prepared'));

      const shares = getJob(root, { folder: path.join(root, 'shares') });
      await getDataset(shares, recorder());
      const shared = await readManifest(shares.folder);
      assert.deepEqual(
        shared.files.map(({ path: file, official: side }) => [file, side]),
        manifest.files.map(({ path: file, official: side }) => [file, side]),
      );
      assert.deepEqual(shared.split, { trainFraction: 0.8, seed: 1, official: false });
      assert.equal(shared.files.filter(({ part }) => part === 'train').length, 16);
    }));

  it('takes copies of published validation photos out of training, and numbers near-duplicates', () =>
    inTemporaryFolder(async (root) => {
      const original = await blots(500, 200, 150).jpeg().toBuffer();
      const again = await sharp(original).jpeg({ quality: 45 }).toBuffer();
      const bytes = (name: string) => ({ Bengal_1: original, Bengal_7: again, pug_2: again })[name];
      await makeOxford(root, bytes);
      const job = getJob(root, { split: { kind: 'official' } });
      await getDataset(job, recorder());
      const manifest = await readManifest(job.folder);
      const sides = sidesOf(manifest);
      assert.deepEqual(
        ['Bengal_1', 'pug_2', 'Bengal_7', 'Bengal_2'].map((name) => sides.get(name)),
        ['unused: leak', 'unused: leak', 'validation', 'train'],
      );
      const grouped = manifest.files.filter(({ group }) => group !== undefined);
      assert.deepEqual(
        grouped.map(({ path: file, group }) => [file, group]),
        ['Bengal/Bengal_1.jpg', 'Bengal/Bengal_7.jpg', 'pug/pug_2.jpg'].map((file) => [file, 0]),
      );
      assert.equal(manifest.nearDuplicateGroups, 1);
    }));

  it('has no official split without annotations, for heads, or where the lists name other photos', () =>
    inTemporaryFolder(async (root) => {
      await makeOxford(root);
      const split = { kind: 'official' } as const;
      const refused = async (job: ReturnType<typeof getJob>) => {
        assert.equal(await codeOfRejection(getDataset(job, recorder())), 'no-official-split');
        assert.deepEqual(await tree(path.dirname(job.folder)), []);
      };
      await refused(getJob(root, { split, annotations: false }));
      await refused(getJob(root, { split, dataset: 'petfaces' }));
      await makeMirror(root, 'annotations.tar.gz', [listOf('test.txt', ['Persian_1'])]);
      await refused(getJob(root, { split }));
      await getDataset(getJob(root, { annotations: false }), recorder());
    }));

  it('reads annotations among which files are called like what every object has', () =>
    inTemporaryFolder(async (root) => {
      const odd = ['hasOwnProperty', '__proto__', 'constructor', 'toString'];
      const lists = [...odd, 'trainval.txt'].map((file) => listOf(file, trainval));
      const archive = await makeMirror(root, 'annotations.tar.gz', lists);
      const { official } = await readAnnotations(archive, new AbortController().signal);
      assert.deepEqual([...official.keys()], trainval);
    }));

  it('looks at the folder before it downloads', () =>
    inTemporaryFolder(async (root) => {
      await makeOxford(root);
      const job = getJob(root);
      await mkdir(job.folder, { recursive: true });
      await writeFile(path.join(job.folder, 'mine.txt'), 'mine');
      const context = recorder();
      assert.equal(await codeOfRejection(getDataset(job, context)), 'dataset-exists');
      assert.deepEqual(context.events, []);
    }));

  it('asks for free space before it downloads', function () {
    return inTemporaryFolder(async (root) => {
      await makeOxford(root);
      const disk = path.join(root, 'disk');
      await mkdir(disk);
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=9m', 'none', disk], { stdio: 'ignore' });
      } catch {
        skip(this, 'mounting a small disk is not allowed here');
      }
      try {
        for (const place of [
          { folder: path.join(disk, 'made', 'pets') },
          { cache: path.join(disk, 'cache') },
        ]) {
          const context = recorder();
          assert.equal(await codeOfRejection(getDataset(getJob(root, place), context)), 'no-space');
          assert.ok(!context.events.some((event) => event.type === 'progress' && event.done > 0));
          assert.deepEqual(await tree(disk), []);
        }
      } finally {
        execFileSync('umount', [disk]);
      }
    });
  });

  it('refuses a hostile archive, and keeps nothing of it', () =>
    inTemporaryFolder(async (root) => {
      await makeOxford(root);
      const evil: ArchiveEntry = { name: '../../evil.jpg', bytes: Buffer.from('evil') };
      const file = await makeMirror(root, 'images.tar.gz', [...(await oxfordPhotos(names)), evil]);
      const job = getJob(root);
      assert.equal(await codeOfRejection(getDataset(job, recorder())), 'unsafe-archive');
      // Another archive under a known address is refused before it is opened.
      await rm(job.downloads, { recursive: true });
      await makeOxford(root);
      await makeMirror(root, 'annotations.tar.gz', [evil]);
      assert.equal(await codeOfRejection(getDataset(job, recorder())), 'unsafe-archive');
      await rm(file);
      assert.equal(await codeOfRejection(getDataset(job, recorder())), 'download-failed');
      const left = await tree(root);
      assert.ok(!left.some((name) => name.includes('evil') || name.startsWith('made/')), left.join());
    }));

  it('stops in every stage and leaves nothing under the final name', () =>
    inTemporaryFolder(async (root) => {
      await makeOxford(root);
      const stages: Stage[] = ['downloading', 'unpacking', 'cutting', 'decoding'];
      for (const stage of stages) {
        const job = getJob(root, { dataset: 'petfaces', from: 'oxford' });
        let reached = false;
        const context = recorder((event) => {
          if (event.type !== 'progress' || event.stage !== stage) return;
          reached = true;
          context.stop();
        });
        await assert.rejects(getDataset(job, context), { message: 'stopped' }, stage);
        assert.ok(reached);
        assert.deepEqual(await tree(path.join(root, 'made')), [], stage);
        assert.deepEqual(await tree(job.cache), [], stage);
      }
    }));
});

/** Oxford's two archives in small; `bytes` says which photos are not made up. */
async function makeOxford(
  root: string,
  bytes: (name: string) => Buffer | undefined = () => undefined,
): Promise<void> {
  const photos = await oxfordPhotos(names);
  const images = photos.map((entry, n) => ({ ...entry, bytes: bytes(names[n] ?? '') ?? entry.bytes }));
  await makeMirror(root, 'images.tar.gz', [
    { name: 'images/', type: 'directory' },
    ...images,
    { name: 'images/Bengal_9.mat', bytes: Buffer.from('MATLAB') },
  ]);
  await makeMirror(root, 'annotations.tar.gz', [
    { name: 'annotations/', type: 'directory' },
    { name: 'annotations/README', bytes: Buffer.from('What is in here') },
    listOf('list.txt', names),
    listOf('trainval.txt', trainval),
    listOf('test.txt', test),
    { name: 'annotations/trimaps/._pug_1.png', bytes: Buffer.from('fork') },
    ...trainval.map((name) => xmlEntry(name, headXml({ size: [96, 72], corners: [11, 11, 60, 50] }))),
  ]);
}
