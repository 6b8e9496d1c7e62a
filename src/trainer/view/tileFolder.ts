import { readdir, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { lookKey } from '../../shared/protocol';
import type { Look } from '../../shared/protocol';
import { pixelFolder } from '../data/pixelFile';
import { makeFolder } from '../data/partial';
import { ioFailure } from '../ioFailure';

/** Looks of the network whose tiles are kept; those of the photos themselves always are. */
const looksKept = 8;

/** What `lookKey` makes of a look of the network: seven numbers. */
const networkKey = /^[\d.]+(e[+-]\d+)?(-[\d.]+(e[+-]\d+)?){6}$/;

/**
 * The folder in the cache for tiles of `look`, there and marked as used just now. Of the looks of the network that were not
 * used for the longest time all but the latest are removed: a person who tries strengths leaves many behind.
 * @throws HumanError disk-full, read-only
 */
export async function tileFolder(cache: string, dataset: string, look: Look): Promise<string> {
  const all = path.join(pixelFolder(cache, dataset), 'tiles');
  const folder = path.join(all, lookKey(look));
  try {
    await makeFolder(folder);
    const now = new Date();
    await utimes(folder, now, now);
    if (look.kind === 'network') await removeOldLooks(all);
    return folder;
  } catch (error) {
    throw ioFailure(error, folder);
  }
}

async function removeOldLooks(all: string): Promise<void> {
  const names = (await readdir(all)).filter((name) => networkKey.test(name));
  const used = await Promise.all(
    names.map(async (name) => {
      const folder = path.join(all, name);
      // Another process may have removed it just now.
      const at = await stat(folder).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      );
      return { folder, at };
    }),
  );
  const old = used.sort((one, other) => other.at - one.at).slice(looksKept);
  for (const { folder } of old) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}
