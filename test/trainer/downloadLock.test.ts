import assert from 'node:assert/strict';
import { readFile, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { takeLock } from '../../src/trainer/download/lock';
import { tree } from './dataSupport';
import { inTemporaryFolder } from './support';

/** No process has such a number. */
const dead = String(2 ** 40);

describe('the lock of a download', function () {
  this.timeout(30_000);

  for (const [state, left] of [
    ['new', null],
    ['left by a dead process', dead],
    ['left by an earlier process of the same number', String(process.pid)],
  ] as const) {
    it(`is one taker's only, of many at once: ${state}`, () =>
      withLock(async (lock, folder) => {
        for (let round = 0; round < 30; round++) {
          if (left !== null) await writeFile(lock, left);
          const stop = new AbortController();
          const takers = Array.from({ length: 8 }, () => takeLock(lock, stop.signal));
          const first = await Promise.race(takers);
          setTimeout(() => stop.abort(new Error('stopped')), 130);
          const ends = await Promise.allSettled(takers);
          assert.equal(ends.filter(({ status }) => status === 'fulfilled').length, 1);
          assert.equal(await readFile(lock, 'utf8'), String(process.pid));
          assert.ok(typeof first === 'function');
          await first();
          assert.deepEqual(await tree(folder), []);
        }
      }));
  }

  it('is held from the moment on that it is there, but not for ever by one that never wrote its name', () =>
    withLock(async (lock) => {
      await writeFile(lock, '');
      await assert.rejects(takeLock(lock, stopIn(300)), { message: 'stopped' });
      assert.equal(await readFile(lock, 'utf8'), '');
      const unlock = await takeLock(lock, stopIn(20_000));
      assert.ok(typeof unlock === 'function');
      await unlock();
    }));

  it('is cleared away though a process was killed while it did that', () =>
    withLock(async (lock, folder) => {
      await writeFile(lock, dead);
      await writeFile(`${lock}.clearing`, '');
      await assert.rejects(takeLock(lock, stopIn(300)), { message: 'stopped' });
      const longAgo = new Date(Date.now() - 10_000);
      await utimes(`${lock}.clearing`, longAgo, longAgo);
      const unlock = await takeLock(lock, stopIn(20_000));
      assert.ok(typeof unlock === 'function');
      await unlock();
      assert.deepEqual(await tree(folder), []);
    }));

  it('is waited for, until the signal', () =>
    withLock(async (lock) => {
      await writeFile(lock, String(process.ppid));
      await assert.rejects(takeLock(lock, stopIn(150)), { message: 'stopped' });
      assert.equal(await takeLock(lock, stopIn(20_000)), process.ppid);
    }));

  it('that another process took over is not given back in its place', () =>
    withLock(async (lock) => {
      const unlock = await takeLock(lock, stopIn(20_000));
      assert.ok(typeof unlock === 'function');
      await writeFile(lock, String(process.ppid));
      await unlock();
      assert.equal(await readFile(lock, 'utf8'), String(process.ppid));
    }));
});

function withLock(use: (lock: string, folder: string) => Promise<void>): Promise<void> {
  return inTemporaryFolder((folder) => use(path.join(folder, 'pets.tar.gz.lock'), folder));
}

function stopIn(ms: number): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error('stopped')), ms).unref();
  return controller.signal;
}
