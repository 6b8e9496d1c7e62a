import assert from 'node:assert/strict';
import type { Report } from '../../src/shared/protocol';
import { plain } from '../../src/cli/paint';
import { reportLines } from '../../src/cli/reportLines';
import { preparedResult, scoreResult } from '../../src/cli/results';
import { columns } from '../../src/cli/text';

function reportOf(classCount: number): Report {
  const classes = Array.from({ length: classCount }, (_, label) => `dog_breed_${label}`);
  return {
    part: 'validation',
    model: '/runs/a/checkpoints/best',
    classes,
    score: { photos: 96, top1: 0.6458, top3: 0.9062, top5: 0.9792, loss: 1.1, top1Interval: [0.546, 0.734] },
    perClass: classes.map((_, label) => ({ label, photos: label === 1 ? 0 : 6, top1: label / classCount })),
    chance: 1 / classCount,
    splitSeed: 1,
    seed: 1,
    epoch: 4,
  };
}

describe('cli: the report', () => {
  it('shows top-1, top-3 and top-5, the photos, the interval and chance', () => {
    const text = reportLines(reportOf(8), false, 100, plain).join('\n');
    for (const part of ['64.6 %', '90.6 %', '97.9 %', '96', '54.6 %', '73.4 %', '12.5 %']) {
      assert.ok(text.includes(part), part);
    }
  });

  it('lists every class that has photos, the best first', () => {
    const rows = reportLines(reportOf(8), false, 100, plain).filter((line) => /breed \d/i.test(line));
    const labels = rows.map((row) => Number(/breed (\d+)/i.exec(row)?.[1]));
    assert.deepEqual(labels, [7, 6, 5, 4, 3, 2, 0]);
  });

  it('lists the five best and the five worst of many', () => {
    const rows = reportLines(reportOf(37), false, 100, plain).filter((line) => /breed \d/i.test(line));
    const labels = rows.map((row) => Number(/breed (\d+)/i.exec(row)?.[1]));
    assert.deepEqual(labels, [36, 35, 34, 33, 32, 0, 2, 3, 4, 5]);
  });

  it('says that drawn pictures are drawn', () => {
    assert.match(reportLines(reportOf(8), true, 100, plain).join('\n'), /drawn/);
  });

  it('keeps the class table within a narrow terminal', () => {
    const rows = reportLines(reportOf(8), false, 40, plain).filter((line) => /breed \d/i.test(line));
    for (const row of rows) assert.ok(columns(row) <= 40, row);
  });
});

describe('cli: results for programs', () => {
  it('has the words that other people rely on', () => {
    const result = scoreResult(reportOf(3));
    assert.equal(result.type, 'result');
    assert.equal(result.top1, 0.6458);
    assert.equal(result.top3, 0.9062);
    assert.equal(result.top5, 0.9792);
    assert.equal(result.photos, 96);
    assert.deepEqual(result.classes, ['dog_breed_0', 'dog_breed_1', 'dog_breed_2']);
    assert.match(result.model, /best.model\.json$/);
  });

  it('counts the photos of a prepared dataset', () => {
    const result = preparedResult({
      id: 'd',
      title: 'D',
      folder: '/d',
      drawn: false,
      classes: ['a', 'b'],
      trainPhotos: 8,
      validationPhotos: 2,
      unusedPhotos: 0,
      skipped: 1,
    });
    assert.deepEqual(
      [result.photos, result.trainPhotos, result.validationPhotos, result.skipped],
      [10, 8, 2, 1],
    );
  });
});
