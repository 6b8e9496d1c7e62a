import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { decodePhoto } from '../../src/trainer/data/decodePhoto';
import { readManifest } from '../../src/trainer/data/manifestFile';
import { ensurePixels } from '../../src/trainer/data/pixelFile';
import { prepareDataset } from '../../src/trainer/data/prepareDataset';
import { permutation } from '../../src/trainer/random';
import { skip } from '../harness/skip';
import { prepareJob, recorder } from './dataSupport';
import { inTemporaryFolder } from './support';

const sample = path.resolve('../shared/data/oxford-sample/images.tar.gz');

describe('prepareDataset on real photos', function () {
  this.timeout(300_000);

  it('takes all 1,106 photos of 37 breeds in bounded memory', function () {
    if (!existsSync(sample)) skip(this, 'no ../shared/data');
    return inTemporaryFolder(async (root) => {
      const before = process.memoryUsage().rss;
      let peak = before;
      const context = recorder(() => {
        peak = Math.max(peak, process.memoryUsage().rss);
      });
      const job = prepareJob(root, sample, { imageSize: 64 });
      const summary = await prepareDataset(job, context);
      assert.deepEqual(
        [summary.classes.length, summary.trainPhotos, summary.validationPhotos, summary.skipped],
        [37, 884, 222, 0],
      );
      assert.ok(peak - before < 200 * 1024 * 1024, `${peak - before} bytes more`);
      const manifest = await readManifest(job.folder);
      assert.deepEqual([summary.classes[0], summary.classes.at(-1)], ['Abyssinian', 'yorkshire_terrier']);
      const paths = manifest.files.map((file) => file.path);
      assert.deepEqual(paths, [...paths].sort());
      for (const [label, name] of manifest.classes.entries()) {
        const parts = manifest.files.filter((file) => file.label === label).map(({ part }) => part);
        const train = parts.filter((part) => part === 'train').length;
        assert.ok(Math.abs(train - 0.8 * parts.length) <= 1, `${name}: ${train} of ${parts.length}`);
      }

      // The same pictures twice, saved with different compression, and one mirrored and cropped: seen by eye.
      assert.equal(manifest.nearDuplicateGroups, 3);
      const partOf = new Map(manifest.files.map((file) => [path.basename(file.path), file.part]));
      for (const [one, other] of [
        ['Abyssinian_11.jpg', 'Abyssinian_177.jpg'],
        ['Abyssinian_122.jpg', 'Abyssinian_172.jpg'],
        ['Egyptian_Mau_517.jpg', 'Egyptian_Mau_533.jpg'],
      ] as const) {
        assert.equal(partOf.get(one), partOf.get(other));
      }

      const gif = await readFile(path.join(job.folder, 'Abyssinian', 'Abyssinian_34.jpg'));
      assert.equal(gif.subarray(0, 3).toString('latin1'), 'GIF');
      assert.equal(
        (await stat(path.join(job.cache, 'pets', 'pixels-64.u8'))).size,
        manifest.files.length * 64 * 64 * 3,
      );
      const pixels = await ensurePixels({ ...job, manifest, context });
      for (const index of permutation(1, 1, manifest.files.length).subarray(0, 20)) {
        const into = new Uint8Array(64 * 64 * 3);
        await pixels.read([index], into);
        const { pixels: expected } = await decodePhoto(path.join(job.folder, paths[index] ?? ''), 64);
        assert.deepEqual(into, new Uint8Array(expected));
      }
      await pixels.close();
    });
  });
});
