import assert from 'node:assert/strict';
import { uniformFloat32 } from 'pure-rand/distribution/uniformFloat32';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import * as v from 'valibot';
import { score } from '../../src/trainer/evaluation/score';
import { randomStream } from '../../src/trainer/random';
import { skip } from '../harness/skip';
import { askPython } from './exchange';
import { ensurePython, installDeadline } from './python';
import { printTable } from './table';

const photos = 1000;
const classes = 37;
/** Photos whose true class is given probability 0. */
const impossiblePhotos = 10;

const answerSchema = v.object({
  versions: v.record(v.string(), v.string()),
  top1: v.number(),
  top3: v.number(),
  top5: v.number(),
  loss: v.number(),
  perClass: v.array(v.number()),
  top1Interval: v.tuple([v.number(), v.number()]),
  impossibleLoss: v.number(),
});

describe('scores, ours and those of scikit-learn, SciPy and Keras', function () {
  this.timeout(installDeadline);
  const random = randomStream(5, 0);
  const labels = Int32Array.from({ length: photos }, () => uniformInt(random, 0, classes - 1));
  // The true class gets more than its share, as from a network that has learnt something.
  const probabilities = rows(labels, () => 0.01 - Math.log(1 - uniformFloat32(random)), 3);
  const impossibleLabels = labels.slice(0, impossiblePhotos);
  const impossible = rows(impossibleLabels, () => 1, 0);
  const ours = score({ probabilities, labels, classes });
  let theirs: v.InferOutput<typeof answerSchema>;

  before(async function () {
    const python = await ensurePython();
    if (!python.ok) return skip(this, python.reason);
    const tensors = [
      { name: 'probabilities', shape: [photos, classes], values: probabilities },
      { name: 'impossible', shape: [impossiblePhotos, classes], values: impossible },
    ];
    const request = { facts: { labels: [...labels] }, tensors };
    theirs = (await askPython(python.executable, 'reference_scores.py', request, answerSchema)).facts;
    console.log(`    ${Object.entries(theirs.versions).flat().join(' ')}`);
    printTable([
      ['', 'ours', 'theirs'],
      ...(['top1', 'top3', 'top5', 'loss'] as const).map((measure) => [
        measure,
        ours.score[measure].toFixed(9),
        theirs[measure].toFixed(9),
      ]),
    ]);
  });

  it('counts top-1, top-3 and top-5, and each class', () => {
    const { top1, top3, top5 } = ours.score;
    near([top1, top3, top5], [theirs.top1, theirs.top3, theirs.top5], 1e-12);
    near(
      ours.perClass.map((one) => one.top1),
      theirs.perClass,
      1e-12,
    );
    assert.ok(top1 > 0.01 && top1 < top3 && top3 < top5 && top5 < 0.99);
  });

  it('gives the same cross-entropy, and the same interval of Wilson', () => {
    near([ours.score.loss], [theirs.loss], 1e-6 * theirs.loss);
    near(ours.score.top1Interval, theirs.top1Interval, 1e-9);
  });

  it('bounds a probability of zero as Keras does', () => {
    const predictions = { probabilities: impossible, labels: impossibleLabels, classes };
    near([score(predictions).score.loss], [theirs.impossibleLoss], 1e-5 * theirs.impossibleLoss);
  });
});

/** Rows that sum to one, of what `draw` gives, the true class's times `advantage`. */
function rows(labels: Int32Array, draw: () => number, advantage: number): Float32Array {
  const all = Array.from(labels, (label) => {
    const row = Array.from({ length: classes }, (_, other) => draw() * (other === label ? advantage : 1));
    const sum = row.reduce((total, one) => total + one);
    return row.map((one) => one / sum);
  });
  return Float32Array.from(all.flat());
}

function near(actual: readonly number[], expected: readonly number[], within: number): void {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, index) => {
    const found = actual[index] ?? Number.NaN;
    assert.ok(Math.abs(found - value) <= within, `number ${index}: ${found}, not ${value}`);
  });
}
