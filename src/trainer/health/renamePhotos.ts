import { readdir, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import type { FileEntry } from '../../shared/manifest';
import { hashFile } from '../data/readPhoto';
import { rightEnding, type ReadablePhoto } from './healthOf';

/**
 * New paths for photos with the wrong ending, by their old ones: with the right ending, and a number where a file of that
 * name, whatever its case, is there already.
 * @throws what the file system says
 */
export async function planRenames(
  folder: string,
  photos: readonly ReadablePhoto[],
): Promise<Map<string, string>> {
  const taken = new Map<string, Set<string>>();
  const places = new Map<string, string>();
  for (const { path: from, part, wrongFormat } of photos) {
    const ending = part === null || wrongFormat === null ? null : rightEnding(from, wrongFormat);
    if (ending === null) continue;
    const { dir, name } = path.posix.parse(from);
    const names = taken.get(dir) ?? new Set((await readdir(path.join(folder, dir))).map(lower));
    taken.set(dir, names);
    let to = `${name}${ending}`;
    for (let n = 2; names.has(lower(to)); n++) to = `${name}-${n}${ending}`;
    names.add(lower(to));
    places.set(from, path.posix.join(dir, to));
  }
  return places;
}

/** Renames photos within `folder`. @throws what the file system says */
export async function renamePhotos(folder: string, places: ReadonlyMap<string, string>): Promise<void> {
  for (const [from, to] of places) await rename(path.join(folder, from), path.join(folder, to));
}

/**
 * The list, with the new names of photos that lie under another ending than the list says: a fix that ended between renaming
 * them and writing the list leaves them so, and people rename files, too. Only the very same bytes are taken for the photo.
 * @throws what the file system says
 */
export async function followRenames(folder: string, files: readonly FileEntry[]): Promise<FileEntry[]> {
  const listed = new Set(files.map((file) => file.path));
  const followed: FileEntry[] = [];
  for (const file of files) {
    const found = (await isThere(folder, file.path)) ? file.path : await renamed(folder, file, listed);
    if (found !== undefined) listed.add(found);
    followed.push(found === undefined ? file : { ...file, path: found });
  }
  return followed;
}

async function renamed(
  folder: string,
  { path: old, bytes, sha256 }: FileEntry,
  listed: ReadonlySet<string>,
): Promise<string | undefined> {
  const { dir, name } = path.posix.parse(old);
  for (const entry of await readdir(path.join(folder, dir)).catch((): string[] => [])) {
    const candidate = path.posix.join(dir, entry);
    if (listed.has(candidate) || !entry.startsWith(name)) continue;
    if (!/^(-\d+)?\.\w+$/.test(entry.slice(name.length))) continue;
    const file = path.join(folder, candidate);
    const found = await stat(file).catch(() => undefined);
    if (found?.isFile() && found.size === bytes && hashFile(file).sha256 === sha256) return candidate;
  }
  return undefined;
}

async function isThere(folder: string, file: string): Promise<boolean> {
  return stat(path.join(folder, file)).then(
    () => true,
    () => false,
  );
}

function lower(name: string): string {
  return name.toLowerCase();
}
