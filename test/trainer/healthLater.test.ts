import assert from 'node:assert/strict';
import { copyFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readManifest } from '../../src/trainer/data/manifestFile';
import { ensurePixels } from '../../src/trainer/data/pixelFile';
import { codeOfRejection, makeClassFolders, photo, recorder } from './dataSupport';
import { found, prepared, rewrite, run } from './healthSupport';
import { inTemporaryFolder, makeDataset, runOnce, smallConfig, trainJob } from './support';

interface Made {
  folder: string;
  cache: string;
  /** Paths of photos of class `a` on a side. */
  train: string[];
  validation: string[];
}

/** Two classes of eight photos. */
function withDataset(work: (made: Made) => Promise<void>): Promise<void> {
  return inTemporaryFolder(async (root) => {
    await makeClassFolders(path.join(root, 'photos'), { a: 8, b: 8 });
    const { folder, cache, manifest } = await prepared(root, { trainFraction: 0.75 });
    const on = (part: string) =>
      manifest.files.filter((file) => file.label === 0 && file.part === part).map((file) => file.path);
    await work({ folder, cache, train: on('train'), validation: on('validation') });
  });
}

async function partOf(folder: string, name: string | undefined): Promise<string | undefined> {
  const { files } = await readManifest(folder);
  const file = files.find((one) => one.path === name);
  return file?.unused ?? file?.part;
}

function pixels(folder: string, cache: string): Promise<void> {
  const context = recorder();
  return readManifest(folder)
    .then((manifest) => ensurePixels({ folder, manifest, cache, imageSize: 32, context }))
    .then((file) => file.close());
}

describe('photos that change after they were prepared', function () {
  this.timeout(60_000);

  it('are shared out by what the last check saw of them', () =>
    withDataset(async ({ folder, cache, train: [one = ''], validation: [other = ''] }) => {
      await copyFile(path.join(folder, other), path.join(folder, one));
      assert.equal(found((await run({ type: 'check', folder, cache })).health, 'leakage').length, 1);
      const out = await run({ type: 'leaveOut', dataset: folder, photos: ['b/3.jpg'], out: true });
      assert.equal(found(out.health, 'leakage').length, 1, 'another change does not hide it');
      for (let seed = 1; seed <= 8; seed++) {
        const split = { kind: 'fraction', trainFraction: 0.75, seed } as const;
        await run({ type: 'split', dataset: folder, split });
        assert.equal(await partOf(folder, one), await partOf(folder, other), `seed ${seed}`);
      }
    }));

  it('come back on the side of the photo that they now equal', () =>
    withDataset(async ({ folder, cache, train: [one = ''], validation: [other = ''] }) => {
      await writeFile(path.join(folder, one), 'no photo');
      await run({ type: 'fix', dataset: folder, cache });
      assert.equal(await partOf(folder, one), 'unreadable');
      await copyFile(path.join(folder, other), path.join(folder, one));
      const back = await run({ type: 'leaveOut', dataset: folder, photos: [one], out: false });
      assert.equal(await partOf(folder, one), 'validation');
      assert.deepEqual(found(back.health, 'leakage'), []);
    }));

  it('are no copies any more when they were replaced, and are when they became one', () =>
    withDataset(async ({ folder, cache, train: [one = '', two = '', three = ''] }) => {
      await rewrite(folder, ({ files }) => {
        const [first, second] = [one, two].map((name) => files.find((file) => file.path === name));
        if (first && second) second.sha256 = first.sha256;
      });
      await copyFile(path.join(folder, one), path.join(folder, three));
      const { fixes } = await run({ type: 'fix', dataset: folder, cache });
      assert.deepEqual(
        fixes.map(({ kind, photos }) => [kind, photos.length]),
        [['exact-copies', 1]],
      );
      assert.equal(await partOf(folder, two), 'train');
      assert.deepEqual((await run({ type: 'fix', dataset: folder, cache })).fixes, []);
    }));

  it('do not keep the others from being trained on, damaged or deleted, once they are left out', () =>
    withDataset(async ({ folder, cache, train: [one = '', two = ''] }) => {
      await writeFile(path.join(folder, one), 'no photo');
      await rm(path.join(folder, two));
      assert.equal(await codeOfRejection(pixels(folder, cache)), 'photos-missing');
      await run({ type: 'leaveOut', dataset: folder, photos: [one, two], out: true });
      await pixels(folder, cache);
      const { end } = await run({ type: 'leaveOut', dataset: folder, photos: [one], out: false });
      assert.equal(end, 'photo-unreadable');
    }));

  it('stay left out for the reason they have', () =>
    withDataset(async ({ folder, cache, train: [one = ''] }) => {
      await writeFile(path.join(folder, one), 'no photo');
      await run({ type: 'fix', dataset: folder, cache });
      await run({ type: 'leaveOut', dataset: folder, photos: [one], out: true });
      assert.equal(await partOf(folder, one), 'unreadable');
    }));

  it("leave the publisher's validation side as it is", () =>
    withDataset(async ({ folder, cache, train, validation: [one = '', two = ''] }) => {
      await copyFile(path.join(folder, one), path.join(folder, two));
      await rewrite(folder, (manifest) => {
        manifest.split.official = true;
        for (const file of manifest.files) if (file.part !== 'unused') file.official = file.part;
      });
      await copyFile(path.join(folder, train[0] ?? ''), path.join(folder, train[1] ?? ''));
      const { fixes } = await run({ type: 'fix', dataset: folder, cache });
      assert.deepEqual(fixes, [{ kind: 'exact-copies', photos: [train[1]] }]);
      assert.equal(await partOf(folder, two), 'validation');
      const again = await run({ type: 'fix', dataset: folder, cache });
      assert.deepEqual(again.fixes, []);
      assert.deepEqual(found(again.health, 'exact-copies'), [], 'what cannot be fixed is not called fixable');
      assert.deepEqual(found(again.health, 'near-duplicates').length, 1);
    }));

  it('do not come back where the publisher has their like on the other side', () =>
    withDataset(async ({ folder, cache, train: [one = ''], validation: [other = ''] }) => {
      await copyFile(path.join(folder, other), path.join(folder, one));
      await rewrite(folder, (manifest) => {
        manifest.split.official = true;
        for (const file of manifest.files) if (file.part !== 'unused') file.official = file.part;
      });
      await run({ type: 'fix', dataset: folder, cache });
      assert.equal(await partOf(folder, one), 'leak');
      await run({ type: 'leaveOut', dataset: folder, photos: [one], out: false });
      assert.equal(await partOf(folder, one), 'leak');
      assert.equal(await partOf(folder, other), 'validation');
    }));

  it('do not tie a photo to a class that was torn before', () =>
    withDataset(async ({ folder }) => {
      await rewrite(folder, (manifest) => {
        manifest.split.official = true;
        for (const file of manifest.files) if (file.label === 1) file.part = 'train';
      });
      const { end } = await run({ type: 'leaveOut', dataset: folder, photos: ['a/1.jpg'], out: true });
      assert.equal(end, 'done');
    }));

  it('are not looked for under what a hostile manifest says of them', () =>
    withDataset(async ({ folder }) => {
      await rewrite(folder, ({ files: [file] }) => {
        if (file) file.sha256 = '/../../../../../';
      });
      assert.equal(await codeOfRejection(readManifest(folder)), 'dataset-invalid');
    }));

  it('count in no score when they are left out', () =>
    inTemporaryFolder(async (root) => {
      const dataset = await makeDataset(root);
      const job = trainJob(root, 'run', { ...smallConfig, epochs: 1 });
      assert.equal((await runOnce(job)).end.type, 'done');
      const { files } = await readManifest(dataset);
      await writeFile(path.join(dataset, files[0]?.path ?? ''), await photo(900));
      await run({ type: 'leaveOut', dataset, photos: [files[0]?.path ?? ''], out: true });
      const { events } = await runOnce({
        ...{ type: 'evaluate', model: job.run, dataset, cache: job.cache, part: 'all', engine: 'wasm' },
      });
      const report = events.find((event) => event.type === 'report');
      assert.equal(report?.report.score.photos, files.length - 1);
    }));
});
