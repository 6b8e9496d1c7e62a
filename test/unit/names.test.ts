import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { commands, contextKeys, settings, treeItems, views, walkthroughId } from '../../src/shared/names';

const root = path.resolve(import.meta.dirname, '../..');

const manifestSchema = v.looseObject({
  contributes: v.looseObject({
    commands: v.array(v.looseObject({ command: v.string() })),
    configuration: v.looseObject({ properties: v.record(v.string(), v.unknown()) }),
    views: v.object({ petCv: v.array(v.looseObject({ id: v.string() })) }),
    menus: v.record(v.string(), v.array(v.looseObject({ when: v.string() }))),
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

  it('contribute the same views', () => {
    assert.deepEqual(
      contributes.views.petCv.map(({ id }) => id),
      Object.values(views),
    );
  });

  it('have menus for every line of a tree that has some, and for no other', () => {
    const items: string[] = Object.values(treeItems);
    const whens = contributes.menus['view/item/context']?.map(({ when }) => when) ?? [];
    const exact = whens.flatMap((when) => /viewItem == ([\w.]+)/.exec(when)?.[1] ?? []);
    const patterns = whens.flatMap((when) => /viewItem =~ \/(\S+)\//.exec(when)?.[1] ?? []);
    assert.deepEqual(
      exact.filter((item) => !items.includes(item)),
      [],
    );
    assert.equal(exact.length + patterns.length, whens.length);
    for (const pattern of patterns)
      assert.ok(
        items.some((item) => new RegExp(pattern).test(item)),
        pattern,
      );
    for (const item of items) {
      const has = exact.includes(item) || patterns.some((pattern) => new RegExp(pattern).test(item));
      assert.ok(has, item);
    }
  });

  it('contribute nothing that depends on a name of ours that is not one', () => {
    const known = new Set<string>([
      ...Object.values(commands),
      ...Object.values(contextKeys),
      ...Object.values(settings).map((name) => `petCv.${name}`),
      ...Object.values(views),
      walkthroughId,
    ]);
    const used = Array.from(text.matchAll(/\bpetCv\.[\w.]+\w/g), ([name]) => name);
    assert.deepEqual(
      used.filter((name) => !known.has(name)),
      [],
    );
  });
});
