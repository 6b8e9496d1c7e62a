import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { commands, contextKeys, settings, walkthroughId } from '../../src/shared/names';

const root = path.resolve(import.meta.dirname, '../..');

const manifestSchema = v.looseObject({
  contributes: v.looseObject({
    commands: v.array(v.looseObject({ command: v.string() })),
    configuration: v.looseObject({ properties: v.record(v.string(), v.unknown()) }),
    walkthroughs: v.array(v.looseObject({ id: v.string(), steps: v.array(v.unknown()) })),
  }),
});
type Contributes = v.InferOutput<typeof manifestSchema>['contributes'];

describe('names and package.json', () => {
  let contributes: Contributes;
  let text: string;

  before(async () => {
    const whole: unknown = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
    ({ contributes } = v.parse(manifestSchema, whole));
    text = JSON.stringify(contributes);
  });

  it('contribute the same commands', () => {
    assert.deepEqual(
      contributes.commands.map(({ command }) => command).sort(),
      Object.values(commands).sort(),
    );
  });

  it('contribute the same settings', () => {
    assert.deepEqual(
      Object.keys(contributes.configuration.properties).sort(),
      Object.values(settings)
        .map((name) => `petCv.${name}`)
        .sort(),
    );
  });

  it('contribute the same walkthrough', () => {
    assert.deepEqual(
      contributes.walkthroughs.map(({ id }) => id),
      [walkthroughId],
    );
  });

  it('contribute nothing that depends on a name of ours that is not one', () => {
    const known = new Set<string>([
      ...Object.values(commands),
      ...Object.values(contextKeys),
      ...Object.values(settings).map((name) => `petCv.${name}`),
      walkthroughId,
    ]);
    const used = Array.from(text.matchAll(/\bpetCv\.[\w.]+\w/g), ([name]) => name);
    assert.deepEqual(
      used.filter((name) => !known.has(name)),
      [],
    );
  });
});
