import type { EpochDone } from '../shared/protocol';
import type { Run } from '../shared/run';
import { isNumber } from './words';

export type Metric = 'accuracy' | 'loss';
export type LineKind = 'training' | 'validation';

/** One line; null where there is no finite value, so that the line has a gap. */
export interface Line {
  kind: LineKind;
  values: (number | null)[];
}

/** A chart as plain data: what to draw, not how. */
export interface Chart {
  metric: Metric;
  /** What one step along x is. */
  step: 'epoch' | 'batch';
  /** Rising whole numbers from 1, one for each value of a line. */
  x: number[];
  lines: Line[];
  xRange: [number, number];
  yRange: [number, number];
  /** x of the epoch with the best validation accuracy, and each line's place in `x` for it. */
  best: number | null;
  /** x where an epoch ends, on a chart of batches. */
  epochEnds: number[];
}

/** Training and validation after each epoch. The x axis is as long as the run is meant to be, so its end is in sight. */
export function epochChart(run: Run, metric: Metric): Chart {
  const training = run.epochs.map((epoch) => finite(metric === 'accuracy' ? epoch.accuracy : epoch.loss));
  const validation = run.epochs.map((epoch) =>
    finite(metric === 'accuracy' ? epoch.validationAccuracy : epoch.validationLoss),
  );
  const x = run.epochs.map((epoch) => epoch.epoch);
  return {
    metric,
    step: 'epoch',
    x,
    lines: [
      { kind: 'training', values: training },
      { kind: 'validation', values: validation },
    ],
    xRange: epochRange(Math.max(run.config?.epochs ?? 1, x.at(-1) ?? 1)),
    yRange: yRange(metric, [...training, ...validation]),
    best: bestEpoch(run.epochs)?.epoch ?? null,
    epochEnds: [],
  };
}

/** Training in each batch so far; the x axis grows with the run, so that its first minutes are as readable as its last. */
export function batchChart(run: Run, metric: Metric): Chart {
  const values = run.batches.map((batch) => finite(metric === 'accuracy' ? batch.accuracy : batch.loss));
  const x = run.batches.map((batch) => batch.step);
  const last = Math.max(x.at(-1) ?? 0, 2);
  return {
    metric,
    step: 'batch',
    x,
    lines: [{ kind: 'training', values }],
    xRange: [1, last],
    yRange: yRange(metric, values),
    best: null,
    epochEnds: epochEnds(run.batchesPerEpoch, last),
  };
}

/** The epoch whose checkpoint is the best one: the last that was the best so far. */
export function bestEpoch(epochs: readonly EpochDone[]): EpochDone | null {
  return epochs.filter((epoch) => epoch.best).at(-1) ?? null;
}

/** Epochs or batches, which count from 1, within `min..max`: one at least and about `count` at most, on round multiples; the first too where that leaves room. */
export function integerTicks(min: number, max: number, count: number): number[] {
  const first = Math.max(1, Math.ceil(min));
  const last = Math.floor(max);
  if (last < first) return [];
  const step = roundUp((last - first + 1) / Math.max(1, count), [1, 2, 5, 10]);
  const whole = Math.max(1, Math.ceil(step));
  const ticks: number[] = [];
  for (let tick = Math.ceil(first / whole) * whole; tick <= last; tick += whole) ticks.push(tick);
  const lowest = ticks[0];
  if (lowest === undefined || lowest - first >= whole * 0.6) ticks.unshift(first);
  return ticks;
}

/** The newest rows of the table behind a chart, in order: x, then each line's value. */
export function tableRows(chart: Chart, limit: number): { x: number; values: (number | null)[] }[] {
  const start = Math.max(0, chart.x.length - limit);
  return chart.x.slice(start).map((x, index) => ({
    x,
    values: chart.lines.map((line) => line.values[start + index] ?? null),
  }));
}

/** Place in `x` of the value that stands for the whole chart: the hovered one, else the last. */
export function shownIndex(chart: Chart, hovered: number | null): number {
  const last = chart.x.length - 1;
  return hovered === null ? last : Math.min(hovered, last);
}

/** A little air left and right of the first and the last epoch; a run of one epoch stands in the middle. */
function epochRange(epochs: number): [number, number] {
  if (epochs <= 1) return [0.5, 1.5];
  const air = (epochs - 1) * 0.03;
  return [1 - air, epochs + air];
}

function epochEnds(batchesPerEpoch: number, last: number): number[] {
  const ends: number[] = [];
  if (batchesPerEpoch < 1) return ends;
  for (let end = batchesPerEpoch; end < last; end += batchesPerEpoch) ends.push(end);
  return ends;
}

/** Accuracy is always 0..1, so that two runs compare at a glance; loss reaches from 0 to just above its largest value. */
function yRange(metric: Metric, values: readonly (number | null)[]): [number, number] {
  if (metric === 'accuracy') return [0, 1];
  const largest = values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
  return [0, largest > 0 ? roundUp(largest, [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]) : 1];
}

/** The smallest `step * 10^n` that is not below `value` (> 0). */
function roundUp(value: number, steps: readonly number[]): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = steps.find((candidate) => candidate * power >= value * (1 - 1e-9)) ?? 10;
  return step * power;
}

function finite(value: number): number | null {
  return isNumber(value) ? value : null;
}
