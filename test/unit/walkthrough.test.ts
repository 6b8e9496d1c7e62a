import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { engineIds } from '../../src/shared/config';
import {
  commands,
  contextKeys,
  panelViewType,
  photoExtensions,
  settings,
  views,
  walkthroughId,
} from '../../src/shared/names';

const root = path.resolve(import.meta.dirname, '../..');
const pages = path.join(root, 'media', 'walkthrough');

/** Languages that ship beside English. */
const languages = ['es'];

const textsSchema = v.record(v.string(), v.string());
type Texts = v.InferOutput<typeof textsSchema>;

const manifestSchema = v.object({
  icon: v.string(),
  l10n: v.string(),
  activationEvents: v.array(v.string()),
  contributes: v.object({
    commands: v.array(v.object({ command: v.string(), enablement: v.optional(v.string()) })),
    menus: v.record(v.string(), v.array(v.object({ command: v.string(), when: v.string() }))),
    configuration: v.object({
      properties: v.record(v.string(), v.object({ enum: v.optional(v.array(v.string())) })),
    }),
    walkthroughs: v.array(
      v.object({
        id: v.string(),
        icon: v.string(),
        steps: v.array(
          v.object({
            id: v.string(),
            description: v.string(),
            media: v.object({ markdown: v.string() }),
            completionEvents: v.pipe(v.array(v.string()), v.minLength(1)),
          }),
        ),
      }),
    ),
  }),
});

const knownCommands: readonly string[] = Object.values(commands);
/** Conditions may name a view, too. */
const knownKeys: readonly string[] = [...Object.values(contextKeys), ...Object.values(views)];

describe('what the extension declares', () => {
  let source: string;
  let manifest: v.InferOutput<typeof manifestSchema>;
  let english: Texts;
  let translated: Map<string, Texts>;

  before(async () => {
    source = await readFile(path.join(root, 'package.json'), 'utf8');
    manifest = v.parse(manifestSchema, JSON.parse(source));
    english = await texts('package.nls.json');
    const read = languages.map(
      async (language) => [language, await texts(`package.nls.${language}.json`)] as const,
    );
    translated = new Map(await Promise.all(read));
  });

  it('contributes the commands, settings and context keys of the code, and no others', () => {
    const { contributes } = manifest;
    assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), [...knownCommands].sort());
    const declared = Object.keys(contributes.configuration.properties).sort();
    assert.deepEqual(
      declared,
      Object.values(settings)
        .map((name) => `petCv.${name}`)
        .sort(),
    );
    const conditions = [
      ...contributes.commands.map(({ enablement }) => enablement ?? ''),
      ...Object.values(contributes.menus).flatMap((items) => items.map(({ when }) => when)),
    ];
    assert.deepEqual(unknownKeys(conditions), []);
    for (const item of Object.values(contributes.menus).flat()) {
      assert.ok(knownCommands.includes(item.command), item.command);
    }
  });

  it('offers every engine', () => {
    const engine = manifest.contributes.configuration.properties['petCv.engine'];
    assert.deepEqual(engine?.enum, ['auto', ...engineIds]);
  });

  it('offers "Classify breed" for photos and for nothing else', () => {
    for (const menu of ['explorer/context', 'editor/title/context', 'editor/title']) {
      const item = manifest.contributes.menus[menu]?.find(
        ({ command }) => command === commands.classifyBreed,
      );
      assert.ok(item, menu);
      const pattern = /resourceExtname =~ \/(.+?)\/i/.exec(item.when)?.[1];
      assert.ok(pattern, item.when);
      const photo = new RegExp(pattern, 'i');
      for (const extension of photoExtensions) {
        assert.match(extension, photo);
        assert.match(extension.toUpperCase(), photo);
      }
      for (const extension of ['.txt', '.json', '.svg', '.jpg.json', ''])
        assert.doesNotMatch(extension, photo);
    }
  });

  it('brings its panel back, and its pictures and texts along', async () => {
    assert.ok(manifest.activationEvents.includes(`onWebviewPanel:${panelViewType}`));
    assert.ok(existsSync(path.join(root, manifest.l10n)));
    const icon = await readFile(path.join(root, manifest.icon));
    assert.deepEqual(
      [icon.toString('latin1', 1, 4), icon.readUInt32BE(16), icon.readUInt32BE(20)],
      ['PNG', 256, 256],
    );
  });

  it('has each text once in every language', () => {
    const used = new Set(Array.from(source.matchAll(/"%([^%"]+)%"/g), ([, key = '']) => key));
    assert.ok(used.size > 0);
    for (const table of [english, ...translated.values()]) {
      assert.deepEqual(Object.keys(table).sort(), [...used].sort());
      for (const [key, text] of Object.entries(table)) assert.notEqual(text.trim(), '', key);
    }
  });

  describe('the walkthrough', () => {
    const steps = () => manifest.contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);

    it('is the one that the code opens', () => {
      assert.deepEqual(
        manifest.contributes.walkthroughs.map(({ id, icon }) => [id, existsSync(path.join(root, icon))]),
        [[walkthroughId, true]],
      );
      assert.equal(new Set(steps().map(({ id }) => id)).size, steps().length);
    });

    it('completes steps on facts that the code keeps', () => {
      const facts = steps().flatMap((step) => step.completionEvents);
      for (const fact of facts) assert.match(fact, /^(onContext:.+|onStepSelected)$/);
      assert.deepEqual(unknownKeys(facts), []);
      for (const step of steps()) {
        // A step with something to do is done when it was done, not when it was looked at; the last one is an outlook.
        const runs = commandLinks(english[key(step.description)] ?? '');
        const onFacts = step.completionEvents.every((event) => event.startsWith('onContext:'));
        if (step !== steps().at(-1)) assert.equal(onFacts, runs.length > 0, step.id);
      }
    });

    it('checks what was done before the walkthrough came up', () => {
      for (const { id, completionEvents } of steps()) {
        const [fact = '', again] = completionEvents;
        const expected = fact.startsWith('onContext:')
          ? `${fact} && ${contextKeys.workshopShown}`
          : undefined;
        assert.equal(again, expected, id);
      }
    });

    it('has buttons that run commands, the same in every language', () => {
      for (const step of steps()) {
        const buttons = commandLinks(english[key(step.description)] ?? '');
        for (const button of buttons) assert.ok(knownCommands.includes(button), `${step.id}: ${button}`);
        for (const [language, table] of translated) {
          assert.deepEqual(
            commandLinks(table[key(step.description)] ?? ''),
            buttons,
            `${step.id} ${language}`,
          );
        }
      }
    });

    it('has a page for each step in every language, whose links resolve and whose drawings are described', async () => {
      for (const step of steps()) {
        const file = path.join(root, step.media.markdown);
        const drawings = await checkedPage(file);
        assert.ok(drawings.length > 0, step.id);
        for (const language of languages) {
          // VS Code looks for the translation beside the page under this name.
          assert.deepEqual(
            await checkedPage(file.replace(/\.md$/, `.nls.${language}.md`)),
            drawings,
            step.id,
          );
        }
      }
    });

    it('ships no page and no drawing that nothing shows', async () => {
      const written = steps().flatMap(({ media: { markdown } }) => [
        path.basename(markdown),
        ...languages.map((language) => path.basename(markdown).replace(/\.md$/, `.nls.${language}.md`)),
      ]);
      const shown = await Promise.all(written.map((name) => checkedPage(path.join(pages, name))));
      assert.deepEqual((await readdir(pages)).sort(), [...new Set([...written, ...shown.flat()])].sort());
    });

    it('has drawings that need no translation and load nothing', async () => {
      for (const name of (await readdir(pages)).filter((file) => file.endsWith('.svg'))) {
        const svg = await readFile(path.join(pages, name), 'utf8');
        const words = Array.from(svg.matchAll(/<text[^>]*>([^<]*)</g), ([, text = '']) => text);
        // Numbers and formulas are read everywhere; the engines are called so everywhere.
        const foreign = words.filter(
          (word) => /\p{L}/u.test(word) && !['−ln p', ...engineIds].includes(word),
        );
        assert.deepEqual(foreign, [], name);
        assert.doesNotMatch(svg, /<script|href="(?!#)|url\((?!#)/, name);
      }
    });
  });
});

async function texts(name: string): Promise<Texts> {
  return v.parse(textsSchema, JSON.parse(await readFile(path.join(root, name), 'utf8')));
}

/** `%step.data.title%` → `step.data.title` */
function key(reference: string): string {
  return reference.replace(/^%|%$/g, '');
}

function commandLinks(text: string): string[] {
  return Array.from(text.matchAll(/\]\(command:([\w.]+)/g), ([, command = '']) => command);
}

/** Context keys of ours that the code does not set. */
function unknownKeys(conditions: readonly string[]): string[] {
  const named = conditions.flatMap((condition) => condition.match(/petCv\.[\w.]+/g) ?? []);
  return named.filter((name) => !knownKeys.includes(name));
}

/** The drawings that a page shows, after looking at its links and at the descriptions of its drawings. */
async function checkedPage(file: string): Promise<string[]> {
  const page = await readFile(file, 'utf8');
  const name = path.basename(file);
  const drawings: string[] = [];
  for (const [, image = '', label = '', target = ''] of page.matchAll(/(!?)\[([^\]]*)\]\(([^)]*)\)/g)) {
    assert.notEqual(label.trim(), '', `${name}: ${target}`);
    if (target.startsWith('command:')) {
      assert.ok(knownCommands.includes(target.slice('command:'.length)), `${name}: ${target}`);
    } else if (target.startsWith('https://')) {
      assert.ok(URL.canParse(target) && image === '', `${name}: ${target}`);
    } else {
      assert.ok(existsSync(path.join(path.dirname(file), target)), `${name}: ${target}`);
      if (image !== '') drawings.push(target);
    }
  }
  return drawings;
}
