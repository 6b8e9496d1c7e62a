import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { layout } from '../../src/shared/layout';
import { type Manifest, manifestSchema } from '../../src/shared/manifest';
import { type MisbehavingServer, startMisbehavingServer } from '../harness/misbehavingServer';
import { petcv, startPetcv } from './cliHarness';
import type { Ended, JsonLine } from './cliHarness';
import { makeArchive, makeClassFolders, photo, tree } from './dataSupport';

const classes = { Red: 12, Green: 12, blue: 12 };

/** The last line, which must be a result. */
function resultOf(ended: Ended, code = 0): JsonLine {
  assert.equal(ended.code, code, ended.stderr);
  const last = ended.lines().at(-1);
  assert.ok(last?.type === 'result', JSON.stringify(last));
  return last;
}

function failureOf(ended: Ended): unknown {
  assert.equal(ended.code, 1, ended.stderr);
  const failure: unknown = ended.lines().at(-1)?.['failure'];
  return typeof failure === 'object' && failure !== null && 'code' in failure ? failure.code : undefined;
}

describe('petcv dataset, the real bundle', function () {
  this.timeout(120_000);
  let home = '';
  let server: MisbehavingServer;
  const at = (...names: string[]) => join(home, ...names);
  const run = (...words: string[]) => petcv(['dataset', ...words, '--json'], home);

  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'petcv-datasets-'));
    await mkdir(at('mirror'));
    await makeOxford(at('mirror'));
    server = await startMisbehavingServer({ root: at('mirror') });
    await makeFaulty(at('photos'));
  });

  after(async () => {
    await server.close();
    await rm(home, { recursive: true, force: true });
  });

  describe('get', () => {
    it('goes on after three cuts and a kill, and ends with what an undisturbed one has', async () => {
      const words = ['get', 'oxford-pets', '--size', '32', '--split', 'official'];
      const whole = resultOf(await run(...words, '--mirror', at('mirror'), '--out', 'undisturbed'));
      assert.deepEqual([whole['trainPhotos'], whole['validationPhotos']], [24, 12]);

      const { length } = await readFile(at('mirror', 'images.tar.gz'));
      const after = Math.floor(length / 8);
      const cut = { kind: 'cut', after } as const;
      server.plan('/images.tar.gz', [cut, cut, cut, { kind: 'drip', bytes: 500, everyMs: 100 }]);
      const disturbed = ['dataset', ...words, '--mirror', server.url, '--out', 'disturbed', '--json'];
      const first = startPetcv(disturbed, home);
      await first.until(
        (event) => event.type === 'progress' && event.stage === 'downloading' && event.done > 3 * after,
      );
      // The whole group, as when a machine goes down: nobody saves anything.
      process.kill(-(first.process.pid ?? 0), 'SIGKILL');
      await first.ended;
      assert.deepEqual(await tree(at('disturbed')), []);

      assert.equal(resultOf(await petcv(disturbed, home))['photos'], 36);
      const asked = server.requests.filter((one) => one.path === '/images.tar.gz');
      assert.equal(asked.length, 5);
      assert.equal(
        asked.filter(({ range }) => range === null).length,
        1,
        'only the first asks for all of it',
      );
      assert.deepEqual(await hashes(at('disturbed')), await hashes(at('undisturbed')));
      const [one, other] = await Promise.all([manifestOf('disturbed'), manifestOf('undisturbed')]);
      assert.deepEqual(one.files, other.files);
      assert.deepEqual(one.split, other.split);
    });

    it('cuts heads for PetFaces from the same archives', async () => {
      const result = resultOf(
        await run(
          'get',
          'petfaces',
          '--from',
          'oxford',
          '--mirror',
          at('mirror'),
          '--size',
          '32',
          '--out',
          'heads',
        ),
      );
      assert.deepEqual(result['classes'], ['cat_Green', 'cat_Red', 'dog_blue']);
      assert.equal((await manifestOf('heads')).origin?.way, 'cut');
    });

    it('fails where no mirror has it, and keeps nothing', async () => {
      const ended = await run(
        'get',
        'petfaces',
        '--from',
        'archive',
        '--mirror',
        at('nowhere'),
        '--out',
        'none',
      );
      assert.equal(failureOf(ended), 'download-failed');
      assert.deepEqual(await tree(at('none')), []);
    });

    it('refuses a name that it does not know', async () => {
      assert.equal((await run('get', 'birds')).code, 2);
    });
  });

  describe('import, check, fix, split, leave-out, list', () => {
    it('imports a folder, and leaves the originals as they are', async () => {
      const before = await hashes(at('photos'));
      const result = resultOf(await run('import', 'photos', '--out', 'pets', '--size', '32'));
      assert.deepEqual([result['skipped'], result['photos']], [2, 38]);
      assert.deepEqual(await hashes(at('photos')), before);
    });

    it('checks a folder that is no dataset, and writes nothing into it', async () => {
      const before = await tree(at('photos'));
      const result = resultOf(await run('check', 'photos'));
      const found = result['findings'];
      assert.deepEqual(
        ['unreadable', 'empty', 'label-conflict', 'exact-copies'].map((kind) => countOf(found, kind)),
        [1, 1, 1, 1],
      );
      assert.equal(result['report'], null);
      assert.deepEqual(await tree(at('photos')), before);
      assert.equal(resultOf(await run('check', 'photos', '--strict'), 1)['worst'], 'error');
    });

    it('says what it would fix, fixes it, and then has nothing to fix', async () => {
      const planned = resultOf(await run('fix', 'pets', '--dry-run'));
      const before = await tree(at('pets'));
      const fixed = resultOf(await run('fix', 'pets'));
      assert.deepEqual(kindsOf(planned['fixes']), kindsOf(fixed['fixes']));
      assert.ok(kindsOf(fixed['fixes']).includes('exact-copies'));
      assert.deepEqual(await tree(at('pets')), before, 'nothing is deleted');
      assert.deepEqual(resultOf(await run('fix', 'pets'))['fixes'], []);
    });

    it('shares out anew, as asked and by seed', async () => {
      const halves = resultOf(await run('split', 'pets', '--split', '0.5', '--seed', '2'));
      const [train, validation] = [Number(halves['trainPhotos']), Number(halves['validationPhotos'])];
      assert.ok(Math.abs(train - validation) <= 4, `${train} and ${validation}`);
      const first = (await manifestOf('pets')).files;
      await run('split', 'pets', '--split', '0.5', '--seed', '3');
      assert.notDeepEqual((await manifestOf('pets')).files, first);
      await run('split', 'pets', '--split', '0.5', '--seed', '2');
      assert.deepEqual((await manifestOf('pets')).files, first);
      assert.equal(failureOf(await run('split', 'pets', '--split', 'official')), 'no-official-split');
    });

    it('leaves a photo out and takes it in again', async () => {
      const before = resultOf(await run('split', 'pets'));
      const out = resultOf(await run('leave-out', 'pets', 'blue/3.jpg'));
      assert.equal(Number(out['unused']), Number(before['unused']) + 1);
      const again = resultOf(await run('leave-out', 'pets', 'blue/3.jpg', '--undo'));
      assert.equal(again['unused'], before['unused']);
    });

    it('lists what is there', async () => {
      const listed: unknown = resultOf(await run('list'))['datasets'];
      assert.ok(Array.isArray(listed));
      assert.deepEqual(
        listed.map((one: unknown) => (isObject(one) ? one['dataset'] : one)).sort(),
        [at('disturbed'), at('heads'), at('pets'), at('undisturbed')].sort(),
      );
    });
  });

  async function manifestOf(name: string): Promise<Manifest> {
    return v.parse(manifestSchema, JSON.parse(await readFile(at(name, layout.manifest), 'utf8')));
  }
});

/** Path and SHA-256 of every photo below `folder`. */
async function hashes(folder: string): Promise<string[]> {
  const photos = (await tree(folder)).filter((name) => name.endsWith('.jpg'));
  return Promise.all(
    photos.map(async (name) => {
      const bytes = await readFile(join(folder, name));
      return `${name} ${createHash('sha256').update(bytes).digest('hex')}`;
    }),
  );
}

/** Archives as Oxford packs them, of made-up photos: two breeds of cats, one of dogs. */
async function makeOxford(folder: string): Promise<void> {
  const photos = Object.entries(classes).flatMap(([breed, count]) =>
    Array.from({ length: count }, (_, index) => ({ breed, name: `${breed}_${index + 1}`, index })),
  );
  const images = photos.map(async ({ name }, seed) => ({
    name: `images/${name}.jpg`,
    bytes: await photo(seed + 1),
  }));
  await makeArchive(join(folder, 'images.tar.gz'), await Promise.all(images));
  const lines = (wanted: typeof photos) =>
    Buffer.from(wanted.map(({ name, breed }) => `${name} 1 ${breed === 'blue' ? 2 : 1} 1\n`).join(''));
  const boxes = photos.map(({ name, breed }) => ({
    name: `annotations/xmls/${name}.xml`,
    bytes: Buffer.from(
      `<annotation><size><width>96</width><height>72</height><depth>3</depth></size><object><name>${breed === 'blue' ? 'dog' : 'cat'}</name><bndbox><xmin>10</xmin><ymin>8</ymin><xmax>60</xmax><ymax>58</ymax></bndbox></object></annotation>`,
    ),
  }));
  await makeArchive(join(folder, 'annotations.tar.gz'), [
    { name: 'annotations/list.txt', bytes: lines(photos) },
    { name: 'annotations/trainval.txt', bytes: lines(photos.filter(({ index }) => index < 8)) },
    { name: 'annotations/test.txt', bytes: lines(photos.filter(({ index }) => index >= 8)) },
    ...boxes,
  ]);
}

/** A folder of photos with one of each fault. */
async function makeFaulty(folder: string): Promise<void> {
  await makeClassFolders(folder, classes);
  const at = (...names: string[]) => join(folder, ...names);
  await copyFile(at('Red', '1.jpg'), at('Red', '1-copy.jpg'));
  await copyFile(at('Red', '2.jpg'), at('Green', '90.jpg'));
  await copyFile(at('Red', '3.jpg'), at('Red', 'torn.jpg'));
  await truncate(at('Red', 'torn.jpg'), 700);
  await writeFile(at('Green', 'nothing.jpg'), '');
}

function countOf(findings: unknown, kind: string): unknown {
  return isObject(findings) ? findings[kind] : undefined;
}

function kindsOf(fixes: unknown): unknown[] {
  assert.ok(Array.isArray(fixes));
  return fixes.map((fix: unknown) => (isObject(fix) ? fix['kind'] : fix)).sort();
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
