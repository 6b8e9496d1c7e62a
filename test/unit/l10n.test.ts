import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { getL10nJson } from '@vscode/l10n-dev';
import { datasetStrings } from '../../src/shared/datasetStrings';
import { failureTexts } from '../../src/shared/failures';
import { findingTexts } from '../../src/shared/health';
import { panelStrings } from '../../src/shared/panelStrings';
import { engineTexts } from '../../src/shared/protocol';

const root = path.resolve(import.meta.dirname, '../..');
const bundleSchema = v.record(v.string(), v.string());

/** Languages that ship beside English. */
const languages = ['es'];

describe('l10n', () => {
  for (const language of languages) {
    describe(language, () => {
      let english: Set<string>;
      let bundle: Record<string, string>;

      before(async function () {
        // The extractor parses every file with a grammar compiled to wasm.
        this.timeout(120_000);
        english = new Set([
          ...(await literals()),
          ...[failureTexts, engineTexts, panelStrings, datasetStrings].flatMap((table) =>
            Object.values(table),
          ),
          ...Object.values(findingTexts).flatMap(({ title, advice }) => [title, advice]),
        ]);
        const file = path.join(root, 'l10n', `bundle.l10n.${language}.json`);
        bundle = v.parse(bundleSchema, JSON.parse(await readFile(file, 'utf8')));
      });

      it('translates every text', () => {
        assert.deepEqual(
          [...english].filter((text) => !Object.hasOwn(bundle, text)),
          [],
        );
      });

      it('holds no text that nothing uses', () => {
        assert.deepEqual(
          Object.keys(bundle).filter((text) => !english.has(text)),
          [],
        );
      });

      it('keeps every placeholder', () => {
        for (const [text, translated] of Object.entries(bundle)) {
          assert.deepEqual(placeholders(translated), placeholders(text), text);
        }
      });

      it('leaves nothing empty', () => {
        assert.deepEqual(
          Object.keys(bundle).filter((text) => bundle[text]?.trim() === ''),
          [],
        );
      });
    });
  }
});

/** The literals in calls of `vscode.l10n.t`; those of the tables in src/shared are looked up by value. */
async function literals(): Promise<string[]> {
  const folder = path.join(root, 'src', 'extension');
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'));
  const scripts = files.map(async (name) => ({
    extension: '.ts',
    contents: await readFile(path.join(folder, name), 'utf8'),
  }));
  const found = Object.keys(await getL10nJson(await Promise.all(scripts)));
  assert.ok(found.length > 0, 'no literal was found: the extractor no longer understands the code');
  return found;
}

function placeholders(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(/\{(\w+)\}/g), ([, name = '']) => name))].sort();
}
