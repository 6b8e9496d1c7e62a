import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../ioFailure';

/** Those that this process is filling now. */
const filling = new Set<string>();

/**
 * A name beside `target` for what is being built and is renamed to `target` when it is whole. It carries the process
 * number, so that what a killed process left behind can be told from what another one is building.
 */
export function partialName(target: string): string {
  const name = `${prefixOf(target)}${process.pid}-${randomBytes(4).toString('hex')}`;
  const partial = path.join(path.dirname(target), name);
  filling.add(partial);
  return partial;
}

/** Removes what was built under a partial name, file or folder, with all that is in it. */
export async function removePartial(partial: string): Promise<void> {
  await rm(partial, { recursive: true, force: true, maxRetries: 3 });
  filling.delete(partial);
}

/** Removes what killed processes left beside `target`. */
export async function removeStalePartials(target: string): Promise<void> {
  const parent = path.dirname(target);
  const prefix = prefixOf(target);
  const names = await readdir(parent).catch((error: unknown): string[] => {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  });
  for (const name of names.filter((name) => name.startsWith(prefix))) {
    const owner = Number.parseInt(name.slice(prefix.length), 10);
    const partial = path.join(parent, name);
    const stale = owner === process.pid ? !filling.has(partial) : !isAlive(owner);
    if (stale) await removePartial(partial);
  }
}

/** Makes `folder` and its missing parents; the returned function removes those again that are still empty. */
export async function makeFolder(folder: string): Promise<() => Promise<void>> {
  const first = await makeMissing(folder);
  return async () => {
    if (first === undefined) return;
    for (let made = folder; made.length >= first.length; made = path.dirname(made)) {
      const gone = await rmdir(made).then(
        () => true,
        () => false,
      );
      if (!gone) return;
    }
  };
}

/**
 * Makes `folder` and what is missing above it; the topmost that was made. (Node's own recursive mkdir answers ENOENT
 * instead of EROFS on a read-only disk.)
 */
async function makeMissing(folder: string): Promise<string | undefined> {
  if (await isFolder(folder)) return undefined;
  const above = await makeMissing(path.dirname(folder));
  try {
    await mkdir(folder);
    return above ?? folder;
  } catch (error) {
    // Another process was faster.
    if (errorCode(error) === 'EEXIST' && (await isFolder(folder))) return above;
    throw error;
  }
}

async function isFolder(folder: string): Promise<boolean> {
  try {
    return (await stat(folder)).isDirectory();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

function prefixOf(target: string): string {
  return `.${path.basename(target)}.partial-`;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
