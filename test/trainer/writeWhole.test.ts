import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, readdir, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { writeWhole } from '../../src/trainer/writeWhole';
import { skip } from '../harness/skip';
import { inTemporaryFolder } from './support';

describe('writing a file whole', () => {
  it('replaces a file and leaves nothing else', () =>
    inTemporaryFolder(async (folder) => {
      const file = path.join(folder, 'a.json');
      await writeWhole(file, 'old');
      await writeWhole(file, 'new');
      assert.equal(await readFile(file, 'utf8'), 'new');
      assert.deepEqual(await readdir(folder), ['a.json']);
    }));

  it('keeps the old file when the disk has room for half of the new one', function () {
    return inTemporaryFolder(async (folder) => {
      const disk = path.join(folder, 'disk');
      await mkdir(disk);
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk], { stdio: 'ignore' });
      } catch {
        skip(this, 'mounting a small disk is not allowed here');
      }
      try {
        const file = path.join(disk, 'model.json');
        await writeWhole(file, 'x'.repeat(6000));
        const { bavail, bsize } = await statfs(disk);
        await writeFile(path.join(disk, 'ballast'), Buffer.alloc((bavail - 1) * bsize));
        await assert.rejects(writeWhole(file, 'y'.repeat(6000)), { code: 'ENOSPC' });
        assert.equal(await readFile(file, 'utf8'), 'x'.repeat(6000));
        assert.deepEqual((await readdir(disk)).sort(), ['ballast', 'model.json']);
      } finally {
        execFileSync('umount', ['-l', disk]);
      }
    });
  });
});
