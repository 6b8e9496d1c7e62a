import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { skip } from '../harness/skip';
import { drawPhotos, petcv, startPetcv } from './cliHarness';

const small = ['--size', '32', '--batch', '8', '--engine', 'wasm', '--json'];
/** More than can be trained before the signal arrives. */
const manyEpochs = 40;

/** Process numbers of the children of `pid`, as Linux tells them. */
function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('petcv, interrupted', function () {
  this.timeout(120_000);
  let home = '';

  /** Trains until two epochs are saved: the checkpoint then says where to go on, at the third. */
  async function trainInto(out: string) {
    const words = ['train', 'pets', '--out', out, '--epochs', String(manyEpochs), ...small];
    const running = startPetcv(words, home);
    await running.until((event) => event.type === 'checkpoint' && event.kind === 'last' && event.epoch === 3);
    const { pid } = running.process;
    assert.ok(pid !== undefined);
    return { ...running, pid };
  }

  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'petcv-cli-'));
    await drawPhotos(join(home, 'photos'), 12);
    assert.equal(
      (await petcv(['prepare', 'photos', '--out', 'pets', '--size', '32', '--json'], home)).code,
      0,
    );
  });

  after(async () => {
    await rm(home, { recursive: true, force: true });
  });

  it('saves at Ctrl-C, which the whole process group gets, and goes on with resume', async () => {
    const { pid, ended } = await trainInto('run');
    process.kill(-pid, 'SIGINT');
    const stopped = await ended;
    assert.equal(stopped.code, 130);
    assert.equal(stopped.lines().at(-1)?.type, 'stopped');

    const resumed = await petcv(['resume', 'run', '--json'], home);
    assert.equal(resumed.code, 0, resumed.stderr);
    const lines = resumed.lines();
    assert.equal(lines.at(-1)?.type, 'result');
    assert.ok(lines.some((line) => line.type === 'resumed'));
    const epochs = lines.filter((line) => line.type === 'epoch').map((line) => Number(line['epoch']));
    assert.ok((epochs[0] ?? 0) > 2, 'what was trained is not trained again');
    assert.equal(epochs.at(-1), manyEpochs);
  });

  it('saves at SIGTERM', async () => {
    const { process: child, ended } = await trainInto('run-term');
    child.kill('SIGTERM');
    const stopped = await ended;
    assert.equal(stopped.code, 130);
    assert.equal(stopped.lines().at(-1)?.type, 'stopped');
  });

  it('stops when nobody reads its output any more, and leaves no trainer behind', async function () {
    if (process.platform !== 'linux') skip(this, 'children are read from /proc');
    const { process: child, ended, pid } = await trainInto('run-pipe');
    const [trainer] = childrenOf(pid);
    assert.ok(trainer !== undefined);
    child.stdout?.destroy();
    assert.equal((await ended).code, 130);
    assert.ok(!isAlive(trainer));
  });

  it('ends at once at a second Ctrl-C, also when the trainer does not answer', async function () {
    if (process.platform !== 'linux') skip(this, 'children are read from /proc');
    const { process: child, ended, pid } = await trainInto('run-kill');
    const [trainer] = childrenOf(pid);
    assert.ok(trainer !== undefined);
    process.kill(trainer, 'SIGSTOP');
    child.kill('SIGINT');
    await pause(700);
    child.kill('SIGINT');
    assert.equal((await ended).code, 130);
    assert.ok(!isAlive(trainer));
  });

  it('ends with 1 when the trainer is killed, says so, and the run can go on', async function () {
    if (process.platform !== 'linux') skip(this, 'children are read from /proc');
    const { ended, pid } = await trainInto('run-crash');
    const [trainer] = childrenOf(pid);
    assert.ok(trainer !== undefined);
    process.kill(trainer, 'SIGKILL');
    const crashed = await ended;
    assert.equal(crashed.code, 1);
    const last = crashed.lines().at(-1);
    assert.equal(last?.type, 'error');
    assert.match(JSON.stringify(last['failure']), /"crashed"/);
    const resumed = await petcv(['resume', 'run-crash', '--json'], home);
    assert.equal(resumed.code, 0, resumed.stderr);
  });
});
