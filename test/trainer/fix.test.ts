import assert from 'node:assert/strict';
import { copyFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { safelyFixable } from '../../src/shared/health';
import { ensurePixels } from '../../src/trainer/data/pixelFile';
import { readManifest } from '../../src/trainer/data/manifestFile';
import { makeClassFolders, photo, recorder, tree } from './dataSupport';
import { found, healthOnDisk, prepared, rewrite, run, sides } from './healthSupport';
import { inTemporaryFolder } from './support';

const photos = async (folder: string) =>
  (await tree(folder)).filter((name) => /\.(jpg|png|gif)$/i.test(name));

describe('fix', function () {
  this.timeout(60_000);

  it('leaves out copies, mends leaks, renames, takes off the list, and has nothing to do the second time', () =>
    inTemporaryFolder(async (root) => {
      const source = path.join(root, 'photos');
      await makeClassFolders(source, { pug: 10, beagle: 10 });
      await copyFile(path.join(source, 'pug', '1.jpg'), path.join(source, 'pug', '1-copy.jpg'));
      await copyFile(path.join(source, 'pug', '1.jpg'), path.join(source, 'pug', '1-other.jpg'));
      await sharp(await photo(12))
        .jpeg({ quality: 40 })
        .toFile(path.join(source, 'beagle', '2-again.jpg'));
      await sharp(await photo(300))
        .png()
        .toFile(path.join(source, 'beagle', 'Y.JPG'));
      await writeFile(
        path.join(source, 'beagle', 'y.png'),
        await sharp(await photo(301))
          .png()
          .toBuffer(),
      );
      const { folder, cache } = await prepared(root);
      await rm(path.join(folder, 'pug', '9.jpg'));
      await writeFile(path.join(folder, 'pug', '8.jpg'), 'no photo any more');
      await writeFile(path.join(folder, 'pug', '7.jpg'), '');
      await rewrite(folder, ({ files }) => {
        for (const file of files) {
          if (file.path === 'beagle/2-again.jpg') file.part = 'train';
          if (file.path === 'beagle/2.jpg') file.part = 'validation';
          if (['pug/7.jpg', 'pug/8.jpg', 'pug/9.jpg'].includes(file.path)) file.part = 'train';
        }
      });
      const before = await photos(folder);
      const { types, fixes, health } = await run({ type: 'fix', dataset: folder, cache });
      assert.deepEqual(types, ['fixed', 'health', 'prepared', 'done']);
      assert.deepEqual(fixes, [
        { kind: 'missing', photos: ['pug/9.jpg'] },
        { kind: 'unreadable', photos: ['pug/8.jpg'] },
        { kind: 'empty', photos: ['pug/7.jpg'] },
        { kind: 'leakage', photos: ['beagle/2.jpg'] },
        { kind: 'exact-copies', photos: ['pug/1-other.jpg', 'pug/1.jpg'] },
        { kind: 'wrong-format', photos: ['beagle/Y-2.png'] },
      ]);
      const after = await photos(folder);
      assert.deepEqual(
        after,
        before.map((name) => (name === 'beagle/Y.JPG' ? 'beagle/Y-2.png' : name)).sort(),
      );
      const now = await sides(folder);
      assert.deepEqual(
        ['pug/8.jpg', 'pug/7.jpg', 'pug/9.jpg', 'pug/1.jpg', 'beagle/2.jpg'].map((name) => now[name]),
        ['unreadable', 'unreadable', undefined, 'copy', 'train'],
      );
      assert.ok(now['beagle/Y-2.png'] === 'train' || now['beagle/Y-2.png'] === 'validation');
      assert.deepEqual(safelyFixable(health), []);
      assert.deepEqual(await healthOnDisk(folder), health);

      const manifest = await readManifest(folder);
      const again = await run({ type: 'fix', dataset: folder, cache });
      assert.deepEqual(again.fixes, []);
      assert.deepEqual(await readManifest(folder), manifest);
      assert.deepEqual({ ...again.health, checked: '' }, { ...health, checked: '' });

      const context = recorder();
      const pixels = await ensurePixels({
        folder,
        cache,
        imageSize: 32,
        manifest: await readManifest(folder),
        context,
      });
      await pixels.close();
      assert.equal(pixels.count, (await readManifest(folder)).files.length, 'it can be trained on');
    }));

  it('keeps a validation photo of each class when it mends a leak', () =>
    inTemporaryFolder(async (root) => {
      const source = path.join(root, 'photos');
      await makeClassFolders(source, { pug: 4, beagle: 4 });
      await copyFile(path.join(source, 'pug', '1.jpg'), path.join(source, 'pug', 'copy.jpg'));
      const { folder, cache } = await prepared(root);
      await rewrite(folder, ({ files }) => {
        for (const file of files)
          if (file.label === 1) file.part = file.path === 'pug/copy.jpg' ? 'validation' : 'train';
      });
      const { fixes } = await run({ type: 'fix', dataset: folder, cache });
      assert.deepEqual(fixes, [
        { kind: 'leakage', photos: ['pug/1.jpg'] },
        { kind: 'exact-copies', photos: ['pug/copy.jpg'] },
      ]);
      const now = await sides(folder);
      assert.deepEqual(
        [now['pug/1.jpg'], now['pug/copy.jpg'], now['pug/2.jpg']],
        ['validation', 'copy', 'train'],
      );
    }));

  it('leaves the published validation side as it is', () =>
    inTemporaryFolder(async (root) => {
      const source = path.join(root, 'photos');
      await makeClassFolders(source, { pug: 4, beagle: 4 });
      await copyFile(path.join(source, 'pug', '1.jpg'), path.join(source, 'pug', 'copy.jpg'));
      const { folder, cache } = await prepared(root);
      await rewrite(folder, (manifest) => {
        manifest.split.official = true;
        for (const file of manifest.files) {
          file.part = /pug\/1|beagle\/1/.test(file.path) ? 'validation' : 'train';
          file.official = file.part;
        }
      });
      const { fixes } = await run({ type: 'fix', dataset: folder, cache });
      assert.deepEqual(fixes, [{ kind: 'leakage', photos: ['pug/copy.jpg'] }]);
      assert.deepEqual((await sides(folder))['pug/copy.jpg'], 'leak');
    }));

  it('refuses to take the last photo of a class from a side, and changes nothing', () =>
    inTemporaryFolder(async (root) => {
      await makeClassFolders(path.join(root, 'photos'), { pug: 5, beagle: 5 });
      const { folder, cache, manifest } = await prepared(root);
      await writeFile(path.join(folder, 'pug', 'x.png'), await photo(50));
      for (const file of manifest.files) {
        if (file.label === 1 && file.part === 'validation') await rm(path.join(folder, file.path));
      }
      const { end } = await run({ type: 'fix', dataset: folder, cache });
      assert.equal(end, 'too-few-photos');
      assert.deepEqual(await readManifest(folder), manifest);
    }));

  it('follows photos that a fix renamed before it could write the list', () =>
    inTemporaryFolder(async (root) => {
      const source = path.join(root, 'photos');
      await makeClassFolders(source, { pug: 5, beagle: 5 });
      await sharp(await photo(300))
        .png()
        .toFile(path.join(source, 'beagle', 'x.jpg'));
      const { folder, cache, manifest } = await prepared(root);
      await rename(path.join(folder, 'beagle', 'x.jpg'), path.join(folder, 'beagle', 'x-2.png'));
      const { health } = await run({ type: 'check', folder, cache });
      assert.deepEqual(found(health, 'missing'), [['beagle/x.jpg']]);
      const { fixes } = await run({ type: 'fix', dataset: folder, cache });
      assert.deepEqual(fixes, [{ kind: 'missing', photos: ['beagle/x-2.png'] }]);
      const now = await sides(folder);
      assert.equal(
        now['beagle/x-2.png'],
        manifest.files.find(({ path: name }) => name === 'beagle/x.jpg')?.part,
      );
      assert.equal(Object.keys(now).length, manifest.files.length);
      assert.deepEqual((await run({ type: 'fix', dataset: folder, cache })).fixes, []);
    }));

  it('says that a folder is no dataset', () =>
    inTemporaryFolder(async (root) => {
      assert.equal((await run({ type: 'fix', dataset: root, cache: root })).end, 'dataset-missing');
    }));
});
