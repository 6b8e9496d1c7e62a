import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ioFailure } from '../../src/trainer/ioFailure';
import { prepareDataset } from '../../src/trainer/data/prepareDataset';
import { HumanError } from '../../src/shared/failures';
import { skip } from '../harness/skip';
import {
  blots,
  codeOfRejection,
  makeArchive,
  makeClassFolders,
  photo,
  prepareJob,
  recorder,
  tree,
  type ArchiveEntry,
} from './dataSupport';
import { inTemporaryFolder, startTrainer } from './support';

describe('prepareDataset, when it cannot', function () {
  this.timeout(60_000);

  /** The code with which preparing `source` fails; nothing may be left behind. */
  async function failureOf(root: string, source: string): Promise<string> {
    const job = prepareJob(root, source);
    const code = await codeOfRejection(prepareDataset(job, recorder()));
    assert.deepEqual(await tree(path.dirname(job.folder)), []);
    assert.deepEqual(await tree(job.cache), []);
    return code;
  }

  it('finds no photos in an empty folder, in one without photos, or where none can be read', () =>
    inTemporaryFolder(async (root) => {
      const source = path.join(root, 'photos');
      await mkdir(path.join(source, 'pug'), { recursive: true });
      assert.equal(await failureOf(root, source), 'no-photos');
      await writeFile(path.join(source, 'pug', 'notes.txt'), 'none');
      assert.equal(await failureOf(root, source), 'no-photos');
      await writeFile(path.join(source, 'pug', '1.jpg'), 'none');
      assert.equal(await failureOf(root, source), 'no-photos');
    }));

  it('needs two classes, in folders or in names', () =>
    inTemporaryFolder(async (root) => {
      await makeClassFolders(path.join(root, 'photos'), { pug: 3 });
      assert.equal(await failureOf(root, path.join(root, 'photos')), 'one-class');
      await cp(path.join(root, 'photos', 'pug'), path.join(root, 'flat'), { recursive: true });
      assert.equal(await failureOf(root, path.join(root, 'flat')), 'one-class');
    }));

  it('names the class with one photo, where leaving it out would leave one class', () =>
    inTemporaryFolder(async (root) => {
      await makeClassFolders(path.join(root, 'photos'), { pug: 3, lonely: 1 });
      await assert.rejects(
        prepareDataset(prepareJob(root, path.join(root, 'photos')), recorder()),
        (error) => {
          assert.ok(error instanceof HumanError);
          assert.deepEqual(
            [error.failure.code, error.failure.parameters.detail],
            ['too-few-photos', 'lonely'],
          );
          return true;
        },
      );
    }));

  it('says that the source is missing', () =>
    inTemporaryFolder(async (root) => {
      assert.equal(await failureOf(root, path.join(root, 'nowhere')), 'source-missing');
    }));

  it('refuses what is no whole archive', () =>
    inTemporaryFolder(async (root) => {
      const entries = await photosOf(12);
      const tar = path.join(root, 'whole.tar');
      const gz = path.join(root, 'whole.tar.gz');
      await makeArchive(tar, entries);
      await makeArchive(gz, entries);
      const [tarBytes, gzBytes] = [await readFile(tar), await readFile(gz)];
      const flipped = Buffer.from(gzBytes);
      flipped.fill(0x55, 2000, 2064);
      const archives = {
        'cut.tar': tarBytes.subarray(0, tarBytes.length / 2 + 100),
        'cut.tar.gz': gzBytes.subarray(0, gzBytes.length / 2),
        'late.tar.gz': gzBytes.subarray(0, gzBytes.length - 4),
        'flipped.tar.gz': flipped,
        'text.tar.gz': Buffer.from('This is not an archive, whatever it is called.'),
        'zip.tar': Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(2000, 7)]),
        'photo.jpg': await photo(1),
        'empty.tar.gz': Buffer.alloc(0),
      };
      for (const [name, bytes] of Object.entries(archives)) {
        await writeFile(path.join(root, name), bytes);
        assert.equal(await failureOf(root, path.join(root, name)), 'source-unreadable', name);
      }
    }));

  it('refuses an archive whose names lead out of it, and writes nothing there', () =>
    inTemporaryFolder(async (root) => {
      const bytes = await photo(1);
      const names = [
        path.join(root, 'absolute.jpg'),
        '../../outside.jpg',
        'pug/../../../outside.jpg',
        '..\\outside.jpg',
        'C:\\outside.jpg',
      ];
      for (const name of names) {
        const archive = path.join(root, 'pets.tar.gz');
        await makeArchive(archive, [...(await photosOf(6)), { name, bytes }]);
        assert.equal(await failureOf(root, archive), 'unsafe-archive', name);
      }
      assert.deepEqual(await tree(root), ['pets.tar.gz']);
    }));

  it('refuses an archive with links or devices, and never follows them', () =>
    inTemporaryFolder(async (root) => {
      await writeFile(path.join(root, 'secret.jpg'), await photo(99));
      const linkname = path.join(root, 'secret.jpg');
      const archive = path.join(root, 'pets.tar');
      const entries: ArchiveEntry[] = [
        { name: 'pug/linked.jpg', type: 'symlink', linkname },
        { name: 'pug/hard.jpg', type: 'link', linkname },
        { name: 'beagle/device.jpg', type: 'character-device' },
        { name: 'cats', type: 'symlink', linkname: root },
      ];
      for (const entry of entries) {
        await makeArchive(archive, [...(await photosOf(8)), entry]);
        assert.equal(await failureOf(root, archive), 'unsafe-archive', entry.name);
      }
    }));

  it('stops between photos, in every stage, and leaves nothing behind', () =>
    inTemporaryFolder(async (root) => {
      await makeClassFolders(path.join(root, 'photos'), { pug: 30, beagle: 30 });
      await makeArchive(path.join(root, 'pets.tar.gz'), await photosOf(60));
      const stops = [
        { from: 'photos', stage: 'reading' },
        { from: 'photos', stage: 'decoding' },
        { from: 'pets.tar.gz', stage: 'unpacking' },
        { from: 'drawn', stage: 'drawing' },
      ];
      for (const { from, stage } of stops) {
        const context = recorder((event) => {
          if (event.type === 'progress' && event.stage === stage) context.stop();
        });
        const source = from === 'drawn' ? ({ kind: from, perBreed: 4 } as const) : undefined;
        const job = prepareJob(root, path.join(root, from), source && { source });
        await assert.rejects(prepareDataset(job, context), { message: 'stopped' }, stage);
        assert.ok(!context.events.some((event) => event.type === 'prepared'));
        assert.deepEqual(await tree(path.join(root, 'made')), [], stage);
        assert.deepEqual(await tree(job.cache), [], stage);
      }
    }));

  it('leaves no dataset when killed, and the next prepare removes what was half done', () =>
    inTemporaryFolder(async (root) => {
      const source = path.join(root, 'photos');
      for (const name of ['pug', 'beagle']) {
        await mkdir(path.join(source, name), { recursive: true });
        for (let n = 0; n < 24; n++) {
          await blots(n + name.length * 100, 1200, 900)
            .jpeg()
            .toFile(path.join(source, name, `${n}.jpg`));
        }
      }
      const job = prepareJob(root, source);
      const trainer = startTrainer();
      const killed = new Promise((resolve) => trainer.child.once('close', resolve));
      await trainer
        .run(job, (event) => {
          if (event.type === 'progress' && event.stage === 'decoding' && event.done > 2) {
            trainer.child.kill('SIGKILL');
          }
        })
        .catch(() => undefined);
      await killed;
      const left = (await tree(path.join(root, 'made'))).filter((name) => !name.includes('/'));
      assert.ok(left.length === 1 && left[0] !== 'pets', left.join());
      await prepareDataset(job, recorder());
      assert.deepEqual(
        (await tree(path.join(root, 'made'))).filter((name) => !name.includes('/')),
        ['pets'],
      );
      assert.deepEqual(await tree(job.cache), ['pets', 'pets/pixels-32.json', 'pets/pixels-32.u8']);
    }));

  it('says that the disk is full, wherever it fills up, and keeps nothing half-written', function () {
    return inTemporaryFolder(async (root) => {
      await makeClassFolders(path.join(root, 'photos'), { pug: 2, beagle: 2 });
      const disk = await mountOrSkip(this, root, 'size=2m');
      try {
        const source = path.join(root, 'photos');
        for (const name of ['pug', 'beagle']) {
          for (let n = 0; n < 12; n++) {
            const large = await blots(n + name.length * 50, 900, 700)
              .jpeg({ quality: 100 })
              .toBuffer();
            await writeFile(path.join(source, name, `large${n}.jpg`), large);
          }
        }
        execFileSync('tar', ['czf', path.join(root, 'pets.tar.gz'), '-C', source, '.']);
        const [elsewhere, there] = [path.join(root, 'made', 'pets'), path.join(disk, 'made', 'pets')];
        const cases = [
          prepareJob(root, source, { folder: there }),
          prepareJob(root, path.join(root, 'pets.tar.gz'), { folder: there }),
          prepareJob(root, source, { folder: elsewhere, cache: path.join(disk, 'cache'), imageSize: 256 }),
        ];
        for (const job of cases) {
          assert.equal(await codeOfRejection(prepareDataset(job, recorder())), 'disk-full');
          assert.deepEqual(await tree(disk), []);
          assert.deepEqual(await tree(path.dirname(job.folder)), []);
          assert.deepEqual(await tree(job.cache), []);
        }
      } finally {
        execFileSync('umount', [disk]);
      }
    });
  });

  it('says that the folder is read-only', function () {
    return inTemporaryFolder(async (root) => {
      await makeClassFolders(path.join(root, 'photos'), { pug: 2, beagle: 2 });
      const disk = await mountOrSkip(this, root, 'ro,size=1m');
      try {
        const source = path.join(root, 'photos');
        const folder = path.join(disk, 'made', 'pets');
        assert.equal(
          await codeOfRejection(prepareDataset(prepareJob(root, source, { folder }), recorder())),
          'read-only',
        );
        const cache = path.join(disk, 'cache');
        assert.equal(
          await codeOfRejection(prepareDataset(prepareJob(root, source, { cache }), recorder())),
          'read-only',
        );
        assert.deepEqual(await tree(path.join(root, 'made')), []);
      } finally {
        execFileSync('umount', [disk]);
      }
    });
  });
});

describe('ioFailure', () => {
  it('turns what a person can mend into a HumanError and leaves the rest', () => {
    const expected = {
      ENOSPC: 'disk-full',
      EDQUOT: 'disk-full',
      EROFS: 'read-only',
      EACCES: 'read-only',
      EPERM: 'read-only',
      ENOENT: 'photo-missing',
    };
    for (const [code, wanted] of Object.entries(expected)) {
      const told = ioFailure(Object.assign(new Error(code), { code }), '/a/b');
      assert.ok(told instanceof HumanError);
      assert.deepEqual([told.failure.code, told.failure.parameters.file], [wanted, '/a/b']);
    }
    const bug = new TypeError('a bug');
    assert.equal(ioFailure(bug, '/a'), bug);
    const human = new HumanError('one-class');
    assert.equal(ioFailure(human, '/a'), human);
  });
});

/** Photos of two classes in class folders, as an archive has them. */
async function photosOf(count: number): Promise<ArchiveEntry[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, n) => ({
      name: `${n % 2 === 0 ? 'pug' : 'beagle'}/${n}.jpg`,
      bytes: await photo(n + 1),
    })),
  );
}

/** A small disk of its own at `<root>/disk`. */
async function mountOrSkip(context: Mocha.Context, root: string, options: string): Promise<string> {
  const disk = path.join(root, 'disk');
  await mkdir(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'none', disk], { stdio: 'ignore' });
  } catch {
    await rm(disk, { recursive: true });
    skip(context, 'mounting a small disk is not allowed here');
  }
  return disk;
}
