import assert from 'node:assert/strict';
import { styleText } from 'node:util';
import fc from 'fast-check';
import { bar, clock, columns, cut, left, percent, right } from '../../src/cli/text';

describe('cli: text in columns', () => {
  it('counts what a terminal shows', () => {
    assert.equal(columns(styleText('red', 'beagle', { validateStream: false })), 6);
    assert.equal(columns('Pequin\u0303e\u0301s'), 8);
    assert.equal(columns('柴犬'), 4);
  });

  it('cuts and fills to the asked width, whatever the text', () => {
    const anyText = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.constant('柴犬柴犬柴犬'));
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 40 }), (text, width) => {
        const line = text.replace(/\p{Control}/gu, '');
        assert.ok(columns(cut(line, width)) <= width);
        assert.equal(columns(left(line, width)), width);
        assert.equal(columns(right(line, width)), width);
      }),
    );
  });

  it('keeps a text that fits', () => {
    assert.equal(cut('Siamese', 7), 'Siamese');
    assert.equal(cut('Siamese', 6), 'Siame…');
    assert.equal(cut('Siamese', 0), '');
  });

  it('fills a bar by its share and never leaves its width', () => {
    assert.equal(bar(0.5, 10), '█████░░░░░');
    assert.equal(bar(-1, 4), '░░░░');
    assert.equal(bar(7, 4), '████');
  });

  it('writes times and shares', () => {
    assert.equal(clock(7.4), '0:07');
    assert.equal(clock(59.6), '1:00');
    assert.equal(clock(750), '12:30');
    assert.equal(clock(3722), '1:02:02');
    assert.equal(clock(-3), '0:00');
    assert.equal(percent(0.64583), '64.6 %');
  });
});
