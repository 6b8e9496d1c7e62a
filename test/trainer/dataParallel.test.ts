import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { eachInParallel, turnstile } from '../../src/trainer/data/eachInParallel';

const items = [...Array(100).keys()];

describe('eachInParallel', () => {
  it('does every item once, as many at a time as asked for', async () => {
    const done: number[] = [];
    let running = 0;
    let most = 0;
    await eachInParallel(items, { workers: 4, signal: new AbortController().signal }, async (item, index) => {
      most = Math.max(most, ++running);
      await sleep(1);
      running -= 1;
      assert.equal(item, index);
      done.push(item);
    });
    assert.equal(most, 4);
    assert.deepEqual(
      done.sort((a, b) => a - b),
      items,
    );
  });

  it('begins nothing after a failure or a stop, and has settled what it began', async () => {
    const controller = new AbortController();
    const ends = [
      () => Promise.reject(new Error('first')),
      () => {
        controller.abort(new Error('first'));
        return Promise.resolve();
      },
    ];
    for (const end of ends) {
      let begun = 0;
      let settled = 0;
      const work = eachInParallel(items, { workers: 3, signal: controller.signal }, async (item) => {
        begun += 1;
        await sleep(item === 4 ? 1 : 10);
        settled += 1;
        if (item === 4) await end();
      });
      await assert.rejects(work, { message: 'first' });
      assert.equal(settled, begun);
      assert.ok(begun <= 4 + 3, `${begun} begun`);
    }
  });
});

describe('turnstile', () => {
  it('lets in no more than it may, in order, also after failures', async () => {
    const through = turnstile(2);
    const begun: number[] = [];
    let running = 0;
    const results = await Promise.allSettled(
      items.slice(0, 10).map((item) =>
        through(async () => {
          begun.push(item);
          assert.ok(++running <= 2);
          await sleep(1);
          running -= 1;
          if (item % 3 === 0) throw new Error('failed');
          return item;
        }),
      ),
    );
    assert.deepEqual(begun, items.slice(0, 10));
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 6);
  });
});
