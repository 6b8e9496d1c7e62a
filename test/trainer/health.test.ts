import assert from 'node:assert/strict';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { safelyFixable, worstOf } from '../../src/shared/health';
import { blots, makeClassFolders, photo, tree } from './dataSupport';
import { found, healthOnDisk, prepared, rewrite, run } from './healthSupport';
import { inTemporaryFolder } from './support';

/** Photos in class folders with one fault of each kind that a folder can have. */
async function faultyFolder(root: string): Promise<string> {
  const source = path.join(root, 'photos');
  await makeClassFolders(source, { pug: 9, beagle: 9, tabby: 2 });
  const large = blots(70, 300, 200);
  const bytes = await large.jpeg().toBuffer();
  await writeFile(path.join(source, 'pug', 'half.jpg'), bytes.subarray(0, bytes.length / 2));
  await writeFile(path.join(source, 'pug', 'empty.jpg'), '');
  await copyFile(path.join(source, 'pug', '1.jpg'), path.join(source, 'pug', 'copy.jpg'));
  await sharp(await photo(2))
    .resize(60)
    .jpeg({ quality: 50 })
    .toFile(path.join(source, 'pug', 'smaller.jpg'));
  await sharp(await photo(10))
    .png()
    .toFile(path.join(source, 'tabby', 'beagle.jpg'));
  await blots(71, 200, 90)
    .jpeg()
    .toFile(path.join(source, 'beagle', 'long.jpg'));
  await blots(72, 40, 20)
    .jpeg()
    .toFile(path.join(source, 'beagle', 'tiny.jpg'));
  return source;
}

describe('check', function () {
  this.timeout(60_000);

  it('finds the faults of a folder that is no dataset, and writes nothing into it', () =>
    inTemporaryFolder(async (root) => {
      const folder = await faultyFolder(root);
      const before = await tree(folder);
      const { types, health } = await run({ type: 'check', folder, cache: path.join(root, 'cache') });
      assert.deepEqual(types, ['health', 'done']);
      assert.deepEqual(await tree(root), ['photos', ...before.map((name) => `photos/${name}`)]);
      assert.deepEqual([health.photos, health.readable], [27, 25]);
      assert.deepEqual(found(health, 'unreadable'), [['pug/half.jpg']]);
      assert.deepEqual(found(health, 'empty'), [['pug/empty.jpg']]);
      assert.deepEqual(found(health, 'exact-copies'), [['pug/1.jpg', 'pug/copy.jpg']]);
      assert.deepEqual(found(health, 'near-duplicates'), [['pug/2.jpg', 'pug/smaller.jpg']]);
      assert.deepEqual(found(health, 'label-conflict'), [['beagle/1.jpg', 'tabby/beagle.jpg']]);
      assert.deepEqual(found(health, 'wrong-format'), [['tabby/beagle.jpg']]);
      assert.deepEqual(found(health, 'stretched'), [['beagle/long.jpg']]);
      assert.equal(found(health, 'small')[0]?.length, 25);
      assert.equal(health.findings.find(({ kind }) => kind === 'unbalanced')?.detail, 'tabby 3/11');
      for (const kind of ['leakage', 'missing', 'unlisted'] as const)
        assert.deepEqual(found(health, kind), []);
      assert.deepEqual(health.sizes.smallest, [40, 20]);
      assert.deepEqual(health.aspects, { portrait: 0, square: 0, landscape: 25 });
      const half = health.findings.find(({ kind }) => kind === 'unreadable')?.photos[0];
      assert.equal(half?.file, path.join(folder, 'pug', 'half.jpg'));
      assert.notEqual(half.detail, '');
    }));

  it('finds the same right after prepare, which wrote it down, as when it looks again', () =>
    inTemporaryFolder(async (root) => {
      const source = await faultyFolder(root);
      const { folder, cache } = await prepared(root);
      const written = await healthOnDisk(folder);
      const { types, health } = await run({ type: 'check', folder, cache });
      assert.deepEqual(types, ['health', 'done']);
      assert.deepEqual({ ...health, checked: '' }, { ...written, checked: '' });
      assert.deepEqual(await healthOnDisk(folder), health);
      const [empty] = health.findings.filter(({ kind }) => kind === 'empty');
      assert.deepEqual(empty?.photos, [
        {
          path: 'pug/empty.jpg',
          file: path.join(source, 'pug', 'empty.jpg'),
          class: null,
          part: null,
          detail: '',
        },
      ]);
      assert.equal(found(health, 'small')[0]?.length, 1, 'the packed pixels are 32 wide');
      await rm(path.join(source, 'pug', 'empty.jpg'));
      const again = await run({ type: 'check', folder, cache });
      const later = again.health.findings.find(({ kind }) => kind === 'empty');
      assert.equal(later?.photos[0]?.file, null);
      assert.equal(later.id, empty.id);
    }));

  it('tells what has gone, what came and what was damaged since prepare, and copies on both sides', () =>
    inTemporaryFolder(async (root) => {
      await makeClassFolders(path.join(root, 'photos'), { pug: 8, beagle: 8 });
      const { folder, cache } = await prepared(root);
      await writeFile(path.join(folder, 'pug', 'new.jpg'), await photo(900));
      await rm(path.join(folder, 'pug', '1.jpg'));
      await writeFile(path.join(folder, 'pug', '2.jpg'), '');
      await copyFile(path.join(folder, 'beagle', '1.jpg'), path.join(folder, 'beagle', '2.jpg'));
      await copyFile(path.join(folder, 'beagle', '1.jpg'), path.join(folder, 'beagle', '3.jpg'));
      await rewrite(folder, ({ files }) => {
        const part = { '1.jpg': 'train', '2.jpg': 'validation', '3.jpg': 'unused' } as const;
        for (const file of files) {
          const name = path.basename(file.path);
          if (file.label === 0 && (name === '1.jpg' || name === '2.jpg' || name === '3.jpg'))
            file.part = part[name];
        }
      });
      const { health } = await run({ type: 'check', folder, cache });
      assert.deepEqual(found(health, 'missing'), [['pug/1.jpg']]);
      assert.deepEqual(found(health, 'unlisted'), [['pug/new.jpg']]);
      assert.deepEqual(found(health, 'empty'), [['pug/2.jpg']]);
      assert.deepEqual(found(health, 'leakage'), [['beagle/1.jpg', 'beagle/2.jpg']]);
      assert.deepEqual(found(health, 'exact-copies'), [['beagle/1.jpg', 'beagle/2.jpg']]);
      assert.ok(worstOf(health) === 'error' && safelyFixable(health).length === 4);
    }));

  it('has nothing to say of good photos, and little of photos that are left out', () =>
    inTemporaryFolder(async (root) => {
      await makeClassFolders(path.join(root, 'photos'), { pug: 6, beagle: 6 });
      await writeFile(path.join(root, 'photos', 'pug', 'half.jpg'), 'no photo');
      const { folder, cache } = await prepared(root);
      const { health } = await run({ type: 'check', folder, cache });
      assert.deepEqual(
        health.findings.map(({ kind }) => kind),
        ['unreadable'],
      );
      assert.ok(worstOf(health) === 'info' && safelyFixable(health).length === 0);
    }));

  it('says where there is nothing to look at', () =>
    inTemporaryFolder(async (root) => {
      const check = async (folder: string) => (await run({ type: 'check', folder, cache: root })).end;
      assert.equal(await check(path.join(root, 'nowhere')), 'source-missing');
      await mkdir(path.join(root, 'bare'));
      assert.equal(await check(path.join(root, 'bare')), 'no-photos');
      await writeFile(path.join(root, 'bare', 'manifest.json'), '{"version":1}');
      assert.equal(await check(path.join(root, 'bare')), 'dataset-invalid');
      assert.equal(await readFile(path.join(root, 'bare', 'manifest.json'), 'utf8'), '{"version":1}');
    }));
});
