import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Locator, Page } from 'playwright-core';
import * as v from 'valibot';
import { layout } from '../../src/shared/layout';
import { screenshot, setTheme } from '../harness/browser';
import { quickInput, runCommand, webview } from '../harness/workbench';
import { answerTraining, clearNotifications, openSession, type Session, until } from './session';

const root = fileURLToPath(new URL('../../', import.meta.url));

const manifestSchema = v.object({
  contributes: v.object({
    walkthroughs: v.pipe(
      v.array(
        v.object({
          title: v.string(),
          steps: v.pipe(
            v.array(
              v.object({
                ...{ id: v.string(), title: v.string(), description: v.string() },
                media: v.object({ markdown: v.string() }),
              }),
            ),
            v.minLength(8),
          ),
        }),
      ),
      v.length(1),
    ),
  }),
});

/** A step as a person reads it. */
interface Step {
  readonly id: string;
  readonly title: string;
  /** First line of the page beside it. */
  readonly heading: string;
  /** Labels, in order. */
  readonly buttons: readonly string[];
}

const openers = { en: 'Pet CV: Open Workshop', es: 'Pet CV: Abrir taller' } as const;

for (const language of ['en', 'es'] as const) {
  describe(`the walkthrough (${language})`, function () {
    this.timeout(240_000);
    let session: Session;
    let page: Page;
    let title: string;
    let steps: readonly Step[] = [];
    let close = () => Promise.resolve();

    before(async function () {
      this.timeout(900_000);
      ({ title, steps } = await walkthrough(language));
      session = await openSession(this, {
        ...(language === 'en' ? {} : { locale: language }),
        size: { width: 1360, height: 900 },
        // Folders that come and are filled at once escape the editor's watcher now and then.
        fill: async (workspace) => {
          if (language === 'en')
            await mkdir(path.join(workspace, 'pet-cv', layout.datasets), { recursive: true });
        },
      });
      page = session.page;
      close = () => session.close();
    });

    after(() => close());

    afterEach(async function () {
      const test = this.currentTest;
      if (test?.state === 'failed')
        await screenshot(page, `failed-${language}-${test.title.replace(/\W+/g, '-')}`);
    });

    it('opens by its command, with its title and every step', async () => {
      await open();
      const shown = page.locator('.gettingStartedSlideDetails .category-title');
      assert.equal(await shown.first().innerText(), title);
      assert.deepEqual(
        await page.locator('.getting-started-step .step-title').allInnerTexts(),
        steps.map((step) => step.title),
      );
    });

    it('shows a page with its drawings beside every step', async () => {
      await setTheme(page, language === 'en' ? 'dark' : 'light');
      for (const [index, step] of steps.entries()) {
        await expand(step);
        await until(`the page of step ${step.id} and its drawings are loaded`, () => pageShown(step), 60_000);
        await screenshot(page, `walkthrough-${language}-${index + 1}-${step.id}`);
      }
    });

    it('has buttons that all do something before there is anything', () => pressAll());

    if (language === 'en') {
      it('ticks a step when its fact is true, and not for a click', async () => {
        assert.deepEqual(await ticked(), ['introduction', 'engine', 'next']);
        const dataset = path.join(session.workspace, 'pet-cv', layout.datasets, 'tiny');
        await petcv('prepare', 'drawn', '--per-breed', '4', '--size', '32', '--out', dataset);
        await until('the data step is ticked', async () => ((await ticked()).includes('data') ? true : null));
        await answerTraining(page, [null, null, '1', '32', '16', null, null]);
        await (
          await webview(page, 'Training tiny-1')
        )
          .locator('.status.finished')
          .waitFor({ timeout: 120_000 });
        await open();
        await until('the steps about a trained network are ticked', async () =>
          (await ticked()).length === 7 ? true : null,
        );
        assert.ok(!(await ticked()).includes('classify'));
        await screenshot(page, 'walkthrough-ticked');
      });

      it('has buttons that all do something when there is a trained network', () => pressAll());
    }

    /** Presses every button of every step: something has to come up each time. */
    async function pressAll(): Promise<void> {
      for (const step of steps) {
        for (const label of step.buttons) {
          await open();
          const row = await expand(step);
          await row.getByRole('button', { name: label, exact: true }).click();
          await until(`"${label}" of step ${step.id} has an effect`, () => effect(page), 60_000);
          await page.keyboard.press('Escape');
          await quickInput(page).waitFor({ state: 'hidden' });
          await clearNotifications(page);
        }
      }
    }

    async function open(): Promise<void> {
      if ((await page.locator('.getting-started-step').count()) === steps.length) return;
      await runCommand(page, openers[language]);
      await page
        .locator('.getting-started-step')
        .nth(steps.length - 1)
        .waitFor();
    }

    /** Opens a step, as it may be already. */
    async function expand(step: Step): Promise<Locator> {
      const row = page.locator(`.getting-started-step[data-step-id$="#${step.id}"]`);
      await row.waitFor();
      if (!(await row.getAttribute('class'))?.includes('expanded')) await row.locator('.step-title').click();
      await page.locator(`.getting-started-step.expanded[data-step-id$="#${step.id}"]`).waitFor();
      return row;
    }

    /** Whether the step's own page shows, in the right language and with all of its drawings. */
    async function pageShown({ heading }: Step): Promise<boolean> {
      const content = page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
      try {
        if ((await content.locator('h1').first().innerText({ timeout: 2000 })) !== heading) return false;
        const widths = await content
          .locator('img')
          .evaluateAll((images) =>
            images.map((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0)),
          );
        return widths.length > 0 && widths.every((width) => width > 0);
      } catch {
        // The page of the step before is still being replaced.
        return false;
      }
    }

    /** The steps that are ticked. */
    async function ticked(): Promise<string[]> {
      const found = await Promise.all(
        steps.map(async ({ id }) => {
          const row = page.locator(`.getting-started-step[data-step-id$="#${id}"]`);
          return (await row.locator('.codicon-getting-started-step-checked').count()) > 0 ? [id] : [];
        }),
      );
      return found.flat();
    }
  });
}

/** A question, a message that is not a mere progress bar, or a panel of ours. */
async function effect(page: Page): Promise<true | null> {
  const asked = await quickInput(page).isVisible();
  const told = await page.locator('.notification-toast:not(:has(.monaco-progress-container.active))').count();
  const shown = await page.locator('.tab.active', { hasText: 'tiny-1' }).count();
  return asked || told > 0 || shown > 0 ? true : null;
}

async function walkthrough(language: 'en' | 'es'): Promise<{ title: string; steps: Step[] }> {
  const manifest = v.parse(manifestSchema, await json('package.json'));
  const file = language === 'en' ? 'package.nls.json' : `package.nls.${language}.json`;
  const texts = v.parse(v.record(v.string(), v.string()), await json(file));
  const text = (key: string) => texts[key.replaceAll('%', '')] ?? '';
  const [declared] = manifest.contributes.walkthroughs;
  assert.ok(declared !== undefined);
  const steps = await Promise.all(
    declared.steps.map(async ({ id, title, description, media }) => {
      const file = language === 'en' ? media.markdown : media.markdown.replace('.md', `.nls.${language}.md`);
      const [first = ''] = (await readFile(path.join(root, file), 'utf8')).split('\n');
      return {
        id,
        title: text(title),
        heading: first.replace(/^# /, ''),
        buttons: [...text(description).matchAll(/^\[(.+)\]\(command:/gm)].map(([, label = '']) => label),
      };
    }),
  );
  return { title: text(declared.title), steps };
}

async function json(file: string): Promise<unknown> {
  return JSON.parse(await readFile(path.join(root, file), 'utf8'));
}

async function petcv(...words: string[]): Promise<void> {
  await promisify(execFile)(process.execPath, [path.join(root, 'dist', 'cli.js'), ...words]);
}
