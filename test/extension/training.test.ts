import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { parseEventLog, replay } from '../../src/shared/eventLog';
import { layout } from '../../src/shared/layout';
import { commands, contextKeys } from '../../src/shared/names';
import type { TrainerEvent } from '../../src/shared/protocol';
import { isResumable } from '../../src/shared/run';
import { skip } from '../harness/skip';
import { nextChange, petCv, petFolder, startTraining, textOf, trainerProcesses } from './petCv';

function logOf(runId: string): Promise<string> {
  return readFile(path.join(petFolder(), 'runs', runId, layout.events), 'utf8');
}

function run(command: string, options?: object): Thenable<unknown> {
  return vscode.commands.executeCommand(command, options);
}

const inSecondEpoch = (event: TrainerEvent | null) => event?.type === 'batch' && event.epoch === 2;

describe('training', function () {
  this.timeout(120_000);

  afterEach(async () => {
    const { training } = await petCv();
    if (training.active) await run(commands.stopTraining);
  });

  it('trains two epochs and leaves a whole run', async () => {
    const { runs, training, facts } = await petCv();
    const seen: TrainerEvent['type'][] = [];
    const subscription = runs.onDidChange(({ event }) => event !== null && seen.push(event.type));
    const id = await startTraining({ epochs: 2 });
    assert.equal(runs.live?.id, id);
    const done = await training.finished;
    subscription.dispose();

    assert.equal(done?.status, 'finished', done?.failure?.message);
    assert.equal(done.epochs.length, 2);
    const milestones = seen.filter((type) =>
      ['started', 'samples', 'epoch', 'report', 'done'].includes(type),
    );
    assert.deepEqual(milestones, ['started', 'samples', 'epoch', 'epoch', 'report', 'done']);
    assert.equal(seen.at(-1), 'done');
    for (const file of [layout.run, layout.events, layout.report, layout.bestModel, layout.lastModel]) {
      assert.ok((await stat(path.join(petFolder(), 'runs', id, file))).size > 0, file);
    }
    await facts.refresh();
    const keys = [contextKeys.engineReady, contextKeys.hasModel, contextKeys.hasReport];
    for (const key of keys) assert.equal(facts.values.get(key), true, key);
    assert.equal(facts.values.get(contextKeys.training), false);
  });

  it('writes to disk what it told', async () => {
    const { runs, training } = await petCv();
    const seen: TrainerEvent[] = [];
    const subscription = runs.onDidChange(({ event }) => event !== null && seen.push(event));
    const id = await startTraining({ epochs: 1 });
    const done = await training.finished;
    subscription.dispose();
    const kept = parseEventLog(await logOf(id));
    const numbers = (events: TrainerEvent[]) =>
      events.flatMap((event) => (event.type === 'batch' ? [event.loss] : []));
    assert.deepEqual(numbers(kept), numbers(seen));
    assert.deepEqual(replay(id, await logOf(id)).report, done?.report);
  });

  it('stops on demand and goes on later', async () => {
    const { runs, training, facts } = await petCv();
    const id = await startTraining({ epochs: 4 });
    await nextChange(id, ({ event }) => inSecondEpoch(event));
    await run(commands.stopTraining);
    const stopped = await runs.find(id);
    assert.equal(stopped?.status, 'stopped');
    assert.ok(isResumable(stopped));
    await facts.refresh();
    assert.equal(facts.values.get(contextKeys.resumable), true);

    assert.deepEqual(await run(commands.resumeTraining, { run: id }), { runId: id });
    const done = await training.finished;
    assert.equal(done?.status, 'finished', done?.failure?.message);
    assert.deepEqual(
      done.epochs.map(({ epoch }) => epoch),
      [1, 2, 3, 4],
    );
  });

  it('refuses a second training while one runs', async () => {
    const { runs } = await petCv();
    const id = await startTraining({ epochs: 50 });
    await nextChange(id, ({ event }) => event?.type === 'started');
    assert.equal(await run(commands.trainModel, { config: { epochs: 1 } }), null);
    assert.equal(await run(commands.resumeTraining, { run: id }), null);
    assert.equal(runs.live?.id, id);
  });

  it('refuses a config that cannot be trained', async () => {
    const { training } = await petCv();
    assert.equal(await run(commands.trainModel, { config: { epochs: 0 } }), null);
    assert.equal(await run(commands.trainModel, { dataset: 'nowhere' }), null);
    assert.equal(training.active, false);
  });

  it('gives the trainer a clean environment and ends it with the training', async function () {
    if (process.platform !== 'linux') skip(this, 'processes are looked up in /proc');
    const { training } = await petCv();
    const warm = trainerProcesses();
    await startTraining({ epochs: 1 });
    const [pid] = trainerProcesses().filter((one) => !warm.includes(one));
    assert.ok(pid !== undefined);
    const environment = textOf(`/proc/${pid}/environ`).split('\0');
    const names = environment.flatMap((line) => line.split('=')[0] ?? []);
    assert.ok(names.includes('PATH') && names.includes('UV_THREADPOOL_SIZE'));
    assert.deepEqual(
      names.filter((name) => /^(VSCODE_|NODE_OPTIONS$|npm_)/.test(name)),
      [],
    );
    await training.finished;
    assert.deepEqual(trainerProcesses(), warm);
  });

  it('survives a killed trainer, and goes on from its checkpoint', async function () {
    if (process.platform !== 'linux') skip(this, 'processes are looked up in /proc');
    const { training } = await petCv();
    const warm = trainerProcesses();
    const id = await startTraining({ epochs: 3 });
    await nextChange(id, ({ event }) => inSecondEpoch(event));
    for (const pid of trainerProcesses()) if (!warm.includes(pid)) process.kill(pid, 'SIGKILL');
    const killed = await training.finished;
    assert.equal(killed?.status, 'failed');
    assert.equal(killed.failure?.code, 'crashed');
    assert.ok(isResumable(killed));
    assert.equal(replay(id, await logOf(id)).failure?.code, 'crashed');

    await run(commands.resumeTraining, { run: id });
    const done = await training.finished;
    assert.equal(done?.status, 'finished', done?.failure?.message);
    assert.equal(done.failure, null);
    assert.deepEqual(
      done.epochs.map(({ epoch }) => epoch),
      [1, 2, 3],
    );
  });
});
