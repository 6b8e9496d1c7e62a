import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { isTrainerEvent } from '../../src/shared/protocol';
import { downloadArchive } from '../../src/trainer/download/download';
import { startMisbehavingServer } from '../harness/misbehavingServer';
import type { Behaviour } from '../harness/misbehavingServer';
import { skip } from '../harness/skip';
import { recorder, tree } from './dataSupport';
import { direct, sha256Of, shortPatience, wantedFrom, withDownloads } from './downloadSupport';
import type { DownloadScene } from './downloadSupport';
import { inTemporaryFolder } from './support';

const file = '/pets.tar.gz';
const sample = path.resolve('../shared/data/oxford-sample');

describe('a download that is disturbed', function () {
  this.timeout(120_000);

  it('ends with the same bytes after three cuts and two kills', () =>
    withDownloads(async (scene) => {
      const { server, archive, read, downloads, get } = scene;
      server.plan(file, [
        { kind: 'cut', after: 400_000 },
        { kind: 'drip', bytes: 50_000, everyMs: 20 },
        { kind: 'cut', after: 200_000 },
        { kind: 'cut', after: 100_000 },
        { kind: 'drip', bytes: 50_000, everyMs: 20 },
      ]);
      await killAt(scene, 700_000);
      await killAt(scene, 1_300_000);
      const part = await read('pets.tar.gz.part');
      assert.ok(part.equals(archive.subarray(0, part.length)));
      await get();
      assert.ok((await read('pets.tar.gz')).equals(archive));
      assert.deepEqual(await tree(downloads), ['known.json', 'pets.tar.gz']);
      assert.equal(server.requests.filter(({ range }) => range === null).length, 1);
    }, 2_000_000));

  it('ends with the same bytes wherever it is cut, with known hash and without', () =>
    withDownloads(async (scene) => {
      const { server, archive, source, read, downloads, get } = scene;
      const disturbance = fc.oneof(
        fc.record({ kind: fc.constant('cut' as const), after: fc.nat(archive.length) }),
        fc.constantFrom<Behaviour>(
          { kind: 'ignoreRange' },
          { kind: 'noValidators' },
          { kind: 'noLength' },
          { kind: 'wrongRange', by: 1 },
          { kind: 'status', status: 503 },
          { kind: 'status', status: 416 },
        ),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(disturbance, { maxLength: 5 }), fc.boolean(), async (plan, known) => {
          await rm(downloads, { recursive: true, force: true });
          server.plan(file, plan);
          await get([source(undefined, known)]);
          assert.ok((await read('pets.tar.gz')).equals(archive));
          assert.deepEqual(await tree(downloads), ['known.json', 'pets.tar.gz']);
        }),
        { numRuns: 40 },
      );
    }, 150_000));

  it('brings the real sample, in bounded memory', async function () {
    if (!existsSync(sample)) skip(this, 'no ../shared/data');
    const expected = sha256Of(await readFile(path.join(sample, 'images.tar.gz')));
    await inTemporaryFolder(async (downloads) => {
      const server = await startMisbehavingServer({ root: sample });
      server.plan('/images.tar.gz', [
        { kind: 'cut', after: 30_000_000 },
        { kind: 'stall', after: 20_000_000 },
        { kind: 'cut', after: 1_000_000 },
      ]);
      try {
        globalThis.gc?.();
        const before = process.memoryUsage().rss;
        let peak = before;
        const context = recorder(() => (peak = Math.max(peak, process.memoryUsage().rss)));
        const address = `${server.url}/images.tar.gz`;
        const wanted = wantedFrom([{ address, bytes: null, sha256: null }], 100_000_000);
        const options = { downloads, network: direct, context, patience: shortPatience };
        const { sha256 } = await downloadArchive(wanted, options);
        assert.equal(sha256, expected);
        assert.equal(server.requests.filter(({ range }) => range === null).length, 1);
        // The server, in this same process, has its share of it.
        assert.ok(peak - before < 150 * 1024 * 1024, `${peak - before} bytes more`);
      } finally {
        await server.close();
      }
    });
  });
});

/** Downloads in a process of its own, and kills it when so many bytes have arrived. */
async function killAt({ source, archive, downloads }: DownloadScene, bytes: number): Promise<void> {
  const child = fork(path.resolve('test/trainer/downloadChild.ts'), [], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const exit = once(child, 'exit');
  child.on('message', (event) => {
    if (isTrainerEvent(event) && event.type === 'progress' && event.done >= bytes) child.kill('SIGKILL');
  });
  child.send({ wanted: wantedFrom([source()], archive.length), downloads });
  assert.deepEqual(await exit, [null, 'SIGKILL']);
}
