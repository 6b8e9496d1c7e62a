import assert from 'node:assert/strict';
import { defaultTrainConfig } from '../../src/shared/config';
import { eventLine, parseEventLog, replay } from '../../src/shared/eventLog';
import { failure } from '../../src/shared/failures';
import type { TrainerEvent } from '../../src/shared/protocol';
import { isResumable, maxBatchPoints, newRun, reduce, settled } from '../../src/shared/run';
import type { Run } from '../../src/shared/run';

const batches = 4;

const started: TrainerEvent = {
  type: 'started',
  at: 1000,
  run: '/runs/a',
  config: { ...defaultTrainConfig, epochs: 3 },
  dataset: {
    id: 'd',
    title: 'D',
    folder: '/d',
    drawn: true,
    classes: ['Abyssinian', 'beagle'],
    trainPhotos: 8,
    validationPhotos: 2,
    unusedPhotos: 0,
    skipped: 0,
  },
  weights: 10,
  batchesPerEpoch: batches,
};

function batch(epoch: number, number: number, of = batches): TrainerEvent {
  return {
    type: 'batch',
    epoch,
    batch: number,
    batches: of,
    loss: 1 / (epoch * of + number),
    accuracy: 0.5,
    imagesPerSecond: 10,
    etaSeconds: 3,
  };
}

function epochDone(epoch: number): TrainerEvent {
  return {
    type: 'epoch',
    epoch,
    loss: 1,
    accuracy: 0.5,
    validationLoss: 1,
    validationAccuracy: 0.5,
    seconds: 1,
    best: epoch === 1,
  };
}

function wholeEpoch(epoch: number): TrainerEvent[] {
  return [
    ...Array.from({ length: batches }, (_, index) => batch(epoch, index + 1)),
    epochDone(epoch),
    last(epoch + 1),
  ];
}

function last(epoch: number): TrainerEvent {
  return { type: 'checkpoint', kind: 'last', epoch, batch: 0, path: '/runs/a/checkpoints/last' };
}

function fold(events: TrainerEvent[]): Run {
  return events.reduce(reduce, newRun('a'));
}

describe('run reducer', () => {
  it('follows a run from start to end', () => {
    const events = [
      started,
      ...wholeEpoch(1),
      ...wholeEpoch(2),
      ...wholeEpoch(3),
      { type: 'done', at: 9000 } as const,
    ];
    const run = fold(events);
    assert.equal(run.status, 'finished');
    assert.deepEqual(
      run.epochs.map(({ epoch }) => epoch),
      [1, 2, 3],
    );
    assert.deepEqual(
      run.batches.map(({ step }) => step),
      Array.from({ length: 12 }, (_, index) => index + 1),
    );
    assert.equal(run.endedAt, 9000);
    assert.equal(run.etaSeconds, null);
    assert.equal(isResumable(run), false);
  });

  it('goes back to the checkpoint when a killed run is resumed', () => {
    const killed = settled(fold([started, last(1), ...wholeEpoch(1), batch(2, 1), batch(2, 2)]));
    assert.equal(killed.status, 'interrupted');
    assert.equal(isResumable(killed), true);
    const resumed = reduce(killed, { type: 'resumed', at: 5000, epoch: 2, batch: 0 });
    assert.equal(resumed.status, 'running');
    assert.equal(resumed.batches.at(-1)?.step, batches);
    assert.equal(resumed.epochs.length, 1);
  });

  it('stands at its last epoch when only the report was missing', () => {
    const killed = settled(fold([started, last(1), ...wholeEpoch(1), ...wholeEpoch(2), ...wholeEpoch(3)]));
    const resumed = reduce(killed, { type: 'resumed', at: 5000, epoch: 4, batch: 0 });
    assert.equal(resumed.epoch, 3);
    assert.equal(resumed.epochs.length, 3);
    assert.equal(resumed.batches.length, 3 * batches);
  });

  it('does not count the pause before a resume as training', () => {
    const stopped = fold([started, last(1), { type: 'stopped', at: 4000 }]);
    assert.equal(reduce(stopped, { type: 'resumed', at: 90_000, epoch: 1, batch: 0 }).startedAt, 87_000);
    const killed = settled(fold([started, last(1), ...wholeEpoch(1)]));
    assert.equal(reduce(killed, { type: 'resumed', at: 90_000, epoch: 2, batch: 0 }).startedAt, 89_000);
  });

  it('repeats an epoch whose event was written but whose checkpoint was not', () => {
    const resumed = fold([
      started,
      ...wholeEpoch(1),
      { type: 'resumed', at: 1, epoch: 1, batch: 0 },
      ...wholeEpoch(1),
    ]);
    assert.deepEqual(
      resumed.epochs.map(({ epoch }) => epoch),
      [1],
    );
    assert.equal(resumed.batches.length, batches);
  });

  it('keeps a stopped run within its epoch', () => {
    const stopped = fold([started, batch(1, 1), batch(1, 2), last(1), { type: 'stopped', at: 2 }]);
    assert.equal(stopped.status, 'stopped');
    const resumed = reduce(stopped, { type: 'resumed', at: 3, epoch: 1, batch: 2 });
    assert.deepEqual(
      resumed.batches.map(({ step }) => step),
      [1, 2],
    );
  });

  it('tells why a run failed, and forgets it when the run goes on', () => {
    const failed = fold([
      started,
      last(1),
      { type: 'error', at: 2, failure: failure('disk-full', { file: '/runs/a' }) },
    ]);
    assert.equal(failed.status, 'failed');
    assert.equal(failed.failure?.code, 'disk-full');
    assert.equal(reduce(failed, { type: 'resumed', at: 3, epoch: 1, batch: 0 }).failure, null);
  });

  it('thins out the batches of a long run evenly', () => {
    const many = maxBatchPoints * 3;
    const run = fold([started, ...Array.from({ length: many }, (_, index) => batch(1, index + 1, many))]);
    assert.ok(run.batches.length <= maxBatchPoints);
    assert.ok(run.batches.length > maxBatchPoints / 2 - 1);
    assert.ok(run.batches.every(({ step }) => step % run.batchStride === 0));
  });

  it('never changes the run that it is given', () => {
    const run = Object.freeze(fold([started, batch(1, 1)]));
    Object.freeze(run.batches);
    Object.freeze(run.epochs);
    reduce(run, batch(1, 2));
    reduce(run, epochDone(1));
    assert.equal(run.batches.length, 1);
  });
});

describe('event log', () => {
  it('replays to the run that was seen live', () => {
    const events = [started, ...wholeEpoch(1), batch(2, 1)];
    assert.deepEqual(replay('a', events.map(eventLine).join('')), fold(events));
  });

  it('leaves out a torn last line and lines of other programs', () => {
    const text = `${eventLine(started)}{"type":"epoch","epo`;
    assert.deepEqual(parseEventLog(text), [started]);
    assert.deepEqual(parseEventLog('null\n{"type":"from-the-future"}\n{}\n[]\n12\nhello\n'), []);
  });
});
