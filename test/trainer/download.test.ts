import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { copyFile, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { randomBytes } from 'node:crypto';
import { startMisbehavingServer } from '../harness/misbehavingServer';
import type { Behaviour } from '../harness/misbehavingServer';
import { codeOfRejection, recorder, tree } from './dataSupport';
import { retriesIn, sha256Of, withDownloads, writeArchive } from './downloadSupport';

const file = '/pets.tar.gz';

describe('downloadArchive', function () {
  this.timeout(30_000);

  it('brings an archive whole, and tells how far it is', () =>
    withDownloads(async ({ get, read, archive, sha256, server, downloads, context }) => {
      const got = await get();
      assert.deepEqual(got, {
        file: path.join(downloads, 'pets.tar.gz'),
        from: `${server.url}${file}`,
        bytes: archive.length,
        sha256,
      });
      assert.ok((await read('pets.tar.gz')).equals(archive));
      assert.deepEqual(await tree(downloads), ['known.json', 'pets.tar.gz']);
      const progress = context.events.filter((event) => event.type === 'progress');
      assert.ok(progress.every(({ stage, file }) => stage === 'downloading' && file === 'pets.tar.gz'));
      assert.deepEqual([progress[0]?.done, progress.at(-1)?.done], [0, archive.length]);
      assert.equal(progress.at(-1)?.total, archive.length);
    }));

  it('goes on after three cuts where each one was', () =>
    withDownloads(async ({ get, read, archive, server, context }) => {
      server.plan(file, [
        { kind: 'cut', after: 100_000 },
        { kind: 'cut', after: 70_000 },
        { kind: 'cut', after: 1 },
      ]);
      await get();
      assert.ok((await read('pets.tar.gz')).equals(archive));
      const starts = server.requests.map(({ range }) => Number(/\d+/.exec(range ?? '0')?.[0]));
      assert.equal(starts.length, 4);
      // What was on its way when the connection broke may be lost.
      const most = [0, 100_000, 170_000, 170_001];
      starts.forEach((start, index) => {
        assert.ok(start <= (most[index] ?? 0) && start >= (starts[index - 1] ?? 0), starts.join());
      });
      assert.ok((starts[1] ?? 0) > 0);
      assert.ok(server.requests.slice(1).every(({ ifRange }) => ifRange !== null));
      assert.equal(retriesIn(context.events).length, 3);
    }));

  it('gives up a connection on which nothing comes, and goes on', () =>
    withDownloads(async ({ get, archive, server }) => {
      server.plan(file, [{ kind: 'stall', after: 50_000 }]);
      const { bytes } = await get(undefined, { patience: { retryMs: 1, stallMs: 300 } });
      assert.equal(bytes, archive.length);
      assert.equal(server.requests[1]?.range, 'bytes=50000-');
    }));

  it('waits for one that is slow', () =>
    withDownloads(async ({ get, server, context }) => {
      server.plan(file, [{ kind: 'drip', bytes: 20_000, everyMs: 40 }]);
      await get(undefined, { patience: { retryMs: 1, stallMs: 300 } });
      assert.deepEqual([server.requests.length, retriesIn(context.events).length], [1, 0]);
    }));

  it('starts over where the server ignores ranges', () =>
    withDownloads(async ({ get, read, archive, server }) => {
      server.plan(file, [{ kind: 'cut', after: 100_000 }, { kind: 'ignoreRange' }]);
      await get();
      assert.ok((await read('pets.tar.gz')).equals(archive));
      assert.equal(server.requests.length, 2);
    }));

  for (const known of [true, false]) {
    const whether = known ? 'known' : 'unknown';

    it(`goes on without validators, hash ${whether}`, () =>
      withDownloads(async ({ get, source, read, archive, server }) => {
        server.plan(file, [{ kind: 'cut', after: 90_000 }, { kind: 'noValidators' }]);
        await get([source(undefined, known)]);
        assert.ok((await read('pets.tar.gz')).equals(archive));
        assert.match(server.requests[1]?.range ?? '', /^bytes=[1-9]/);
      }));

    it(`does not mix two versions of an archive, hash ${whether}`, () =>
      withDownloads(async ({ get, source, root, server, read, archive }) => {
        await writeArchive(path.join(root, 'newer.tar.gz'), 200_000);
        server.plan(file, [
          { kind: 'cut', after: 90_000 },
          { kind: 'other', file: 'newer.tar.gz', ifRange: false },
        ]);
        await get([source(undefined, known)]);
        assert.ok((await read('pets.tar.gz')).equals(archive));
      }));

    for (const behaviour of [
      { kind: 'wrongRange', by: 7 },
      { kind: 'wrongRange', by: -7 },
      { kind: 'status', status: 416 },
      { kind: 'other', file: 'same-size.tar.gz', ifRange: false },
    ] satisfies Behaviour[]) {
      it(`asks for all of it after a bad answer to a range: ${JSON.stringify(behaviour)}, hash ${whether}`, () =>
        withDownloads(async ({ get, source, root, server, archive, read }) => {
          const other = gzipSync(randomBytes(archive.length));
          await writeFile(path.join(root, 'same-size.tar.gz'), other.subarray(0, archive.length));
          server.plan(file, [{ kind: 'cut', after: 120_000 }, behaviour]);
          await get([source(undefined, known)]);
          assert.ok((await read('pets.tar.gz')).equals(archive));
          assert.deepEqual(
            server.requests.map(({ range }) => range === null),
            [true, false, true],
          );
        }));
    }
  }

  it('takes a changed archive whole where If-Range says that it changed', () =>
    withDownloads(async ({ get, source, root, server, read }) => {
      const newer = await writeArchive(path.join(root, 'newer.tar.gz'), 200_000);
      server.plan(file, [
        { kind: 'cut', after: 90_000 },
        { kind: 'other', file: 'newer.tar.gz' },
      ]);
      await get([source(undefined, false)]);
      assert.ok((await read('pets.tar.gz')).equals(newer));
    }));

  it('finds out with a 416 that all is here already', () =>
    withDownloads(async ({ get, source, read, archive, server }) => {
      server.plan(file, [{ kind: 'noLength' }, { kind: 'well' }]);
      const unfinished = get([source(undefined, false)], { context: stopping(archive.length) });
      await assert.rejects(unfinished);
      await get([source(undefined, false)]);
      assert.ok((await read('pets.tar.gz')).equals(archive));
      assert.equal(server.requests.at(-1)?.range, `bytes=${archive.length}-`);
    }));

  it('tries again after 408, 429 and 5xx, and counts anew after progress', () =>
    withDownloads(async ({ get, server, context }) => {
      const bad: Behaviour[] = [408, 429, 500, 502, 503, 504].map((status) => ({ kind: 'status', status }));
      server.plan(file, [...bad, { kind: 'cut', after: 10 }, ...bad.slice(1)]);
      await get();
      const attempts = retriesIn(context.events).map(({ attempt }) => attempt);
      assert.deepEqual(attempts, [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6]);
    }));

  it('gives up after six attempts without progress, and keeps what it has', () =>
    withDownloads(async ({ get, server, downloads, archive, read }) => {
      server.plan(file, [{ kind: 'cut', after: 50_000 }, ...cuts(7)]);
      assert.equal(await codeOfRejection(get()), 'download-failed');
      assert.equal(server.requests.length, 7);
      assert.deepEqual(await tree(downloads), ['pets.tar.gz.part', 'pets.tar.gz.part.json']);
      server.plan(file, []);
      await get();
      assert.notEqual(server.requests.at(-1)?.range, null);
      assert.ok((await read('pets.tar.gz')).equals(archive));
    }));

  it('waits as long as the server asks, in seconds or until a date, but not for ever', () =>
    withDownloads(async ({ get, server, context }) => {
      const soon = new Date(Date.now() + 2_000).toUTCString();
      server.plan(file, [
        { kind: 'status', status: 503, retryAfter: '1' },
        { kind: 'status', status: 429, retryAfter: soon },
        { kind: 'status', status: 503, retryAfter: '0' },
        { kind: 'status', status: 503, retryAfter: '86400' },
      ]);
      await get(undefined, { patience: { retryMs: 1, longestRetryAfterMs: 1_500 } });
      const [one, until, none, capped] = retriesIn(context.events).map(({ seconds }) => seconds);
      assert.equal(one, 1);
      assert.ok(until !== undefined && until <= 1.5);
      assert.deepEqual([none, capped], [0, 1.5]);
    }));

  for (const behaviour of [
    ...[400, 401, 403, 404, 410, 451].map((status) => ({ kind: 'status', status }) as const),
    { kind: 'html' },
    { kind: 'other', file: 'plain.txt' },
    { kind: 'redirect', to: 'file:///etc/hosts' },
    { kind: 'redirect', to: 'ftp://127.0.0.1/pets.tar.gz' },
    { kind: 'redirect', to: 'http://' },
    { kind: 'redirect', to: file },
  ] satisfies Behaviour[]) {
    it(`goes to the next mirror at once: ${JSON.stringify(behaviour)}`, () =>
      withDownloads(async ({ get, source, root, server, context }) => {
        await writeFile(path.join(root, 'plain.txt'), 'no archive at all');
        const bad = await startMisbehavingServer({ root });
        bad.plan(file, behaviour);
        try {
          const { from } = await get([source(bad.url, false), source()]);
          assert.equal(from, `${server.url}${file}`);
          assert.equal(retriesIn(context.events).length, 0);
        } finally {
          await bad.close();
        }
      }));
  }

  it('follows redirects, also to another host, and stops after ten', () =>
    withDownloads(async ({ get, source, server, root, archive }) => {
      const other = await startMisbehavingServer({ root });
      try {
        server.plan(file, [{ kind: 'redirect', to: '/moved', status: 301 }]);
        server.plan('/moved', { kind: 'redirect', to: `${other.url}${file}`, status: 307 });
        assert.equal((await get()).bytes, archive.length);
        server.requests.length = 0;
        server.plan('/loop', { kind: 'redirect', to: '/loop' });
        const loop = { ...source(), address: `${server.url}/loop`, sha256: null };
        assert.equal(await codeOfRejection(get([loop])), 'download-failed');
        assert.equal(server.requests.length, 11);
      } finally {
        await other.close();
      }
    }));

  it('notices a wrong length, too long or too short, hash known or not', () =>
    withDownloads(async ({ get, source, server, archive, read, downloads }) => {
      for (const known of [true, false]) {
        server.plan(file, [{ kind: 'wrongLength', add: 1000 }]);
        if (known) {
          assert.equal(await codeOfRejection(get()), 'download-wrong');
        } else {
          await get([source(undefined, false)]);
          assert.ok((await read('pets.tar.gz')).equals(archive));
          await rm(downloads, { recursive: true });
        }
        server.plan(file, { kind: 'wrongLength', add: -1000 });
        assert.equal(await codeOfRejection(get([source(undefined, known)])), 'download-wrong');
        assert.deepEqual(await tree(downloads), []);
      }
    }));

  it('ends an answer without end, hash known or not', () =>
    withDownloads(async ({ get, source, server, archive, downloads }) => {
      server.plan(file, { kind: 'endless' });
      for (const [known, times] of [
        [true, 1],
        [false, 4],
      ] as const) {
        const context = recorder();
        const unending = get([source(undefined, known)], { context });
        assert.equal(await codeOfRejection(unending), 'download-wrong');
        const done = context.events.flatMap((event) => (event.type === 'progress' ? event.done : []));
        assert.ok(Math.max(...done) <= archive.length * times + 1_000_000);
        assert.deepEqual(await tree(downloads), []);
      }
    }));

  it('goes on after a cut with all of it where the rest has no end', () =>
    withDownloads(async ({ get, source, server, read, archive }) => {
      server.plan(file, [{ kind: 'cut', after: 100_000 }, { kind: 'endless' }]);
      await get([source(undefined, false)]);
      assert.ok((await read('pets.tar.gz')).equals(archive));
      assert.deepEqual(
        server.requests.map(({ range }) => range === null),
        [true, false, true],
      );
    }));

  it('takes an archive of a mirror that is larger than expected, and whose length nobody tells', () =>
    withDownloads(async ({ get, source, root, server, read }) => {
      const larger = await writeArchive(path.join(root, 'pets.tar.gz'), 1_000_000);
      server.plan(file, [{ kind: 'noLength' }]);
      await get([source(undefined, false)]);
      assert.ok((await read('pets.tar.gz')).equals(larger));
    }));

  it('takes an archive as it is stored where the server calls gzip an encoding', () =>
    withDownloads(async ({ get, server, archive, read }) => {
      server.plan(file, [{ kind: 'encoding', name: 'x-gzip' }]);
      await get();
      assert.ok((await read('pets.tar.gz')).equals(archive));
    }));

  it('tells what is wrong where no source has it', () =>
    withDownloads(async ({ get, source, server, root, sha256 }) => {
      const other = await writeArchive(path.join(root, 'other.tar.gz'), 300_000);
      assert.notEqual(sha256Of(other), sha256);
      server.plan(file, { kind: 'other', file: 'other.tar.gz' });
      assert.equal(await codeOfRejection(get([{ ...source(), bytes: null }])), 'download-wrong');
      const missing = { ...source(), address: `${server.url}/nowhere.tar.gz` };
      assert.equal(await codeOfRejection(get([source(), missing])), 'download-failed');
      assert.equal(await codeOfRejection(get([])), 'download-failed');
      const strange = { ...source(), address: 'ftp://127.0.0.1/pets.tar.gz' };
      assert.equal(await codeOfRejection(get([strange])), 'download-failed');
    }));

  it('does not try for long where nobody answers, and not at all where nobody can', () =>
    withDownloads(async ({ get, source, root, context }) => {
      const gone = await startMisbehavingServer({ root });
      await gone.close();
      assert.equal(await codeOfRejection(get([source(gone.url)])), 'download-failed');
      assert.equal(retriesIn(context.events).length, 2);
      // A port that `fetch` refuses.
      assert.equal(await codeOfRejection(get([source('http://127.0.0.1:9')])), 'download-failed');
      assert.equal(retriesIn(context.events).length, 2);
    }));

  it('sends a name and password to the host that they are for, and keeps them nowhere', () =>
    withDownloads(async ({ get, source, server, downloads }) => {
      const address = source().address.replace('http://', 'http://tea:se%20cret@');
      server.plan(file, [
        { kind: 'cut', after: 9 },
        { kind: 'redirect', to: `${server.url}/pets.tar.gz?` },
      ]);
      const { from } = await get([{ ...source(), address }]);
      const sent = `Basic ${Buffer.from('tea:se cret').toString('base64')}`;
      assert.deepEqual(
        server.requests.map(({ authorization }) => authorization),
        [sent, sent, sent],
      );
      const known = await readFile(path.join(downloads, 'known.json'), 'utf8');
      assert.ok(!from.includes('tea') && !known.includes('tea'));
    }));

  it('stops at any moment and goes on later', () =>
    withDownloads(async ({ get, read, archive, server, downloads }) => {
      server.plan(file, { kind: 'drip', bytes: 30_000, everyMs: 60 });
      for (const after of [1, 100_000, 200_000]) {
        await assert.rejects(get(undefined, { context: stopping(after) }), { message: 'stopped' });
        const names = await tree(downloads);
        assert.deepEqual(names, ['pets.tar.gz.part', 'pets.tar.gz.part.json']);
        const part = await read('pets.tar.gz.part');
        assert.ok(part.length >= after && part.equals(archive.subarray(0, part.length)));
      }
      await get();
      assert.ok((await read('pets.tar.gz')).equals(archive));
      assert.ok(server.requests.slice(1).every(({ range }) => range !== null));
    }));

  it('stops while it waits', () =>
    withDownloads(async ({ get, server, context }) => {
      server.plan(file, { kind: 'status', status: 503, retryAfter: '60' });
      const wait = get(undefined, { patience: { longestRetryAfterMs: 60_000 } });
      while (retriesIn(context.events).length === 0) await new Promise(setImmediate);
      context.stop();
      await assert.rejects(wait, { message: 'stopped' });
    }));

  it('asks for room first: for the archive, and for what comes after it', () =>
    withDownloads(async ({ get, source, server, downloads, root, context }) => {
      const absurd = { ...source(), bytes: 2 ** 60 };
      assert.equal(await codeOfRejection(get([absurd])), 'no-space');
      const alsoNeeds = { folder: path.join(root, 'not', 'yet'), bytes: 2 ** 60 };
      assert.equal(await codeOfRejection(get(undefined, { alsoNeeds })), 'no-space');
      assert.equal(server.requests.length, 0);
      assert.deepEqual(await tree(downloads), []);
      await get();
      assert.equal(await codeOfRejection(get(undefined, { alsoNeeds })), 'no-space');
      assert.ok(context.events.length > 0);
    }));

  it('asks for room again where the server promises more than was expected', () =>
    withDownloads(async ({ get, source, server, downloads }) => {
      server.plan(file, { kind: 'wrongLength', add: 2 ** 50 });
      assert.equal(await codeOfRejection(get([source(undefined, false)])), 'no-space');
      assert.deepEqual(await tree(downloads), []);
    }));
});

describe('downloads that are known already', function () {
  this.timeout(30_000);

  it('are not fetched again, known by hash or from the first time', () =>
    withDownloads(async ({ get, source, server }) => {
      await get([source(undefined, false)]);
      await get([source(undefined, false)]);
      await get();
      assert.equal(server.requests.length, 1);
    }));

  it('are fetched again where the file is damaged', () =>
    withDownloads(async ({ get, source, server, downloads, archive, read }) => {
      await get([source(undefined, false)]);
      const damaged = Buffer.from(archive);
      damaged[1000] = (damaged[1000] ?? 0) ^ 1;
      await writeFile(path.join(downloads, 'pets.tar.gz'), damaged);
      await get([source(undefined, false)]);
      assert.equal(server.requests.length, 2);
      assert.ok((await read('pets.tar.gz')).equals(archive));
    }));

  it('are refused where the address now gives something else', () =>
    withDownloads(async ({ get, source, server, root, downloads }) => {
      await get([source(undefined, false)]);
      await rm(path.join(downloads, 'pets.tar.gz'));
      await writeArchive(path.join(root, 'newer.tar.gz'), 300_000);
      server.plan(file, { kind: 'other', file: 'newer.tar.gz' });
      assert.equal(await codeOfRejection(get([source(undefined, false)])), 'download-wrong');
      assert.deepEqual(await tree(downloads), ['known.json']);
      server.plan(file, []);
      await get([source(undefined, false)]);
    }));

  it('are learned anew where known.json is damaged', () =>
    withDownloads(async ({ get, source, downloads }) => {
      await get([source(undefined, false)]);
      await writeFile(path.join(downloads, 'known.json'), '{"http');
      await get([source(undefined, false)]);
      assert.ok((await readFile(path.join(downloads, 'known.json'), 'utf8')).includes('sha256'));
    }));
});

describe('parts of an archive', function () {
  this.timeout(30_000);

  it('are gone on with from another mirror of the same archive', () =>
    withDownloads(async ({ get, source, root, server, archive, read }) => {
      const other = await startMisbehavingServer({ root, salt: 'other' });
      try {
        server.plan(file, [{ kind: 'cut', after: 80_000 }, ...cuts(7)]);
        await get([source(), source(other.url)]);
        assert.notEqual(other.requests[0]?.range, null);
        assert.ok((await read('pets.tar.gz')).equals(archive));
      } finally {
        await other.close();
      }
    }));

  it('are gone on with from a mirror whose validators agree, hash unknown', () =>
    withDownloads(async ({ get, source, root, server, archive, read }) => {
      const other = await startMisbehavingServer({ root });
      try {
        server.plan(file, [{ kind: 'cut', after: 80_000 }, ...cuts(7)]);
        await get([source(undefined, false), source(other.url, false)]);
        assert.notEqual(other.requests[0]?.range, null);
        assert.equal(other.requests.length, 1);
        assert.ok((await read('pets.tar.gz')).equals(archive));
      } finally {
        await other.close();
      }
    }));

  for (const known of [true, false]) {
    it(`are not mixed with another archive of another mirror, hash ${known ? 'known' : 'unknown'}`, () =>
      withDownloads(async ({ get, source, root, server, downloads, read }) => {
        const elsewhere = path.join(root, '..');
        const newer = await writeArchive(path.join(elsewhere, 'pets.tar.gz'), 300_000);
        const other = await startMisbehavingServer({ root: elsewhere, salt: 'other' });
        try {
          server.plan(file, [{ kind: 'cut', after: 80_000 }, ...cuts(7)]);
          const sha256 = known ? sha256Of(newer) : null;
          await get([source(undefined, known), { ...source(other.url, false), sha256 }]);
          assert.ok((await read('pets.tar.gz')).equals(newer));
          assert.equal(other.requests.length, 1);
          assert.equal(other.requests[0]?.range === null, known);
          assert.deepEqual(await tree(downloads), ['known.json', 'pets.tar.gz']);
        } finally {
          await other.close();
        }
      }));
  }

  it('outlive another mirror that has only a web page', () =>
    withDownloads(async ({ get, source, server, downloads, read, archive }) => {
      const page = { ...source(), address: `${server.url}/sign-in` };
      server.plan('/sign-in', { kind: 'html' });
      server.plan(file, [{ kind: 'cut', after: 80_000 }, ...cuts(7)]);
      assert.equal(await codeOfRejection(get([source(), { ...page, bytes: null }])), 'download-failed');
      assert.deepEqual(await tree(downloads), ['pets.tar.gz.part', 'pets.tar.gz.part.json']);
      const part = await read('pets.tar.gz.part');
      assert.ok(part.length > 0 && part.equals(archive.subarray(0, part.length)));
    }));

  it('without a word on where they come from are thrown away', () =>
    withDownloads(async ({ get, server, downloads, archive, read }) => {
      server.plan(file, [{ kind: 'cut', after: 80_000 }, ...cuts(7)]);
      await assert.rejects(get());
      await writeFile(path.join(downloads, 'pets.tar.gz.part.json'), '{}');
      server.plan(file, []);
      await get();
      assert.equal(server.requests.at(-1)?.range, null);
      assert.ok((await read('pets.tar.gz')).equals(archive));
    }));

  it('that were damaged meanwhile are fetched again, once', () =>
    withDownloads(async ({ get, source, server, downloads, archive, read }) => {
      for (const known of [true, false]) {
        await rm(downloads, { recursive: true, force: true });
        server.plan(file, [{ kind: 'cut', after: 80_000 }, ...cuts(7)]);
        await assert.rejects(get([source(undefined, known)]));
        const part = await read('pets.tar.gz.part');
        part.fill(0, 40_000, 41_000);
        await writeFile(path.join(downloads, 'pets.tar.gz.part'), part);
        server.requests.length = 0;
        server.plan(file, []);
        await get([source(undefined, known)]);
        assert.equal(server.requests.length, 2);
        assert.ok((await read('pets.tar.gz')).equals(archive));
      }
    }));

  it('to which another program wrote meanwhile are fetched again', () =>
    withDownloads(async ({ get, source, server, downloads, archive, read }) => {
      for (const known of [true, false]) {
        await rm(downloads, { recursive: true, force: true });
        server.requests.length = 0;
        let intrusions = 0;
        const context = recorder(() => {
          if (server.requests.length === 0 || intrusions > 0) return;
          intrusions++;
          appendFileSync(path.join(downloads, 'pets.tar.gz.part'), 'of another process');
        });
        await get([source(undefined, known)], { context });
        assert.deepEqual([intrusions, server.requests.length], [1, 2]);
        assert.ok((await read('pets.tar.gz')).equals(archive));
      }
    }));

  it('of another process are left alone, as long as it lives', () =>
    withDownloads(async ({ get, downloads, server }) => {
      server.plan(file, [{ kind: 'cut', after: 80_000 }, ...cuts(7)]);
      await assert.rejects(get());
      server.plan(file, []);
      const lock = path.join(downloads, 'pets.tar.gz.lock');
      await writeFile(lock, String(process.ppid));
      assert.equal(await codeOfRejection(get()), 'download-failed');
      const longAgo = new Date(Date.now() - 120_000);
      await utimes(lock, longAgo, longAgo);
      await get();
      assert.deepEqual(await tree(downloads), ['known.json', 'pets.tar.gz']);
    }));
});

describe('archives on this computer', function () {
  this.timeout(30_000);

  it("are used where they lie, as they are: they are the person's to change", () =>
    withDownloads(async ({ get, root, downloads, archive, sha256 }) => {
      const address = path.join(root, 'pets.tar.gz');
      const source = { address, bytes: null, sha256: null };
      assert.deepEqual(await get([source]), {
        file: address,
        from: address,
        bytes: archive.length,
        sha256,
      });
      assert.deepEqual(await tree(downloads), []);
      await writeArchive(address, 300_000);
      assert.notEqual((await get([source])).sha256, sha256);
    }));

  it('give way to the next source where they are missing, damaged or something else', () =>
    withDownloads(async ({ get, source, root, archive, server }) => {
      const local = (name: string) => ({ address: path.join(root, name), bytes: null, sha256: null });
      await writeFile(path.join(root, 'short.tar.gz'), archive.subarray(0, 200_000));
      await writeFile(path.join(root, 'page.tar.gz'), '<html>');
      await copyFile(path.join(root, 'short.tar.gz'), path.join(root, 'sized.tar.gz'));
      const names = ['missing.tar.gz', 'short.tar.gz', 'page.tar.gz', '.'];
      const { from } = await get([...names.map(local), source()]);
      assert.equal(from, `${server.url}${file}`);
      assert.equal((await stat(path.join(root, 'short.tar.gz'))).size, 200_000);
      const sized = { ...local('sized.tar.gz'), bytes: archive.length };
      assert.equal(await codeOfRejection(get([sized])), 'download-wrong');
    }));
});

function cuts(count: number): Behaviour[] {
  return Array.from({ length: count }, () => ({ kind: 'cut', after: 0 }));
}

/** A context that is stopped once so many bytes have arrived. */
function stopping(after: number) {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    emit: (event: { type: string; done?: unknown }) => {
      if (event.type === 'progress' && typeof event.done === 'number' && event.done >= after)
        controller.abort(new Error('stopped'));
    },
  };
}
