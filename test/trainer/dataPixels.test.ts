import assert from 'node:assert/strict';
import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Manifest } from '../../src/shared/manifest';
import { decodePhoto } from '../../src/trainer/data/decodePhoto';
import { readManifest, writeManifest } from '../../src/trainer/data/manifestFile';
import { ensurePixels, type PixelFile } from '../../src/trainer/data/pixelFile';
import { prepareDataset } from '../../src/trainer/data/prepareDataset';
import { permutation } from '../../src/trainer/random';
import { codeOfRejection, makeClassFolders, photo, prepareJob, recorder, tree } from './dataSupport';
import { inTemporaryFolder } from './support';

/** A prepared dataset of `2 * perClass` photos, and a way to open its pixels. */
interface Prepared {
  root: string;
  folder: string;
  cache: string;
  manifest: Manifest;
  /** Opens the pixels; how many photos were decoded for it. */
  ensure: (imageSize?: number) => Promise<{ pixels: PixelFile; decoded: number }>;
}

async function prepared(perClass: number, use: (dataset: Prepared) => Promise<void>): Promise<void> {
  await inTemporaryFolder(async (root) => {
    await makeClassFolders(path.join(root, 'photos'), { pug: perClass, beagle: perClass });
    const job = prepareJob(root, path.join(root, 'photos'));
    const { folder, cache } = job;
    await prepareDataset(job, recorder());
    const manifest = await readManifest(folder);
    const ensure = async (imageSize = 32) => {
      const context = recorder();
      const pixels = await ensurePixels({ folder, cache, manifest, imageSize, context });
      const told = context.events.flatMap((event) => (event.type === 'progress' ? [event.done] : []));
      return { pixels, decoded: Math.max(0, ...told) };
    };
    await use({ root, folder, cache, manifest, ensure });
  });
}

describe('ensurePixels', function () {
  this.timeout(60_000);

  it('uses what is there, makes another size, and packs again when a photo was changed', () =>
    prepared(4, async ({ folder, cache, manifest, ensure }) => {
      const first = await ensure();
      assert.deepEqual([first.decoded, first.pixels.count, first.pixels.imageSize], [0, 8, 32]);
      const other = await ensure(20);
      assert.deepEqual([other.decoded, other.pixels.imageSize], [8, 20]);
      const same = await ensure(20);
      assert.equal(same.decoded, 0);
      const changed = path.join(folder, manifest.files[0]?.path ?? '');
      const before = await one(first.pixels, 0);
      await writeFile(changed, await photo(999));
      await utimes(changed, new Date(), new Date(Date.now() + 5000));
      const again = await ensure();
      assert.equal(again.decoded, 8);
      const after = await one(again.pixels, 0);
      assert.deepEqual(after, new Uint8Array((await decodePhoto(changed, 32)).pixels));
      assert.notDeepEqual(after, before);
      assert.deepEqual(await one(first.pixels, 0), before, 'who has the old file open keeps it');
      await Promise.all([first, other, same, again].map(({ pixels }) => pixels.close()));
      assert.deepEqual(
        (await tree(cache)).map((name) => path.basename(name)),
        ['pets', 'pixels-20.json', 'pixels-20.u8', 'pixels-32.json', 'pixels-32.u8'],
      );
    }));

  it('makes them again when the cache is gone, cut off or damaged', () =>
    prepared(3, async ({ cache, ensure }) => {
      const file = path.join(cache, 'pets', 'pixels-32.u8');
      const whole = await readFile(file);
      const damages = [
        () => rm(cache, { recursive: true }),
        () => writeFile(file, whole.subarray(0, 1000)),
        () => rm(file),
        () => writeFile(path.join(cache, 'pets', 'pixels-32.json'), '{"version":'),
        () => writeFile(path.join(cache, 'pets', 'pixels-32.json'), '{"version":0}'),
      ];
      for (const damage of damages) {
        await damage();
        const { pixels, decoded } = await ensure();
        assert.equal(decoded, 6);
        await pixels.close();
        assert.deepEqual(await readFile(file), whole);
      }
    }));

  it('reads any pictures in any order, repeated too', () =>
    prepared(20, async ({ ensure }) => {
      const { pixels } = await ensure();
      const all = await many(pixels, [...Array(40).keys()]);
      const size = 32 * 32 * 3;
      const order = [...permutation(1, 1, 40), 3, 3, 4, 5, 39];
      const mixed = await many(pixels, order);
      order.forEach((index, place) => {
        assert.deepEqual(
          mixed.subarray(place * size, (place + 1) * size),
          all.subarray(index * size, (index + 1) * size),
        );
      });
      await assert.rejects(many(pixels, [40]));
      await pixels.close();
    }));

  it('reads on when dataset and cache are deleted', () =>
    prepared(3, async ({ root, folder, cache, ensure }) => {
      const { pixels } = await ensure();
      const before = await many(pixels, [0, 5]);
      await rm(folder, { recursive: true });
      await rename(cache, path.join(root, 'gone'));
      await rm(path.join(root, 'gone'), { recursive: true });
      assert.deepEqual(await many(pixels, [0, 5]), before);
      await pixels.close();
    }));

  it('counts photos that are missing or were spoilt', () =>
    prepared(3, async ({ folder, manifest, cache, ensure }) => {
      const at = (index: number) => path.join(folder, manifest.files[index]?.path ?? '');
      const kept = await readFile(at(1));
      await rm(at(1));
      assert.equal(await codeOfRejection(ensure()), 'photos-missing');
      await writeFile(at(1), 'spoilt');
      assert.equal(await codeOfRejection(ensure()), 'photos-missing');
      assert.ok(!(await tree(cache)).some((name) => name.includes('partial')));
      await writeFile(at(1), kept);
      const { pixels } = await ensure();
      assert.equal(pixels.count, 6);
      await pixels.close();
    }));

  it('stops between photos and leaves nothing half-packed', () =>
    prepared(20, async ({ folder, cache, manifest }) => {
      const before = await tree(cache);
      const context = recorder((event) => {
        if (event.type === 'progress') context.stop();
      });
      const options = { folder, cache, manifest, imageSize: 48, context };
      await assert.rejects(ensurePixels(options), { message: 'stopped' });
      assert.deepEqual(await tree(cache), before);
    }));

  it('removes what a killed process left half-packed', () =>
    prepared(3, async ({ cache, ensure }) => {
      // No process has this number: it is beyond what Linux, macOS and Windows give out.
      const left = path.join(cache, 'pets', '.pixels-16.u8.partial-2000000001-aa');
      await writeFile(left, 'half');
      await (await ensure(16)).pixels.close();
      await assert.rejects(stat(left), { code: 'ENOENT' });
    }));
});

describe('readManifest', () => {
  it('gives what was written', () =>
    prepared(2, async ({ folder, manifest }) => {
      await writeManifest(folder, { ...manifest, licence: 'CC BY-SA 4.0' });
      assert.deepEqual(await readManifest(folder), { ...manifest, licence: 'CC BY-SA 4.0' });
    }));

  it('says what is no dataset and what is damaged', () =>
    prepared(2, async ({ root, folder, manifest }) => {
      assert.equal(await codeOfRejection(readManifest(path.join(root, 'nowhere'))), 'dataset-missing');
      assert.equal(await codeOfRejection(readManifest(path.join(root, 'photos'))), 'dataset-missing');
      const file = path.join(folder, 'manifest.json');
      const text = await readFile(file, 'utf8');
      const files = manifest.files.map((entry) => ({ ...entry }));
      const damaged = [
        text.slice(0, text.length / 2),
        '',
        JSON.stringify({ ...manifest, version: 99 }),
        JSON.stringify({ ...manifest, classes: ['one'] }),
        JSON.stringify({ ...manifest, files: [...files, { ...files[0], label: 2 }] }),
        JSON.stringify({ ...manifest, files: [...files, { ...files[0], path: '../../x.jpg' }] }),
      ];
      for (const content of damaged) {
        await writeFile(file, content);
        assert.equal(await codeOfRejection(readManifest(folder)), 'dataset-invalid', content.slice(0, 80));
      }
    }));
});

async function one(pixels: PixelFile, index: number): Promise<Uint8Array> {
  return many(pixels, [index]);
}

async function many(pixels: PixelFile, indices: readonly number[]): Promise<Uint8Array> {
  const into = new Uint8Array(indices.length * pixels.imageSize ** 2 * 3);
  await pixels.read(indices, into);
  return into;
}
