import assert from 'node:assert/strict';
import { defaultTrainConfig } from '../../src/shared/config';
import type { TrainerEvent } from '../../src/shared/protocol';
import { newRun, reduce } from '../../src/shared/run';
import type { Run } from '../../src/shared/run';
import { eventLines } from '../../src/cli/eventLines';
import { plain } from '../../src/cli/paint';
import { progressLines } from '../../src/cli/progressLines';
import { columns } from '../../src/cli/text';

const classes = ['cat_Siamese', 'dog_a_breed_with_a_name_far_longer_than_any_terminal_would_like'];
const started: TrainerEvent = {
  type: 'started',
  at: 1,
  run: 'r',
  config: { ...defaultTrainConfig, epochs: 12 },
  dataset: {
    id: 'd',
    title: 'Pets',
    folder: '/pets',
    drawn: true,
    classes,
    trainPhotos: 3840,
    validationPhotos: 960,
    unusedPhotos: 0,
    skipped: 0,
  },
  weights: 462659,
  batchesPerEpoch: 120,
};
const epoch: TrainerEvent = {
  type: 'epoch',
  epoch: 2,
  loss: 2.30124,
  accuracy: 0.184,
  validationLoss: 2.1,
  validationAccuracy: 0.225,
  seconds: 14.2,
  best: true,
};
const batch: TrainerEvent = {
  type: 'batch',
  epoch: 3,
  batch: 30,
  batches: 120,
  loss: 2.1345,
  accuracy: 0.412,
  imagesPerSecond: 311.7,
  etaSeconds: 102,
};
const validating: TrainerEvent = { type: 'validating', epoch: 3, done: 12, total: 30 };
const decoding: TrainerEvent = { type: 'progress', stage: 'decoding', done: 240, total: 960 };
const unpacking: TrainerEvent = { type: 'progress', stage: 'unpacking', done: 77, total: null };

const runOf = (...events: TrainerEvent[]): Run => events.reduce(reduce, newRun('r'));
const shown = (width: number, ...events: TrainerEvent[]) => progressLines(runOf(...events), width, plain);

describe('cli: the progress display', () => {
  it('shows epoch, batch, speed, loss, both accuracies and the time left', () => {
    const [first = '', second = ''] = shown(100, started, epoch, batch);
    for (const part of ['3/12', '30/120', '312', '1:42'])
      assert.ok(first.includes(part), `${part} in ${first}`);
    for (const part of ['2.1345', '41.2 %', '22.5 %'])
      assert.ok(second.includes(part), `${part} in ${second}`);
  });

  it('fills the bar by what is done', () => {
    const [line = ''] = shown(100, decoding);
    const filled = [...line.matchAll(/█/g)].length;
    const open = [...line.matchAll(/░/g)].length;
    assert.equal(filled / (filled + open), 8 / 30, 'a quarter of 30 columns, rounded');
    assert.ok(line.includes('240/960'));
  });

  it('counts without a bar where the total is unknown', () => {
    const [line = ''] = shown(100, unpacking);
    assert.ok(line.includes('77'));
    assert.ok(!/[█░]/.test(line));
  });

  it('never is wider than the terminal', () => {
    for (const events of [[started, epoch, batch], [started, batch, validating], [decoding], [unpacking]]) {
      for (let width = 16; width <= 120; width += 1) {
        for (const line of shown(width, ...events)) assert.ok(columns(line) <= width, `${width}: ${line}`);
      }
    }
  });

  it('has nothing to show before the first event and after the last', () => {
    assert.deepEqual(shown(80), []);
    assert.deepEqual(shown(80, decoding, { type: 'done', at: 2 }), []);
  });
});

describe('cli: the lines that stay', () => {
  const lines = (event: TrainerEvent, width = 100) => {
    const run = runOf(started, event);
    return eventLines(event, run, width, plain);
  };

  it('keeps one line for an epoch, with its numbers and the best mark', () => {
    const [line = '', ...more] = lines(epoch);
    assert.deepEqual(more, []);
    for (const part of ['2/12', '2.3012', '18.4 %', '2.1000', '22.5 %', '★', '14.2']) {
      assert.ok(line.includes(part), `${part} in ${line}`);
    }
    const worse = lines({ ...epoch, best: false });
    assert.ok(!worse.join('').includes('★'));
  });

  it('keeps none for a batch', () => {
    assert.deepEqual(lines(batch), []);
    assert.deepEqual(lines(validating), []);
  });

  it('says of a drawn dataset that it is drawn', () => {
    assert.match(lines(started).join('\n'), /drawn/i);
    const real = { ...started, dataset: { ...started.dataset, drawn: false } };
    assert.doesNotMatch(lines(real).join('\n'), /drawn/i);
  });

  it('shows the guesses of a classified photo, however long the names', () => {
    const event: TrainerEvent = {
      type: 'classified',
      photo: 'a.jpg',
      top: classes.map((name, index) => ({ class: name, probability: index === 0 ? 0.872 : 0.128 })),
      model: '/m',
      milliseconds: 1,
    };
    const shownLines = lines(event, 60);
    assert.equal(shownLines.length, 3);
    assert.ok(shownLines[1]?.includes('87.2 %'));
    for (const line of shownLines) assert.ok(columns(line) <= 60);
  });
});
