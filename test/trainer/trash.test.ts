import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { TrainerEvent } from '../../src/shared/protocol';
import { TrainerClient } from '../../src/shared/trainerClient';
import { trainerEnvironment } from '../../src/shared/trainerEnvironment';
import { skip } from '../harness/skip';
import { tree } from './dataSupport';
import { codeOf, inTemporaryFolder } from './support';

describe('the job trash', function () {
  this.timeout(30_000);

  before(function () {
    if (process.platform !== 'linux') skip(this, 'only on Linux can the trash be put elsewhere');
  });

  it('moves files to the trash, and tells which', () =>
    inTemporaryFolder(async (root) => {
      const files = ['a.jpg', 'ü [1].jpg', '*.jpg'].map((name) => path.join(root, name));
      for (const file of files) await writeFile(file, file);
      await writeFile(path.join(root, 'b.jpg'), 'stays');
      const { end, trashed } = await trashIn(root, [...files, path.join(root, 'gone.jpg')]);
      assert.deepEqual([codeOf(end), trashed], ['done', files]);
      assert.deepEqual((await readdir(root)).sort(), ['b.jpg', 'data']);
      const inTrash = path.join(root, 'data', 'Trash', 'files');
      const contents = await Promise.all(
        (await readdir(inTrash)).map((name) => readFile(path.join(inTrash, name), 'utf8')),
      );
      assert.deepEqual(contents.sort(), [...files].sort());
      assert.equal((await readdir(path.join(root, 'data', 'Trash', 'info'))).length, files.length);
    }));

  it('moves more files than fit into one go', () =>
    inTemporaryFolder(async (root) => {
      const files = Array.from({ length: 250 }, (_, index) => path.join(root, `${index}.jpg`));
      for (const file of files) await writeFile(file, 'x');
      const { end, trashed } = await trashIn(root, files);
      assert.deepEqual([codeOf(end), trashed], ['done', files]);
      assert.equal((await readdir(path.join(root, 'data', 'Trash', 'files'))).length, 250);
    }));

  it('says what could not be moved, and what was', () =>
    inTemporaryFolder(async (root) => {
      const file = path.join(root, 'a.jpg');
      await writeFile(file, 'x');
      // Nobody can move that, not even root.
      const { end, trashed } = await trashIn(root, [file, '/proc/version']);
      assert.deepEqual([codeOf(end), trashed], ['trash-failed', [file]]);
      assert.equal(end.type === 'error' && end.failure.parameters.file, '/proc/version');
    }));

  it('says so where there can be no trash', () =>
    inTemporaryFolder(async (root) => {
      await writeFile(path.join(root, 'data'), 'a file where the trash should be');
      const file = path.join(root, 'a.jpg');
      await writeFile(file, 'x');
      const { end, trashed } = await trashIn(root, [file]);
      assert.deepEqual([codeOf(end), trashed], ['trash-failed', []]);
      assert.deepEqual(await tree(root), ['a.jpg', 'data']);
    }));
});

/** The real child, with the trash in `<root>/data`. */
async function trashIn(root: string, files: string[]) {
  const environment = { ...process.env, XDG_DATA_HOME: path.join(root, 'data') };
  const child = fork(path.resolve('dist/trainer.js'), [], {
    env: trainerEnvironment(environment, { electron: false, cores: 2 }),
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const client = new TrainerClient(child);
  try {
    const events: TrainerEvent[] = [];
    const end = await client.run({ type: 'trash', files }, (event) => events.push(event));
    const trashed = events.flatMap((event) => (event.type === 'trashed' ? event.files : []));
    return { end, trashed };
  } finally {
    await client.dispose();
  }
}
