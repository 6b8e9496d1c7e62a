import assert from 'node:assert/strict';
import { score, wilsonInterval } from '../../src/trainer/evaluation/score';

function near(actual: number | undefined, expected: number, within = 1e-6): void {
  assert.ok(
    actual !== undefined && Math.abs(actual - expected) <= within,
    `${actual ?? 'nothing'} is not ${expected}`,
  );
}

describe('score', () => {
  const classes = 6;
  const rows = [
    // True class first, third, fourth and last.
    { label: 0, probabilities: [0.5, 0.2, 0.1, 0.1, 0.06, 0.04] },
    { label: 1, probabilities: [0.4, 0.15, 0.3, 0.1, 0.03, 0.02] },
    { label: 2, probabilities: [0.4, 0.2, 0.1, 0.25, 0.03, 0.02] },
    { label: 5, probabilities: [0.3, 0.25, 0.2, 0.15, 0.08, 0.02] },
  ];
  const predictions = {
    probabilities: Float32Array.from(rows.flatMap((row) => row.probabilities)),
    labels: Int32Array.from(rows.map((row) => row.label)),
    classes,
  };

  it('counts top-k hits by rank', () => {
    const { score: found } = score(predictions);
    assert.equal(found.photos, 4);
    near(found.top1, 1 / 4);
    near(found.top3, 2 / 4);
    near(found.top5, 3 / 4);
    near(found.loss, -(Math.log(0.5) + Math.log(0.15) + Math.log(0.1) + Math.log(0.02)) / 4);
  });

  it('counts each class by itself, also one without photos', () => {
    const { perClass } = score(predictions);
    assert.deepEqual(
      perClass.map(({ photos }) => photos),
      [1, 1, 1, 0, 0, 1],
    );
    assert.deepEqual(
      perClass.map(({ top1 }) => top1),
      [1, 0, 0, 0, 0, 0],
    );
  });

  it('gives a network that cannot decide the lowest class number, not every class', () => {
    const undecided = (label: number) =>
      score({
        probabilities: new Float32Array(classes).fill(1 / classes),
        labels: Int32Array.of(label),
        classes,
      });
    assert.equal(undecided(0).score.top1, 1);
    assert.equal(undecided(1).score.top1, 0);
    assert.equal(undecided(2).score.top3, 1);
    assert.equal(undecided(3).score.top3, 0);
  });

  it('takes a network that answers with no numbers for wrong, not for right', () => {
    const lost = {
      probabilities: new Float32Array(classes).fill(Number.NaN),
      labels: Int32Array.of(2),
      classes,
    };
    assert.equal(score(lost).score.top5, 0);
    assert.ok(Number.isNaN(score(lost).score.loss));
  });

  it('survives a probability of zero and no photos at all', () => {
    const sure = score({ probabilities: Float32Array.of(1, 0), labels: Int32Array.of(1), classes: 2 });
    near(sure.score.loss, -Math.log(1e-7));
    const none = score({ probabilities: new Float32Array(), labels: new Int32Array(), classes: 2 });
    assert.equal(none.score.top1, 0);
    assert.deepEqual(none.score.top1Interval, [0, 1]);
  });
});

describe('Wilson interval', () => {
  it('agrees with published values', () => {
    // R: prop.test(x, n, correct = FALSE)$conf.int
    const [low, high] = wilsonInterval(8, 10);
    near(low, 0.490162, 1e-5);
    near(high, 0.943318, 1e-5);
    const [none, some] = wilsonInterval(0, 10);
    near(none, 0, 1e-9);
    near(some, 0.277533, 1e-5);
  });
});
