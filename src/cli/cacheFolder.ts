import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { layout } from '../shared/layout';

/** Packed pixels lie in the dataset's folder unless the person wants them elsewhere. */
export function cacheFolder(dataset: string, wanted: string | undefined): string {
  return wanted === undefined ? join(dataset, layout.cache) : resolve(wanted);
}

/**
 * A cache for `prepare` to fill. The dataset's folder appears whole at the end, so nothing can lie in it before: the
 * pixels wait beside it, under the kind of name that the next prepare clears away after a kill.
 */
export interface NewCache {
  folder: string;
  /** Moves what waits into the dataset's folder, which exists now. */
  keep(): Promise<void>;
  /** Removes what waits. */
  discard(): Promise<void>;
}

/** The cache of the new dataset `dataset`. */
export function newCache(dataset: string, wanted: string | undefined): NewCache {
  if (wanted !== undefined) return { folder: resolve(wanted), keep: nothing, discard: nothing };
  const folder = join(dirname(dataset), `.${basename(dataset)}.partial-${process.pid}-cache`);
  const final = join(dataset, layout.cache);
  // What cannot be removed now is a hidden folder that the next prepare clears away.
  const discard = () => rm(folder, { recursive: true, force: true }).catch(() => undefined);
  return {
    folder,
    discard,
    keep: async () => {
      try {
        await mkdir(dirname(final), { recursive: true });
        await rename(folder, final);
      } catch {
        // The dataset is whole without it: training packs the pixels again.
        await discard();
      }
    },
  };
}

async function nothing(): Promise<void> {
  // A folder that the person named is filled in place.
}
