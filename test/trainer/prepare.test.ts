import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { ensurePixels } from '../../src/trainer/data/pixelFile';
import { decodePhoto } from '../../src/trainer/data/decodePhoto';
import { readManifest } from '../../src/trainer/data/manifestFile';
import { prepareDataset } from '../../src/trainer/data/prepareDataset';
import {
  blots,
  codeOfRejection,
  makeArchive,
  makeClassFolders,
  photo,
  prepareJob,
  recorder,
  tree,
} from './dataSupport';
import { inTemporaryFolder } from './support';

describe('prepareDataset', function () {
  this.timeout(60_000);

  it('copies photos into class folders, splits them and packs their pixels', () =>
    inTemporaryFolder(async (root) => {
      const source = path.join(root, 'photos');
      await makeClassFolders(source, { pug: 10, beagle: 5 });
      const before = await hashes(source);
      const context = recorder();
      const job = prepareJob(root, source);
      const summary = await prepareDataset(job, context);
      assert.deepEqual(await hashes(source), before, 'the originals are untouched');
      assert.deepEqual(
        [summary.classes, summary.trainPhotos, summary.validationPhotos, summary.skipped],
        [['beagle', 'pug'], 12, 3, 0],
      );
      const manifest = await readManifest(job.folder);
      const paths = manifest.files.map((file) => file.path);
      assert.deepEqual(paths, [...paths].sort());
      assert.deepEqual(
        (await tree(job.folder)).filter((name) => name.includes('.')),
        ['health.json', 'manifest.json', ...paths].sort(),
      );
      for (const file of manifest.files) {
        const copy = await readFile(path.join(job.folder, file.path));
        assert.equal(createHash('sha256').update(copy).digest('hex'), file.sha256);
        assert.deepEqual([file.width, file.height, file.bytes], [96, 72, copy.length]);
        assert.equal(manifest.classes[file.label], path.dirname(file.path));
      }
      assert.deepEqual(await tree(path.join(root, 'made')), ['pets', ...(await treeOf(job.folder, 'pets'))]);
      assert.deepEqual(await tree(job.cache), ['pets', 'pets/pixels-32.json', 'pets/pixels-32.u8']);
      const last = context.events.at(-1);
      assert.ok(last?.type === 'prepared');
      assert.deepEqual(last.dataset, summary);
    }));

  it('packs exactly the pixels that decodePhoto gives, in the order of the manifest', () =>
    inTemporaryFolder(async (root) => {
      const source = path.join(root, 'photos');
      await makeClassFolders(source, { pug: 4, beagle: 3 });
      await writeFile(path.join(source, 'beagle', '2.jpg'), 'damaged, so that what follows moves up');
      const job = prepareJob(root, source);
      const context = recorder();
      await prepareDataset(job, context);
      const manifest = await readManifest(job.folder);
      const decoded = context.events.length;
      const pixels = await ensurePixels({ ...job, manifest, context });
      assert.equal(context.events.length, decoded, 'nothing is decoded again');
      for (const [index, file] of manifest.files.entries()) {
        const into = new Uint8Array(32 * 32 * 3);
        await pixels.read([index], into);
        const expected = await decodePhoto(path.join(job.folder, file.path), 32);
        assert.deepEqual(into, new Uint8Array(expected.pixels));
      }
      await pixels.close();
    }));

  it('gives the same dataset for the same seed from a folder, a tar and a tar.gz, another for another seed', () =>
    inTemporaryFolder(async (root) => {
      const source = path.join(root, 'photos');
      await makeClassFolders(source, { pug: 12, beagle: 12 });
      await writeFile(path.join(source, 'pug', 'notes.txt'), 'no photo');
      const names = (await tree(source)).filter((name) => name.includes('.'));
      const entries = await Promise.all(
        names.map(async (name) => ({
          name: `archive/${name}`,
          bytes: await readFile(path.join(source, name)),
        })),
      );
      await makeArchive(path.join(root, 'pets.tar'), entries);
      await makeArchive(path.join(root, 'pets.tgz'), entries.toReversed());
      const made = [];
      for (const [place, from] of [
        source,
        path.join(root, 'pets.tar'),
        path.join(root, 'pets.tgz'),
      ].entries()) {
        const job = prepareJob(root, from, { folder: path.join(root, `made-${place}`) });
        await prepareDataset(job, recorder());
        made.push((await readManifest(job.folder)).files);
        assert.equal((await tree(job.folder)).length, 24 + 4);
      }
      assert.deepEqual(made[1], made[0]);
      assert.deepEqual(made[2], made[0]);
      const job = prepareJob(root, source, { seed: 2 });
      await prepareDataset(job, recorder());
      assert.notDeepEqual((await readManifest(job.folder)).files, made[0]);
    }));

  it('reads classes from names in a flat archive and leaves out what is no photo', () =>
    inTemporaryFolder(async (root) => {
      const archive = path.join(root, 'pets.tar.gz');
      const entries = [
        { name: 'images/', type: 'directory' as const },
        { name: 'images/Abyssinian.mat', bytes: Buffer.from('MATLAB') },
        { name: '__MACOSX/images/._pug_1.jpg', bytes: Buffer.from('fork') },
        { name: 'images/Thumbs.db', bytes: Buffer.from('thumbs') },
        { name: 'images/.pug_9.jpg', bytes: Buffer.from('hidden') },
      ];
      const photos = await Promise.all(
        [1, 2, 3, 4, 5, 6].map(async (n) => ({
          name: `images/${n < 4 ? 'american_bulldog' : 'Bengal'}_${n}.jpg`,
          bytes: await photo(n),
        })),
      );
      await makeArchive(archive, [...entries, ...photos]);
      const job = prepareJob(root, archive);
      const summary = await prepareDataset(job, recorder());
      assert.deepEqual(summary.classes, ['Bengal', 'american_bulldog']);
      assert.equal(summary.trainPhotos + summary.validationPhotos, 6);
      assert.equal(summary.skipped, 0);
    }));

  it('draws pets and says that they are drawn', () =>
    inTemporaryFolder(async (root) => {
      const context = recorder();
      const job = prepareJob(root, '', { source: { kind: 'drawn', perBreed: 2 } });
      const summary = await prepareDataset(job, context);
      assert.ok(summary.classes.length >= 8);
      assert.deepEqual(
        [summary.drawn, summary.trainPhotos, summary.validationPhotos],
        [true, summary.classes.length, summary.classes.length],
      );
      assert.ok(context.events.some((event) => event.type === 'progress' && event.stage === 'drawing'));
      assert.equal((await readManifest(job.folder)).drawn, true);
    }));

  it('lists what cannot be read, and takes the rest', () =>
    inTemporaryFolder(async (root) => {
      const source = path.join(root, 'photos');
      await makeClassFolders(source, { pug: 5, beagle: 5 });
      const whole = await blots(77, 300, 200).jpeg().toBuffer();
      await writeFile(path.join(source, 'pug', 'half.jpg'), whole.subarray(0, whole.length / 2));
      await writeFile(path.join(source, 'pug', 'empty.jpg'), '');
      await writeFile(path.join(source, 'beagle', 'text.jpg'), 'text');
      await writeFile(path.join(source, 'stray.jpg'), whole);
      await sharp({ create: { width: 20_000, height: 2, channels: 3, background: 'red' } })
        .jpeg()
        .toFile(path.join(source, 'beagle', 'wide.jpg'));
      const job = prepareJob(root, source);
      const summary = await prepareDataset(job, recorder());
      const { skipped } = await readManifest(job.folder);
      assert.equal(summary.skipped, 5);
      assert.deepEqual(
        skipped
          .map(({ path: name, reason }): [string, string | undefined] => [name, reason.split(':')[0]])
          .sort(),
        [
          ['beagle/text.jpg', 'photo-unreadable'],
          ['beagle/wide.jpg', 'photo-too-large'],
          ['pug/empty.jpg', 'photo-unreadable'],
          ['pug/half.jpg', 'photo-unreadable'],
          ['stray.jpg', 'no-class'],
        ],
      );
      assert.equal(summary.trainPhotos + summary.validationPhotos, 10);
      assert.equal((await tree(job.folder)).length, 10 + 4);
    }));

  it('keeps copies and near-copies on one side, also across classes', () =>
    inTemporaryFolder(async (root) => {
      const source = path.join(root, 'photos');
      await makeClassFolders(source, { pug: 12, beagle: 12 });
      const original = await blots(500, 200, 150).jpeg().toBuffer();
      for (let n = 0; n < 4; n++) {
        const copy = sharp(original).jpeg({ quality: 40 + 10 * n });
        await copy.toFile(path.join(source, 'pug', `copy${n}.jpg`));
      }
      await writeFile(path.join(source, 'beagle', 'copy.jpg'), original);
      for (let seed = 1; seed < 6; seed++) {
        const job = prepareJob(root, source, { seed, folder: path.join(root, `made-${seed}`) });
        await prepareDataset(job, recorder());
        const { files, nearDuplicateGroups } = await readManifest(job.folder);
        const copies = files.filter((file) => file.path.includes('copy'));
        assert.equal(nearDuplicateGroups, 1);
        assert.equal(copies.length, 5);
        assert.equal(new Set(copies.map((file) => file.part)).size, 1);
      }
    }));

  it('leaves a class with one photo out, also when it is there twice, and says so', () =>
    inTemporaryFolder(async (root) => {
      const source = path.join(root, 'photos');
      await makeClassFolders(source, { pug: 5, beagle: 5, lonely: 1, doubled: 1 });
      await cp(path.join(source, 'doubled', '1.jpg'), path.join(source, 'doubled', '2.jpg'));
      const job = prepareJob(root, source);
      const summary = await prepareDataset(job, recorder());
      assert.deepEqual(summary.classes, ['beagle', 'pug']);
      const { skipped, files } = await readManifest(job.folder);
      assert.deepEqual(skipped, [
        { path: 'doubled/1.jpg', reason: 'too-few-photos' },
        { path: 'doubled/2.jpg', reason: 'too-few-photos' },
        { path: 'lonely/1.jpg', reason: 'too-few-photos' },
      ]);
      assert.deepEqual([...new Set(files.map(({ label }) => label))], [0, 1]);
      assert.equal((await tree(job.folder)).length, 10 + 4);
      assert.equal((await stat(path.join(job.cache, 'pets', 'pixels-32.u8'))).size, 10 * 32 * 32 * 3);
    }));

  it('follows links in the own folder once, and leaves earlier datasets in it alone', () =>
    inTemporaryFolder(async (root) => {
      const elsewhere = path.join(root, 'elsewhere');
      const source = path.join(root, 'photos');
      await makeClassFolders(elsewhere, { pug: 4 });
      await makeClassFolders(source, { beagle: 4 });
      await symlink(path.join(elsewhere, 'pug'), path.join(source, 'pug'));
      await symlink(source, path.join(source, 'beagle', 'loop'));
      for (const name of ['first', 'second']) {
        const job = prepareJob(root, source, {
          folder: path.join(source, 'pet-cv', 'datasets', name),
          cache: path.join(source, 'pet-cv', '.cache'),
        });
        const summary = await prepareDataset(job, recorder());
        assert.deepEqual(summary.classes, ['beagle', 'pug']);
        assert.equal(summary.trainPhotos + summary.validationPhotos, 8);
      }
    }));

  it('fills an empty folder that is there already', () =>
    inTemporaryFolder(async (root) => {
      await makeClassFolders(path.join(root, 'photos'), { pug: 2, beagle: 2 });
      const job = prepareJob(root, path.join(root, 'photos'));
      await mkdir(job.folder, { recursive: true });
      await prepareDataset(job, recorder());
      assert.equal((await readManifest(job.folder)).files.length, 4);
    }));

  it('tells of its progress at most about 20 times a second, first and last step included', () =>
    inTemporaryFolder(async (root) => {
      await makeClassFolders(path.join(root, 'photos'), { pug: 60, beagle: 60 });
      const context = recorder();
      const start = performance.now();
      await prepareDataset(prepareJob(root, path.join(root, 'photos')), context);
      const seconds = (performance.now() - start) / 1000;
      const told = context.events.flatMap((event) => (event.type === 'progress' ? [event] : []));
      const decoding = told.filter(({ stage }) => stage === 'decoding');
      assert.deepEqual([decoding[0]?.done, decoding.at(-1)?.done, decoding.at(-1)?.total], [0, 120, 120]);
      assert.ok(told.length <= 20 * seconds + 6, `${told.length} in ${seconds} s`);
    }));

  it('refuses a folder that holds files', () =>
    inTemporaryFolder(async (root) => {
      await makeClassFolders(path.join(root, 'photos'), { pug: 2, beagle: 2 });
      const job = prepareJob(root, path.join(root, 'photos'));
      await mkdir(job.folder, { recursive: true });
      await writeFile(path.join(job.folder, 'mine.txt'), 'mine');
      assert.equal(await codeOfRejection(prepareDataset(job, recorder())), 'dataset-exists');
      assert.deepEqual(await tree(path.join(root, 'made')), ['pets', 'pets/mine.txt']);
      const file = prepareJob(root, path.join(root, 'photos'), {
        folder: path.join(job.folder, 'mine.txt'),
      });
      assert.equal(await codeOfRejection(prepareDataset(file, recorder())), 'dataset-exists');
    }));

  it('unpacks what the system tar packs, long names included', function () {
    return inTemporaryFolder(async (root) => {
      const long = 'a-very-long-breed-name-'.repeat(6);
      await makeClassFolders(path.join(root, 'photos'), { [long]: 3, 'Schäferhund größer': 3 });
      execFileSync('tar', ['czf', path.join(root, 'p.tar.gz'), '-C', root, 'photos']);
      const summary = await prepareDataset(prepareJob(root, path.join(root, 'p.tar.gz')), recorder());
      assert.deepEqual(summary.classes, ['Schäferhund größer', long]);
    });
  });
});

async function hashes(folder: string): Promise<string[]> {
  const files = (await tree(folder)).filter((name) => name.includes('.'));
  return Promise.all(
    files.map(async (name) => {
      const { mtimeMs } = await stat(path.join(folder, name));
      const bytes = await readFile(path.join(folder, name));
      return `${name} ${mtimeMs} ${createHash('sha256').update(bytes).digest('hex')}`;
    }),
  );
}

async function treeOf(folder: string, prefix: string): Promise<string[]> {
  return (await tree(folder)).map((name) => `${prefix}/${name}`);
}
