import assert from 'node:assert/strict';
import { readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { augmentationPresets } from '../../src/shared/config';
import type { Augmentation } from '../../src/shared/config';
import type { Manifest } from '../../src/shared/manifest';
import { lookKey } from '../../src/shared/protocol';
import type { Look, TrainerEvent, ViewJob } from '../../src/shared/protocol';
import { Augmenter } from '../../src/trainer/augmentation/augmenter';
import { decodePhoto } from '../../src/trainer/data/decodePhoto';
import { readManifest, writeManifest } from '../../src/trainer/data/manifestFile';
import { ensurePixels } from '../../src/trainer/data/pixelFile';
import { prepareDataset } from '../../src/trainer/data/prepareDataset';
import { permutation } from '../../src/trainer/random';
import { readBatches } from '../../src/trainer/training/batchReader';
import { photosOf } from '../../src/trainer/training/session';
import { viewTiles } from '../../src/trainer/view/viewTiles';
import { blots, codeOfRejection, makeClassFolders, photo, prepareJob, recorder } from './dataSupport';
import { codeOf, inTemporaryFolder, startTrainer } from './support';

const { none, strong } = augmentationPresets;
const photoLook: Look = { kind: 'photo' };
const networkLook = (seed: number, imageSize = 32, augmentation: Augmentation = strong): Look => ({
  ...{ kind: 'network', imageSize, augmentation, seed },
});

/** A prepared dataset of `2 * perClass` photos, and a way to ask for tiles. */
interface Viewed {
  folder: string;
  cache: string;
  manifest: Manifest;
  job: (look: Look, photos: number[]) => ViewJob;
  view: (look: Look, photos: number[]) => Promise<Tiles>;
}

interface Tiles {
  events: TrainerEvent[];
  /** The file of each photo. */
  tiles: Map<number, string>;
  failed: number[];
  /** Tiles in each message. */
  groups: number[];
}

async function viewed(perClass: number, use: (dataset: Viewed) => Promise<void>): Promise<void> {
  await inTemporaryFolder(async (root) => {
    await makeClassFolders(path.join(root, 'photos'), { pug: perClass, beagle: perClass });
    const prepare = prepareJob(root, path.join(root, 'photos'));
    const { folder, cache } = prepare;
    await prepareDataset(prepare, recorder());
    const manifest = await readManifest(folder);
    const job = (look: Look, photos: number[]): ViewJob => ({
      ...{ type: 'view', dataset: folder, cache, look, photos },
    });
    const view = async (look: Look, photos: number[]) => {
      const context = recorder();
      await viewTiles(job(look, photos), context);
      return tilesOf(context.events, look);
    };
    await use({ folder, cache, manifest, job, view });
  });
}

function tilesOf(events: TrainerEvent[], look: Look): Tiles {
  const messages = events.flatMap((event) => (event.type === 'tiles' ? [event] : []));
  for (const message of messages) assert.equal(message.look, lookKey(look));
  const all = messages.flatMap(({ tiles }) => tiles);
  for (const { file } of all) assert.ok(path.isAbsolute(file));
  const tiles = new Map(all.map(({ photo: index, file }) => [index, file]));
  assert.equal(tiles.size, all.length, 'each tile is told once');
  const groups = messages.map((message) => message.tiles.length + message.failed.length);
  return { events, tiles, failed: messages.flatMap(({ failed }) => failed), groups };
}

function fileOf({ tiles }: Tiles, index: number): string {
  const file = tiles.get(index);
  assert.ok(file !== undefined, `no tile of photo ${index}`);
  return file;
}

async function pixelsOf(file: string): Promise<number[]> {
  return [...(await sharp(file).raw().toBuffer())];
}

describe('tiles of photos', function () {
  this.timeout(60_000);

  it('are small JPEGs of the photos asked for, in groups', () =>
    viewed(30, async ({ folder, cache, manifest, view }) => {
      const large = path.join(folder, manifest.files[3]?.path ?? '');
      await writeFile(large, await blots(1, 900, 600).jpeg().toBuffer());
      const asked = Array.from({ length: 60 }, (_, index) => 59 - index);
      const made = await view(photoLook, asked);
      assert.deepEqual(
        [...made.tiles.keys()].sort((a, b) => a - b),
        asked.toReversed(),
      );
      assert.deepEqual(made.failed, []);
      assert.ok(Math.max(...made.groups) <= 24 && made.groups.length >= 3, made.groups.join());
      for (const [index, size] of [
        [3, [256, 171]],
        [4, [96, 72]],
      ] as const) {
        const { format, width, height } = await sharp(fileOf(made, index)).metadata();
        assert.deepEqual([format, width, height], ['jpeg', ...size]);
      }
      const inside = path.join(cache, manifest.id, 'tiles', 'photo');
      for (const file of made.tiles.values()) assert.equal(path.dirname(file), inside);
    }));

  it('are used again, and made anew when the photo was changed', () =>
    viewed(3, async ({ folder, manifest, view }) => {
      const first = await view(photoLook, [0, 1, 2]);
      // What is only looked for and not made keeps even a content that no tile has.
      for (const file of first.tiles.values()) await writeFile(file, 'kept');
      const source = path.join(folder, manifest.files[1]?.path ?? '');
      await writeFile(source, await photo(999));
      await utimes(source, new Date(), new Date(Date.now() + 5000));
      const second = await view(photoLook, [0, 1, 2, 3]);
      for (const index of [0, 2]) {
        assert.equal(fileOf(second, index), fileOf(first, index));
        assert.equal(await readFile(fileOf(second, index), 'utf8'), 'kept');
      }
      assert.notEqual(fileOf(second, 1), fileOf(first, 1));
      assert.equal((await sharp(fileOf(second, 1)).metadata()).format, 'jpeg');
    }));

  it('tell which photos have none: gone, unreadable, not in the manifest; asked twice they come once', () =>
    viewed(3, async ({ folder, manifest, view }) => {
      const file = (index: number) => path.join(folder, manifest.files[index]?.path ?? '');
      await rm(file(1));
      await writeFile(file(2), 'no photo');
      const { tiles, failed } = await view(photoLook, [0, 0, 1, 2, 6, -1, 5]);
      assert.deepEqual([...tiles.keys()].sort(), [0, 5]);
      assert.deepEqual(failed.sort(), [-1, 1, 2, 6]);
    }));

  it('are refused for a manifest whose paths lead out, and for a folder without one', () =>
    viewed(2, async ({ folder, manifest, job }) => {
      const files = manifest.files.map((file) => ({ ...file, path: '../outside.jpg' }));
      await writeManifest(folder, { ...manifest, files });
      const refused = viewTiles(job(photoLook, [0]), recorder());
      assert.equal(await codeOfRejection(refused), 'dataset-invalid');
      const nowhere = viewTiles({ ...job(photoLook, [0]), dataset: path.dirname(folder) }, recorder());
      assert.equal(await codeOfRejection(nowhere), 'dataset-missing');
    }));

  it('come from the child as a job, which a stop ends', () =>
    viewed(30, async ({ job }) => {
      const trainer = startTrainer();
      const whole = await trainer.run(job(photoLook, [0, 1, 2]));
      assert.equal(codeOf(whole.end), 'done');
      assert.equal(tilesOf(whole.events, photoLook).tiles.size, 3);
      const running = trainer.run(
        job(
          photoLook,
          Array.from({ length: 60 }, (_, index) => index),
        ),
      );
      trainer.client.stop();
      assert.equal(codeOf((await running).end), 'stopped');
      await trainer.client.dispose();
    }));
});

describe('tiles of what the network receives', function () {
  this.timeout(60_000);

  it('are the inputs of a training batch, pixel by pixel', () =>
    viewed(8, async ({ folder, cache, manifest, view }) => {
      const look = { seed: 5, side: 32, strengths: strong };
      const context = recorder();
      const pixels = await ensurePixels({ folder, cache, manifest, imageSize: look.side, context });
      const augmenter = new Augmenter(look);
      try {
        const photos = photosOf(manifest, 'train');
        const order = permutation(look.seed, 1, photos.length).map((place) => photos[place] ?? 0);
        const [first] = order;
        const seen = await view(networkLook(look.seed), [...order]);
        let place = 0;
        for await (const { inputs, photos: count } of readBatches(
          ...([pixels, manifest.files, order, 5, 0] as const),
          augmenter.inEpoch(1),
        )) {
          const bytes = inputs.length / count;
          for (let one = 0; one < count; one++, place++) {
            const received = Array.from(inputs.subarray(one * bytes, (one + 1) * bytes), (value) =>
              Math.round(value * 255),
            );
            assert.deepEqual(await pixelsOf(fileOf(seen, order[place] ?? -1)), received);
          }
        }
        assert.equal(place, order.length);
        const other = await view(networkLook(6), [first ?? 0]);
        assert.notDeepEqual(
          await pixelsOf(fileOf(other, first ?? 0)),
          await pixelsOf(fileOf(seen, first ?? 0)),
        );
      } finally {
        await augmenter.close();
        await pixels.close();
      }
    }));

  it('show photos that are not trained on as they are', () =>
    viewed(8, async ({ folder, manifest, view }) => {
      const [validation = -1] = photosOf(manifest, 'validation');
      const [train = -1] = photosOf(manifest, 'train');
      const seen = await view(networkLook(1), [validation, train]);
      const plain = async (index: number) => [
        ...(await decodePhoto(path.join(folder, manifest.files[index]?.path ?? ''), 32)).pixels,
      ];
      assert.deepEqual(await pixelsOf(fileOf(seen, validation)), await plain(validation));
      assert.notDeepEqual(await pixelsOf(fileOf(seen, train)), await plain(train));
      const untouched = await view(networkLook(1, 32, none), [train]);
      assert.deepEqual(await pixelsOf(fileOf(untouched, train)), await plain(train));
      // Once it is on the other side, it is received otherwise.
      const files = manifest.files.map((file, index) =>
        index === train ? { ...file, part: 'validation' as const } : file,
      );
      await writeManifest(folder, { ...manifest, files });
      const moved = await view(networkLook(1), [train]);
      assert.deepEqual(await pixelsOf(fileOf(moved, train)), await plain(train));
    }));

  it('pack the pixels first where that size is missing, and need none that are there', () =>
    viewed(4, async ({ folder, manifest, view }) => {
      const decoded = ({ events }: Tiles) =>
        Math.max(0, ...events.flatMap((event) => (event.type === 'progress' ? [event.done] : [])));
      const first = await view(networkLook(1, 20), [0, 1]);
      assert.equal(decoded(first), 8);
      assert.equal((await sharp(fileOf(first, 0)).metadata()).format, 'png');
      assert.equal(decoded(await view(networkLook(2, 20), [0, 1])), 0);
      await rm(path.join(folder, manifest.files[7]?.path ?? ''));
      assert.equal((await view(networkLook(2, 20), [0, 1])).tiles.size, 2);
      assert.equal(await codeOfRejection(view(networkLook(3, 20), [0, 1])), 'photos-missing');
    }));

  it('are none of photos that are known to be unreadable', () =>
    viewed(3, async ({ folder, manifest, view }) => {
      await writeFile(path.join(folder, manifest.files[1]?.path ?? ''), 'no photo');
      const files = manifest.files.map((file, index) =>
        index === 1 ? { ...file, part: 'unused' as const, unused: 'unreadable' as const } : file,
      );
      await writeManifest(folder, { ...manifest, files });
      const { tiles, failed } = await view(networkLook(1), [0, 1, 2]);
      assert.deepEqual([[...tiles.keys()].sort(), failed], [[0, 2], [1]]);
    }));

  it('are kept of the eight latest looks', () =>
    viewed(2, async ({ cache, manifest, view }) => {
      const all = path.join(cache, manifest.id, 'tiles');
      await view(photoLook, [0]);
      for (let seed = 1; seed <= 8; seed++) {
        await view(networkLook(seed), [0]);
        const long = new Date(Date.now() - 1e6 + seed * 1000);
        await utimes(path.join(all, lookKey(networkLook(seed))), long, long);
      }
      await utimes(path.join(all, 'photo'), new Date(0), new Date(0));
      // The oldest is looked at again: now the second is.
      await view(networkLook(1), [0]);
      await view(networkLook(9), [0]);
      const kept = [1, 3, 4, 5, 6, 7, 8, 9].map((seed) => lookKey(networkLook(seed)));
      assert.deepEqual((await readdir(all)).sort(), [...kept, 'photo'].sort());
      assert.ok((await stat(path.join(all, 'photo'))).isDirectory());
    }));
});
