import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../../shared/failures';
import { errorCode } from '../ioFailure';
import type { JobContext } from '../jobContext';
import { isClutter, isPhotoName } from './entryName';
import type { FoundPhoto } from './found';
import { progressOf } from './progress';

/**
 * All photos below `root`, also through links: the folder is the person's own. Hidden folders are left out, and so is
 * the one that leads to `target`, in which earlier datasets may lie.
 * @throws HumanError source-unreadable; the signal's reason
 */
export async function listPhotos(root: string, target: string, context: JobContext): Promise<FoundPhoto[]> {
  const tell = progressOf(context, 'reading', null);
  const photos: FoundPhoto[] = [];
  const seen = new Set<string>();
  const pending = [''];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    context.signal.throwIfAborted();
    const absolute = path.join(root, folder);
    if (folder !== '' && leadsTo(absolute, target)) continue;
    // A link to a folder above would otherwise be followed for ever.
    const real = await realpath(absolute);
    if (seen.has(real)) continue;
    seen.add(real);
    for (const entry of await entriesOf(absolute)) {
      const name = path.posix.join(folder, entry.name);
      const kind = isClutter(entry.name) ? 'other' : await kindOf(entry, path.join(root, name));
      if (kind === 'folder') pending.push(name);
      if (kind === 'file' && isPhotoName(entry.name)) photos.push({ name, file: path.join(root, name) });
    }
    tell(photos.length);
  }
  tell(photos.length, true);
  return photos;
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  return readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    const detail = errorCode(error);
    if (detail === undefined) throw error;
    throw new HumanError('source-unreadable', { file: folder, detail }, { cause: error });
  });
}

async function kindOf(entry: Dirent, file: string): Promise<'file' | 'folder' | 'other'> {
  const followed = entry.isSymbolicLink() ? await stat(file).catch(() => undefined) : entry;
  return followed?.isFile() ? 'file' : followed?.isDirectory() ? 'folder' : 'other';
}

function leadsTo(folder: string, target: string): boolean {
  const way = path.relative(folder, target);
  return way === '' || !(way === '..' || way.startsWith(`..${path.sep}`) || path.isAbsolute(way));
}
