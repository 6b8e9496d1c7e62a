import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { killTree, processesMarked } from './processTree.mjs';
import { readResults, resultsVariable } from './results';

const run = promisify(execFile);

/** Two passes, a failed test, a failed hook, and each way to skip. */
const suite = `
const { strictEqual } = require('node:assert');
const { skip } = require(${JSON.stringify(path.resolve('test/harness/skip.ts'))});
describe('suite', () => {
  it('passes', () => {});
  it('fails', () => { strictEqual(1, 2); });
  it('skips', function () { skip(this, 'own reason'); });
  it.skip('is bare', () => {});
  describe('before', () => {
    before(function () { skip(this, 'reason of all'); });
    it('one', () => {});
    describe('inner', () => { it('two', () => {}); });
  });
  describe('each', () => { beforeEach(function () { skip(this, 'reason of each'); }); it('three', () => {}); });
  describe('hook', () => { before(() => { throw new Error('broken'); }); it('never runs', () => {}); });
  it('passes too', () => {});
});`;

describe('the harness', () => {
  it('counts what passed, failed and was skipped, with the reasons', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'pet-cv-harness-'));
    try {
      const file = path.join(folder, 'results.json');
      await writeFile(path.join(folder, 'a.test.ts'), suite);
      await run(process.execPath, ['--import', 'tsx', 'test/harness/mochaSuite.ts', '1000', folder], {
        env: { ...process.env, [resultsVariable]: file, CI: 'true' },
      });
      const { passed, failed, failures, skips } = readResults(file);
      deepStrictEqual([passed, failed], [2, 2]);
      deepStrictEqual(
        failures.map(({ title }) => title.replace(/ for ".*"/, '')),
        ['suite › fails', 'suite › hook › "before all" hook'],
      );
      deepStrictEqual(
        skips.map(({ title, reason }) => [title.split(' › ').at(-1), reason]),
        [
          ['skips', 'own reason'],
          ['is bare', undefined],
          ['one', 'reason of all'],
          ['two', 'reason of all'],
          ['three', 'reason of each'],
        ],
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('ends a process with the stubborn child of its child', async () => {
    const stubborn = `process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000);`;
    const parent = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(stubborn)}], { stdio: 'inherit' });`;
    const mark = `harness-${process.pid}-${Date.now()}`;
    const child = spawn(process.execPath, ['-e', parent], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, PET_CV_HARNESS_MARK: mark },
    });
    await once(child.stdout, 'data');
    if (process.platform === 'linux') strictEqual(processesMarked(mark).length, 2);
    const closed = once(child, 'close');
    await killTree(child.pid);
    await closed;
    ok(child.signalCode !== null);
    deepStrictEqual(processesMarked(mark), []);
  });
});
