import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { type Colour, contrast, over, parseColour, standOut } from '../../src/webview/colours';

const black: Colour = [0, 0, 0, 1];
const white: Colour = [255, 255, 255, 1];

describe('chart colours', () => {
  it('reads what VS Code writes', () => {
    assert.deepEqual(parseColour('#3794ff'), [55, 148, 255, 1]);
    assert.deepEqual(parseColour(' #fff '), [255, 255, 255, 1]);
    assert.deepEqual(parseColour('#00000080'), [0, 0, 0, 128 / 255]);
    assert.deepEqual(parseColour('rgba(255, 255, 255, 0.7)'), [255, 255, 255, 0.7]);
    assert.deepEqual(parseColour('rgb(1 2 3 / 0.5)'), [1, 2, 3, 0.5]);
    for (const wrong of ['', 'transparent', '#12', '#12345', 'rgb(1, 2)', 'rgb(a, b, c)'])
      assert.equal(parseColour(wrong), null);
  });

  it('knows the contrast of WCAG', () => {
    assert.equal(contrast(black, white), 21);
    assert.equal(contrast(white, white), 1);
    assert.ok(Math.abs(contrast([118, 118, 118, 1], white) - 4.54) < 0.01);
    assert.deepEqual(over([255, 255, 255, 0.5], black), [127.5, 127.5, 127.5, 1]);
  });

  it('makes any colour stand out wherever the foreground does, and leaves a good one alone', () => {
    const channel = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(channel, channel, channel, fc.boolean(), (red, green, blue, dark) => {
        const [background, foreground] = dark ? [black, white] : [white, black];
        const found = standOut([red, green, blue, 1], background, foreground, 3);
        assert.ok(contrast(found, background) >= 3);
      }),
    );
    assert.deepEqual(standOut([55, 148, 255, 1], black, white, 3), [55, 148, 255, 1]);
  });

  it('reaches 3 to 1 for the lines in each default theme', () => {
    const themes = JSON.parse(
      readFileSync(new URL('../fixtures/themes.json', import.meta.url), 'utf8'),
    ) as Record<string, { variables: Record<string, string> }>;
    assert.equal(Object.keys(themes).length, 4);
    for (const { variables } of Object.values(themes)) {
      const colour = (name: string) => parseColour(variables[name] ?? '') ?? assert.fail(name);
      const background = colour('--vscode-editor-background');
      for (const name of ['--vscode-charts-blue', '--vscode-charts-orange', '--vscode-charts-green']) {
        const line = standOut(colour(name), background, colour('--vscode-foreground'), 3);
        assert.ok(contrast(line, background) >= 3, name);
      }
    }
  });
});
