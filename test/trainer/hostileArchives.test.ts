import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { HumanError, type Failure } from '../../src/shared/failures';
import { archiveLimits, mostUnpacked } from '../../src/trainer/data/archiveGuard';
import { readManifest } from '../../src/trainer/data/manifestFile';
import { prepareDataset } from '../../src/trainer/data/prepareDataset';
import { unpackPhotos } from '../../src/trainer/data/unpackPhotos';
import { makeArchive, photo, prepareJob, recorder, tree } from './dataSupport';
import { gnuLongName, paxHeader, rawEntry, tarEnd, writeGzip, type RawEntry } from './hostileArchivesSupport';
import { inTemporaryFolder } from './support';

/** What a hostile archive holds behind some photos; and of what its refusal must speak. */
interface Beast {
  is: string;
  entries: Buffer[];
  names: string;
}

const body = Buffer.from('not much of a photo');
const entry = (name: string, rest: Partial<RawEntry> = {}) => rawEntry({ name, body, ...rest });
const one = (is: string, name: string, rest: Partial<RawEntry> = {}): Beast => ({
  is,
  entries: [entry(name, rest)],
  names: name,
});
const empty = Buffer.alloc(0);
const link = (flag: string, linkname = '../../secret.jpg') => ({ flag, linkname, body: empty });
const longPath = `${'a/'.repeat(520)}1.jpg`;
const longName = `pug/${'ä'.repeat(130)}.jpg`;

const zoo: Beast[] = [
  one('an absolute path', '/tmp/pet-cv-outside.jpg'),
  one('an absolute path of no photo', '/etc/cron.d/pet-cv'),
  one('a network path of two slashes', '//server/share/1.jpg'),
  one('a drive', 'C:\\outside.jpg'),
  one('a drive with a slash', 'c:/outside.jpg'),
  one('a drive without one', 'C:outside.jpg'),
  one('a UNC path', '\\\\server\\share\\1.jpg'),
  one('a device path', '\\\\?\\C:\\1.jpg'),
  one('a way up', '../outside.jpg'),
  one('a way up behind a folder', 'pug/../../outside.jpg'),
  one('a way up with backslashes', 'pug\\..\\..\\outside.jpg'),
  one('a way up with both slashes', 'pug/..\\outside.jpg'),
  one('a way up of a folder', '../outside/', { flag: '5', body: empty }),
  one('a way up in what is ignored', '__MACOSX/../../._outside'),
  {
    is: 'a way up in the prefix field',
    entries: [entry('outside.jpg', { prefix: '..' })],
    names: '../outside.jpg',
  },
  one('a symbolic link', 'pug/link.jpg', link('2')),
  {
    is: 'a file behind a linked folder',
    entries: [entry('pets', link('2', '..')), entry('pets/1.jpg')],
    names: 'pets',
  },
  one('a hidden link', 'pug/.link', link('2')),
  one('a hard link', 'pug/link.jpg', link('1')),
  one('a hard link to itself', 'pug/link.jpg', link('1', 'pug/link.jpg')),
  one('a character device', 'pug/device.jpg', { flag: '3', body: empty }),
  one('a block device', 'pug/device.jpg', { flag: '4', body: empty }),
  one('a named pipe', 'pug/pipe.jpg', { flag: '6', body: empty }),
  one('an unknown type', 'pug/odd.jpg', { flag: 'Z' }),
  one('a sparse file of GNU', 'pug/sparse.jpg', { flag: 'S' }),
  {
    is: 'a sparse file of PAX',
    entries: [paxHeader({ 'GNU.sparse.name': '../1.jpg' }), entry('GNUSparseFile.0/1.jpg')],
    names: 'GNUSparseFile.0/1.jpg',
  },
  one('the same name twice', 'pug/0.jpg'),
  one('the same name with ./', './pug/0.jpg'),
  one('the same name with another slash', 'pug\\0.jpg'),
  one('another case of a file', 'pug/0.JPG'),
  one('another case of a folder', 'PUG/7.jpg'),
  {
    is: 'two ways to write an umlaut',
    entries: [entry('pug/Bär.jpg'.normalize('NFC')), entry('pug/Bär.jpg'.normalize('NFD'))],
    names: 'pug/Bär.jpg'.normalize('NFD'),
  },
  one('a file where a folder is', 'pug'),
  one('a folder where a file is', 'pug/0.jpg/1.jpg'),
  one('a folder with content', 'pug/more/', { flag: '5' }),
  one('a reserved name', 'pug/CON'),
  one('a reserved name with an ending', 'pug/nul.jpg'),
  one('a reserved name of a folder', 'aux/1.jpg'),
  one('a serial port', 'pug/COM1.tar.jpg'),
  one('a serial port of a small digit', 'pug/com\u00b9.jpg'),
  { is: 'a line break', entries: [entry('pug/a\nb.jpg')], names: 'pug/a\\u{a}b.jpg' },
  { is: 'an escape', entries: [entry('pug/\u001b[2J.jpg')], names: 'pug/\\u{1b}[2J.jpg' },
  {
    is: 'a zero byte',
    entries: [paxHeader({ path: 'pug/1.jpg\0.exe' }), entry('pug/9.jpg')],
    names: 'pug/1.jpg\\u{0}.exe',
  },
  one('a dot at the end', 'pug/1.jpg.'),
  one('a space at the end of a folder', 'pug /9.jpg'),
  one('three dots', '.../9.jpg'),
  { is: 'a name too long', entries: [gnuLongName(longName), entry('x')], names: longName.slice(0, 100) },
  { is: 'a path too long', entries: [gnuLongName(longPath), entry('x')], names: longPath.slice(0, 100) },
  one('a photo of two gigabytes', 'pug/huge.jpg', { size: 2e9 }),
  one('a size of many terabytes', 'pug/huge.jpg', { size: Buffer.from('80000000ffffffffffffffff', 'hex') }),
  {
    is: 'a PAX header with another path',
    entries: [paxHeader({ path: '../outside.jpg' }), entry('pug/9.jpg')],
    names: '../outside.jpg',
  },
  {
    is: 'a PAX header with another size',
    entries: [paxHeader({ size: '3000000000' }), entry('pug/9.jpg')],
    names: 'pug/9.jpg',
  },
  {
    is: 'a PAX header for all that follows',
    entries: [paxHeader({ path: '/outside.jpg' }, 'g'), paxHeader({ comment: '' }), entry('pug/9.jpg')],
    names: '/outside.jpg',
  },
  {
    is: 'a long name of GNU',
    entries: [gnuLongName(`${'pug/'.repeat(30)}${'../'.repeat(40)}outside.jpg`), entry('pug/9.jpg')],
    names: 'pug/pug/',
  },
];

describe('hostile archives', function () {
  this.timeout(120_000);

  for (const { is, entries, names } of zoo) {
    it(`refuses ${is}`, () =>
      inTemporaryFolder(async (root) => {
        const file = path.join(root, 'pets.tar.gz');
        await writeFile(
          file,
          gzipSync(Buffer.concat([await herd(), ...entries, await stragglers(), tarEnd])),
        );
        const failure = await refusal(root, file);
        assert.equal(failure.code, 'unsafe-archive');
        assert.ok(failure.parameters.detail?.startsWith(names), failure.parameters.detail);
      }));
  }

  it('knows more than 50 of them', () => {
    assert.ok(zoo.length > 50, `${zoo.length}`);
  });

  const whole = async () => Buffer.concat([await herd(), tarEnd]);
  const packed = async () => gzipSync(await whole());
  const broken: Record<string, () => Promise<Buffer>> = {
    'is empty': () => Promise.resolve(empty),
    'is a text': () => Promise.resolve(Buffer.from('No archive. '.repeat(100))),
    'is a web page': () => Promise.resolve(Buffer.from(`<!doctype html>${'<p>404</p>'.repeat(99)}`)),
    'is a compressed web page': () => Promise.resolve(gzipSync(`<!doctype html>${'<p>404</p>'.repeat(99)}`)),
    'is a ZIP': () => Promise.resolve(Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(2000, 7)])),
    'is compressed twice': async () => gzipSync(await packed()),
    'is cut off, uncompressed': async () => (await whole()).subarray(0, 3000),
    'is cut off': async () => (await packed()).subarray(0, 4000),
    'lacks its last bytes': async () => (await packed()).subarray(0, -4),
    'has a wrong checksum of gzip': async () => {
      const bytes = await packed();
      bytes.writeUInt32LE(bytes.readUInt32LE(bytes.length - 8) ^ 1, bytes.length - 8);
      return bytes;
    },
    'has a wrong checksum of an entry': async () =>
      gzipSync(Buffer.concat([await herd(), entry('pug/9.jpg', { wrongBy: 1 }), tarEnd])),
    'has an entry longer than itself': async () =>
      gzipSync(Buffer.concat([await herd(), entry('pug/9.jpg', { size: 200e6 }), tarEnd])),
    'has an entry of less than nothing': async () =>
      gzipSync(
        Buffer.concat([
          await herd(),
          entry('pug/9.jpg', { size: Buffer.from('ffffffffffffffffffffffff', 'hex') }),
          tarEnd,
        ]),
      ),
    'has a size that is no number': async () =>
      gzipSync(
        Buffer.concat([await herd(), entry('pug/9.jpg', { size: Buffer.from('zzzzzzzzzzz') }), tarEnd]),
      ),
    'has a name of many megabytes': async () =>
      gzipSync(Buffer.concat([await herd(), gnuLongName('a'.repeat(5e6)), entry('pug/9.jpg'), tarEnd])),
    'goes on behind its end': async () => Buffer.concat([await packed(), Buffer.from('something else')]),
    'goes on behind some zeros': async () =>
      Buffer.concat([await packed(), Buffer.alloc(600_000), Buffer.from('something else')]),
    'goes on behind the end of the tar': async () =>
      gzipSync(Buffer.concat([await whole(), Buffer.alloc(512, 'x')])),
  };
  for (const [does, bytes] of Object.entries(broken)) {
    it(`does not read what ${does}`, () =>
      inTemporaryFolder(async (root) => {
        const file = path.join(root, 'pets.tar.gz');
        await writeFile(file, await bytes());
        const { code } = await refusal(root, file);
        assert.equal(code, 'source-unreadable');
      }));
  }

  it('refuses a small file that unpacks to gigabytes, before it does', () =>
    inTemporaryFolder(async (root) => {
      const zeros = Buffer.alloc(1 << 20);
      const much = function* (first: Buffer) {
        yield first;
        for (let n = 0; n < 400; n++) yield zeros;
        yield tarEnd;
      };
      const files = function* () {
        for (let n = 0; n < 400; n++) yield entry(`pug/${n}.jpg`, { body: zeros });
        yield tarEnd;
      };
      const one = entry('pug/bomb.jpg', { body: empty, size: 400 * zeros.length });
      const pax = rawEntry({ name: 'x', flag: 'x', body: Buffer.alloc(4e6, '4000000 a=bcde') });
      const beasts: [Iterable<Buffer>, string][] = [
        [much(one), 'pug/bomb.jpg'],
        [much(entry('pug/1.jpg')), 'pug/1.jpg'],
        [files(), 'pug/3'],
        [Array.from({ length: 120 }, () => pax), ''],
      ];
      const file = path.join(root, 'bomb.tar.gz');
      for (const [pieces, name] of beasts) {
        await writeGzip(file, pieces);
        assert.ok((await stat(file)).size < 4e6);
        const failure = await refusal(root, file);
        assert.equal(failure.code, 'unsafe-archive');
        assert.ok(failure.parameters.detail?.startsWith(name), failure.parameters.detail);
      }
    }));

  it('refuses too many entries, and none that Oxford has', () =>
    inTemporaryFolder(async (root) => {
      const file = path.join(root, 'many.tar.gz');
      const folders = function* (count: number) {
        for (let n = 0; n < count; n++) yield entry(`${n}/`, { flag: '5', body: empty });
        yield tarEnd;
      };
      await writeGzip(file, folders(archiveLimits.entries + 1));
      const failure = await refusal(root, file);
      assert.equal(failure.code, 'unsafe-archive');
      assert.ok(failure.parameters.detail?.startsWith(`${archiveLimits.entries}/`));
      await writeGzip(file, folders(8000));
      assert.equal((await refusal(root, file)).code, 'no-photos');
      assert.ok(mostUnpacked(23_000_000, archiveLimits) > 1e9);
      assert.equal(mostUnpacked(50e9, archiveLimits), archiveLimits.totalBytes);
    }));

  it('keeps to the limits that it is given', () =>
    inTemporaryFolder(async (root) => {
      const file = path.join(root, 'pets.tar');
      await writeFile(file, Buffer.concat([await herd(), tarEnd]));
      const bytes = (await stat(file)).size;
      const unpack = async (changes: Partial<typeof archiveLimits>) => {
        const staging = path.join(root, 'staging');
        await mkdir(staging);
        const limits = { ...archiveLimits, ...changes };
        return unpackPhotos(file, { staging, context: recorder(), limits }).finally(() =>
          rm(staging, { recursive: true }),
        );
      };
      assert.equal((await unpack({ entries: 6, totalBytes: bytes })).photos.length, 6);
      for (const less of [{ entries: 5 }, { totalBytes: bytes - 1 }, { ratio: 0, headroom: 900 }]) {
        await assert.rejects(unpack(less), (error) => {
          return error instanceof HumanError && error.failure.code === 'unsafe-archive';
        });
      }
    }));

  it('takes odd but harmless names', () =>
    inTemporaryFolder(async (root) => {
      const names = [
        './pug/a photo with spaces.jpg',
        './pug/Größe ß – œ.jpg',
        './pug/Bär.jpg'.normalize('NFD'),
        './pug/🐶.jpg',
        './pug/-rf *.jpg',
        "./pug/$(HOME) %s 'x'.jpg",
        './pug/console.jpg',
        `./pug/${'n'.repeat(240)}.jpg`,
        `./pug/${'folder-of-a-long-name/'.repeat(30)}1.jpg`,
        './beagle/1....jpg',
        './beagle/1..2.jpg',
        'beagle\\3.jpg',
        'beagle/4.jpg',
      ];
      const photos = await Promise.all(names.map(async (name, n) => ({ name, bytes: await photo(n + 1) })));
      const folder = { type: 'directory' as const };
      const file = path.join(root, 'pets.tar.gz');
      await makeArchive(file, [
        { name: './', ...folder },
        { name: 'pug/', ...folder },
        { name: 'pug', ...folder },
        ...photos,
        { name: './pug/', ...folder },
        { name: '__MACOSX/pug/._1.jpg', bytes: body },
        { name: './pug/.DS_Store', bytes: body },
        { name: 'images.mat', bytes: body },
      ]);
      const job = prepareJob(root, file);
      await prepareDataset(job, recorder());
      const { files, skipped, classes } = await readManifest(job.folder);
      assert.deepEqual([files.length, skipped, classes], [names.length, [], ['beagle', 'pug']]);
    }));

  for (const format of ['gnu', 'pax', 'ustar']) {
    it(`unpacks what the system tar packs in the format ${format}`, () =>
      inTemporaryFolder(async (root) => {
        const long = format === 'ustar' ? 'x'.repeat(90) : 'x'.repeat(200);
        for (const name of ['pug', 'beagle']) {
          await mkdir(path.join(root, 'photos', name, long), { recursive: true });
          for (const n of [1, 2]) {
            const file = path.join(root, 'photos', name, long, `${n}.jpg`);
            await writeFile(file, await photo(n + name.length));
          }
        }
        const file = path.join(root, 'pets.tgz');
        execFileSync('tar', ['czf', file, `--format=${format}`, '-C', path.join(root, 'photos'), '.']);
        const summary = await prepareDataset(prepareJob(root, file), recorder());
        assert.deepEqual([summary.classes, summary.skipped], [['beagle', 'pug'], 0]);
      }));
  }
});

/** Six honest photos of two classes, as the first entries of a tar. */
async function herd(): Promise<Buffer> {
  const entries = Array.from({ length: 6 }, async (_, n) =>
    rawEntry({ name: `${n % 2 === 0 ? 'pug' : 'beagle'}/${n}.jpg`, body: await photo(n + 1) }),
  );
  return Buffer.concat(await Promise.all(entries));
}

/** Two more behind the beast: refused is the whole archive, not what comes after. */
async function stragglers(): Promise<Buffer> {
  return rawEntry({ name: 'beagle/99.jpg', body: await photo(99) });
}

/** How preparing `file` fails; nothing below `root`, or beside it, may have changed. */
async function refusal(root: string, file: string): Promise<Failure> {
  await writeFile(path.join(root, 'secret.jpg'), 'secret');
  await mkdir(path.join(root, 'made'), { recursive: true });
  const before = await snapshot(root);
  const failure = await prepareDataset(prepareJob(root, file), recorder()).then(
    () => assert.fail('It should have been refused.'),
    (error: unknown) => {
      if (error instanceof HumanError) return error.failure;
      throw error;
    },
  );
  assert.equal(failure.parameters.file, file);
  assert.deepEqual(await snapshot(root), before);
  return failure;
}

/** Every file and folder below `root` with its content, and the names beside `root`. */
async function snapshot(root: string): Promise<string[]> {
  const inside = await Promise.all(
    (await tree(root)).map(async (name) => {
      const file = path.join(root, name);
      if ((await stat(file)).isDirectory()) return `${name}/`;
      return `${name} ${createHash('sha256')
        .update(await readFile(file))
        .digest('hex')}`;
    }),
  );
  const outside = ['outside.jpg', 'outside', '1.jpg'].map((name) => path.join(root, '..', name));
  const found = await Promise.all(
    [...outside, '/tmp/pet-cv-outside.jpg', '/etc/cron.d/pet-cv', '/outside.jpg'].map((file) =>
      stat(file).then(
        () => file,
        () => '',
      ),
    ),
  );
  return [...inside, ...found];
}
