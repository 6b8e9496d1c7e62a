import { createReadStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import type { Page } from 'playwright-core';
import { extract } from 'tar-stream';
import { replay } from '../../src/shared/eventLog';
import { layout } from '../../src/shared/layout';
import type { Run } from '../../src/shared/run';
import { openWorkbench } from '../harness/browser';
import { editorOrSkip } from '../harness/editor';
import { startServer, type Settings } from '../harness/server';
import { accept, quickInput, runCommand, type } from '../harness/workbench';
import { photo } from '../trainer/dataSupport';

const root = fileURLToPath(new URL('../../', import.meta.url));
const realPhotos = path.join(root, '..', 'shared', 'data', 'oxford-sample', 'images.tar.gz');

/** A VS Code with the extension, in a browser, on a fresh folder. */
export interface Session {
  readonly page: Page;
  /** Absolute path of the open folder. */
  readonly workspace: string;
  /** Ends browser and server and deletes what they wrote. */
  close(): Promise<void>;
}

/** How the editor is opened. */
export interface SessionOptions {
  readonly locale?: string;
  readonly settings?: Settings;
  /** False for a window without a folder. */
  readonly folder?: boolean;
  /** Fills the folder before the editor sees it. */
  readonly fill?: (workspace: string) => Promise<unknown>;
  readonly size?: { readonly width: number; readonly height: number };
}

/** For `before` hooks; skips with the reason where no editor can be hosted. */
export async function openSession(context: Mocha.Context, options: SessionOptions = {}): Promise<Session> {
  const editor = await editorOrSkip(context);
  const scratch = await mkdtemp(path.join(tmpdir(), 'pet-cv-ui-'));
  const workspace = path.join(scratch, 'pets');
  const clear = () => rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  await mkdir(workspace);
  await options.fill?.(workspace);
  const server = await startServer(editor, {
    dataDir: path.join(scratch, 'data'),
    ...(options.locale === undefined ? {} : { locale: options.locale }),
    ...(options.settings === undefined ? {} : { settings: options.settings }),
  });
  try {
    const address = new URL(server.url(workspace, { extensionDevelopmentPath: root }));
    if (options.folder === false) {
      address.searchParams.delete('folder');
      address.searchParams.set('ew', 'true');
    }
    const workbench = await openWorkbench(editor, address.href, {
      ...(options.size === undefined ? {} : { size: options.size }),
    });
    workbench.page.setDefaultTimeout(45_000);
    const close = async () => {
      await workbench.close();
      await server.stop();
      await clear();
    };
    return { page: workbench.page, workspace, close };
  } catch (error) {
    await server.stop();
    await clear();
    throw error;
  }
}

/**
 * Puts photos into `folder` and returns their names: real ones of one breed where the sample of Oxford-IIIT Pet is here,
 * else made-up ones.
 */
export async function putPhotos(folder: string, count: number): Promise<string[]> {
  const names = Array.from({ length: count }, (_, index) => `photo-${index + 1}.jpg`);
  const photos = existsSync(realPhotos) ? await firstPhotos(count) : [];
  for (const [index, name] of names.entries()) {
    await writeFile(path.join(folder, name), photos[index] ?? (await photo(index + 1)));
  }
  return names;
}

/** Looks until `fact` holds, and resolves with what it gave; fails with `what` after `deadline` milliseconds. */
export async function until<T>(
  what: string,
  fact: () => T | null | false | Promise<T | null | false>,
  deadline = 120_000,
): Promise<T> {
  const end = Date.now() + deadline;
  for (;;) {
    const found = await fact();
    if (found !== null && found !== false) return found;
    if (Date.now() > end) throw new Error(`It took too long: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The run as its `events.ndjson` tells it; null while there is none. */
export async function runOnDisk(workspace: string, id: string): Promise<Run | null> {
  const log = path.join(workspace, 'pet-cv', layout.runs, id, layout.events);
  return readFile(log, 'utf8').then(
    (text) => replay(id, text),
    () => null,
  );
}

/** Goes through the questions of "Train Model" by keyboard; null takes what is proposed, with Enter alone. */
export async function answerTraining(page: Page, answers: readonly (string | null)[]): Promise<void> {
  await runCommand(page, 'Pet CV: Train Model');
  // Left over the question, the mouse would call up a hint that covers it.
  await page.mouse.move(800, 600);
  for (const [index, answer] of answers.entries()) {
    await quickInput(page)
      .getByText(`(${index + 1}/${answers.length})`)
      .waitFor();
    await (answer === null ? accept(page) : type(page, answer));
  }
}

/** Removes the messages on the screen, which cover what is below them. */
export async function clearNotifications(page: Page): Promise<void> {
  await runCommand(page, 'Notifications: Clear All Notifications');
}

async function firstPhotos(count: number): Promise<Buffer[]> {
  const archive = extract();
  const source = createReadStream(realPhotos);
  source.pipe(createGunzip()).pipe(archive);
  const photos: Buffer[] = [];
  for await (const entry of archive) {
    if (entry.header.type === 'file' && entry.header.name.endsWith('.jpg')) photos.push(await buffer(entry));
    else entry.resume();
    if (photos.length === count) break;
  }
  source.destroy();
  return photos;
}
