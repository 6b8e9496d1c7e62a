import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { TrainerEvent } from '../../src/shared/protocol';
import { maxBatchPoints, newRun, reduce, type Run } from '../../src/shared/run';
import {
  batchChart,
  bestEpoch,
  epochChart,
  integerTicks,
  shownIndex,
  tableRows,
} from '../../src/webview/chartData';
import { runEvents } from '../fixtures/runEvents';

const fold = (events: TrainerEvent[]): Run => events.reduce(reduce, newRun('run'));

describe('chart data', () => {
  const run = fold(runEvents());

  it('has the events of the fixture as its generator writes them', () => {
    const text = readFileSync(new URL('../fixtures/events.ndjson', import.meta.url), 'utf8');
    const written = text
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    assert.deepEqual(written, runEvents());
  });

  it('draws training and validation of each epoch over the whole length of the run', () => {
    const half = fold(runEvents().slice(0, 60));
    const chart = epochChart(half, 'accuracy');
    assert.deepEqual(chart.x, [1, 2]);
    assert.deepEqual(
      chart.lines.map((line) => line.values),
      [half.epochs.map((epoch) => epoch.accuracy), half.epochs.map((epoch) => epoch.validationAccuracy)],
    );
    assert.deepEqual(chart.yRange, [0, 1]);
    assert.ok(chart.xRange[0] < 1 && chart.xRange[1] > 5 && chart.xRange[1] < 6);
  });

  it('marks the best epoch, which is not the last', () => {
    assert.equal(bestEpoch(run.epochs)?.epoch, 4);
    assert.equal(epochChart(run, 'loss').best, 4);
    assert.equal(bestEpoch([]), null);
  });

  it('reaches from 0 to just above the largest loss', () => {
    const { yRange, lines } = batchChart(run, 'loss');
    const largest = Math.max(...lines.flatMap((line) => line.values.map((value) => value ?? 0)));
    assert.equal(yRange[0], 0);
    assert.ok(yRange[1] >= largest && yRange[1] <= largest * 1.35, `${yRange[1]} for ${largest}`);
  });

  it('leaves a gap where a loss is not a number', () => {
    const broken = reduce(run, {
      ...{ type: 'batch', epoch: 5, batch: 15, batches: 15, loss: Number.NaN, accuracy: 0.1 },
      ...{ imagesPerSecond: 1, etaSeconds: 0 },
    });
    const chart = batchChart(broken, 'loss');
    assert.equal(chart.lines[0]?.values.at(-1), null);
    assert.ok(chart.yRange.every(Number.isFinite));
  });

  it('marks where epochs end, and grows with the batches', () => {
    const chart = batchChart(fold(runEvents().slice(0, 60)), 'accuracy');
    assert.deepEqual(chart.epochEnds, [15, 30]);
    assert.deepEqual(chart.xRange, [1, 45]);
  });

  it('keeps a long run to as many points as a chart can show', () => {
    const long = fold(runEvents({ epochs: 30, batches: 100 }));
    const chart = batchChart(long, 'loss');
    assert.ok(chart.x.length <= maxBatchPoints && chart.x.length > maxBatchPoints / 3);
    assert.ok(chart.x.every((step, index) => index === 0 || step > (chart.x[index - 1] ?? 0)));
  });

  it('has finite, rising ranges for a run without a point', () => {
    for (const metric of ['accuracy', 'loss'] as const) {
      for (const chart of [epochChart(newRun('run'), metric), batchChart(newRun('run'), metric)]) {
        assert.ok(chart.xRange[0] < chart.xRange[1] && chart.yRange[0] < chart.yRange[1]);
        assert.equal(chart.x.length, 0);
      }
    }
  });

  it('shows the newest rows as a table, with the chart’s own numbers', () => {
    const chart = batchChart(run, 'loss');
    const rows = tableRows(chart, 10);
    assert.deepEqual(
      rows.map((row) => row.x),
      chart.x.slice(-10),
    );
    assert.deepEqual(
      rows.map((row) => row.values[0]),
      run.batches.slice(-10).map((batch) => batch.loss),
    );
    assert.equal(tableRows(chart, 1000).length, 75);
  });

  it('shows the hovered point, and the last one otherwise or when the run was cut back', () => {
    const chart = epochChart(run, 'loss');
    assert.equal(shownIndex(chart, 1), 1);
    assert.equal(shownIndex(chart, null), 4);
    assert.equal(shownIndex(chart, 40), 4);
  });
});

describe('integer ticks', () => {
  it('are whole, rising, in range and few', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 50, noNaN: true }),
        fc.integer({ min: 1, max: 100_000 }),
        fc.integer({ min: 2, max: 30 }),
        (min, width, count) => {
          const ticks = integerTicks(min, min + width, count);
          assert.ok(ticks.length >= 1 && ticks.length <= count + 2);
          ticks.forEach((tick, index) => {
            assert.ok(Number.isInteger(tick) && tick >= min && tick <= min + width);
            assert.ok(index === 0 || tick > (ticks[index - 1] ?? 0));
          });
        },
      ),
    );
  });

  it('name every epoch of a short run', () => {
    assert.deepEqual(integerTicks(0.88, 5.12, 8), [1, 2, 3, 4, 5]);
    assert.deepEqual(integerTicks(0.5, 1.5, 8), [1]);
    assert.deepEqual(integerTicks(-0.17, 41.17, 8), [1, 10, 20, 30, 40]);
    assert.deepEqual(integerTicks(1, 100, 10), [1, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
  });
});
