import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import * as v from 'valibot';
import { layout } from '../../src/shared/layout';
import { breedTitle, manifestSchema } from '../../src/shared/manifest';
import { commands } from '../../src/shared/names';
import { openWorkbench, screenshot, type Workbench } from '../harness/browser';
import { editorOrSkip } from '../harness/editor';
import type { EditorServer } from '../harness/install.mjs';
import { installVsix, startServer, type Server } from '../harness/server';
import { skip } from '../harness/skip';
import { explorerContextMenu, notification, quickInput, runCommand } from '../harness/workbench';
import { clearNotifications, runOnDisk, until } from './session';

const root = fileURLToPath(new URL('../../', import.meta.url));
const dataset = 'few';
const runId = `${dataset}-1`;

/** Commands with the answers to what they would ask, each on keys of its own. */
const chords = {
  prepare: {
    press: 'Control+Alt+Shift+F8',
    key: 'ctrl+alt+shift+f8',
    command: commands.prepareDataset,
    args: { source: { kind: 'drawn', perBreed: 4 }, name: dataset, imageSize: 32, trainFraction: 0.5 },
  },
  train: {
    press: 'Control+Alt+Shift+F9',
    key: 'ctrl+alt+shift+f9',
    command: commands.trainModel,
    args: { dataset, config: { epochs: 2, imageSize: 32, batchSize: 16, engine: 'wasm', seed: 1 } },
  },
};

/** Folders of one test, all outside the checkout. */
interface Places {
  readonly scratch: string;
  readonly workspace: string;
  readonly dataDir: string;
  readonly extensionsDir: string;
}

describe('the package, installed in an editor that knows no checkout', function () {
  this.timeout(240_000);
  let places: Places | undefined;
  let workspace: string;
  let extension: string;
  let server: Server | undefined;
  let workbench: Workbench | undefined;
  let page: Page;

  before(async function () {
    this.timeout(900_000);
    const editor = await editorOrSkip(this);
    places = await makePlaces();
    const { dataDir, extensionsDir } = places;
    workspace = places.workspace;
    extension = await packAndInstall(editor, places);
    server = await startServer(editor, { dataDir, extensionsDir });
    workbench = await openWorkbench(editor, server.url(workspace));
    page = workbench.page;
  });

  after(async () => {
    await workbench?.close();
    await server?.stop();
    if (places !== undefined) await rm(places.scratch, { recursive: true, force: true, maxRetries: 5 });
  });

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    await screenshot(page, `failed-package-${this.currentTest.title.replace(/\W+/g, '-')}`);
  });

  it('holds what runs, with its licences, and nothing else', async () => {
    const entries = await readdir(extension, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        path.relative(extension, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'),
      );
    const bundles = files.filter((file) => /^dist\/[^/]*$/.test(file)).sort();
    assert.deepEqual(bundles, [
      ...['dist/augment.js', 'dist/codicon.css', 'dist/codicon.ttf', 'dist/extension.js'],
      ...['dist/tfjs-backend-wasm-simd.wasm', 'dist/trainer.js', 'dist/webview.js'],
    ]);
    const top = new Set(
      files.map((file) => file.split('/')[0] ?? '').filter((name) => !name.startsWith('.')),
    );
    assert.deepEqual([...top].sort(), [
      ...['LICENSE.txt', 'ThirdPartyNotices.txt', 'changelog.md', 'dist', 'l10n', 'media'],
      ...['package.json', 'package.nls.es.json', 'package.nls.json', 'readme.md'],
    ]);
    const odd = files.filter((file) => /\.(map|[cm]?ts|cc|h|gyp)$|\/(test|src|bin)\//.test(file));
    assert.deepEqual(odd, []);
    const binaries = files.filter((file) => file.endsWith('.node'));
    assert.equal(binaries.length, 1, binaries.join());
    assert.ok(binaries[0]?.includes(process.arch), binaries.join());
    const notices = await readFile(path.join(extension, 'ThirdPartyNotices.txt'), 'utf8');
    for (const file of files.filter((one) => /node_modules\/.*\/?package\.json$/.test(one))) {
      const name = /.*node_modules\/(.*)\/package\.json$/.exec(file)?.[1] ?? file;
      assert.ok(notices.includes(`\n${name} `), `${name} is not in the notices`);
    }
  });

  it('prepares, trains and classifies', async () => {
    // Its list also tells that the extension is there, without which the keys would do nothing.
    await runCommand(page, 'Pet CV: Check Engine');
    const wasm = quickInput(page).locator('.monaco-list-row', { hasText: 'wasm' });
    await wasm.waitFor({ timeout: 60_000 });
    await page.keyboard.press('Escape');

    await page.keyboard.press(chords.prepare.press);
    await notification(page, dataset).filter({ hasText: 'Train Model' }).waitFor({ timeout: 120_000 });
    const manifestFile = path.join(workspace, 'pet-cv', layout.datasets, dataset, layout.manifest);
    const manifest = v.parse(manifestSchema, JSON.parse(await readFile(manifestFile, 'utf8')));
    await clearNotifications(page);

    await page.keyboard.press(chords.train.press);
    const run = await until('the training ends', async () => {
      const now = await runOnDisk(workspace, runId);
      return now?.status === 'finished' || now?.status === 'failed' ? now : null;
    });
    assert.equal(run.status, 'finished', run.failure?.message);
    assert.equal(run.engine?.id, 'wasm');
    assert.equal(run.epochs.length, 2);
    const report = path.join(workspace, 'pet-cv', layout.runs, runId, layout.report);
    assert.deepEqual(JSON.parse(await readFile(report, 'utf8')), run.report);
    await clearNotifications(page);
    await screenshot(page, 'package-trained');

    const photo = manifest.files.find(({ part }) => part === 'validation')?.path ?? '';
    await explorerContextMenu(page, `pet-cv/${layout.datasets}/${dataset}/${photo}`, 'Classify breed');
    const answer = notification(page, path.basename(photo));
    await answer.waitFor({ timeout: 60_000 });
    const text = await answer.innerText();
    assert.ok(
      manifest.classes.some((name) => text.includes(breedTitle(name))),
      text,
    );
    await screenshot(page, 'package-classified');
  });

  it('runs a trainer that holds the binaries of the package and none of the checkout', async function () {
    if (process.platform !== 'linux') skip(this, 'what a process has loaded is looked up in /proc');
    const script = path.join(extension, 'dist', 'trainer.js');
    // The one that classified stays for more photos.
    const pid = await processRunning(script);
    const maps = await readFile(`/proc/${pid}/maps`, 'utf8');
    const loaded = [...new Set(maps.match(/\/\S+(\.node|libvips\S*)$/gm))];
    assert.ok(
      loaded.some((file) => file.includes('libvips')),
      'libvips is not loaded',
    );
    for (const file of loaded) assert.ok(file.startsWith(`${extension}${path.sep}`), file);
  });
});

async function makePlaces(): Promise<Places> {
  const scratch = await realpath(await mkdtemp(path.join(tmpdir(), 'pet-cv-vsix-')));
  const inside = (name: string) => path.join(scratch, name);
  const places = {
    scratch,
    workspace: inside('pets'),
    dataDir: inside('data'),
    extensionsDir: inside('extensions'),
  };
  const user = path.join(places.dataDir, 'data', 'User');
  await mkdir(places.workspace);
  await mkdir(user, { recursive: true });
  await writeFile(path.join(user, 'keybindings.json'), JSON.stringify(Object.values(chords)));
  return places;
}

/** Does what `npm run package` does, and resolves with the folder that the editor unpacked the VSIX into. */
async function packAndInstall(editor: EditorServer, { scratch, extensionsDir }: Places): Promise<string> {
  const vsix = path.join(scratch, 'pet-cv.vsix');
  await promisify(execFile)(process.execPath, ['package.mjs', vsix], { cwd: root, timeout: 120_000 });
  await installVsix(editor, vsix, extensionsDir);
  const [name] = (await readdir(extensionsDir)).filter((entry) => entry.startsWith('pet-cv.pet-cv-'));
  assert.ok(name !== undefined, 'the editor unpacked no extension');
  return path.join(extensionsDir, name);
}

/** The process whose command line names this script. */
async function processRunning(script: string): Promise<number> {
  for (const name of await readdir('/proc')) {
    const command = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    if (command.split('\0').includes(script)) return Number(name);
  }
  return assert.fail(`no process runs ${script}`);
}
