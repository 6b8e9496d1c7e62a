import type { NetworkSettings } from '../../shared/protocol';
import type { JobContext } from '../jobContext';
import type { Patience } from './patience';
import type { WantedArchive } from './sources';

/** An archive that is whole. */
export interface Downloaded {
  /** Where it lies: in the folder of downloads, or where a mirror on this computer has it. */
  file: string;
  /** The address or path it came from. */
  from: string;
  bytes: number;
  /** In hex. */
  sha256: string;
}

/** How to download. */
export interface DownloadOptions {
  /** Keeps the archives, parts of them, and `known.json`. Made where it is missing. */
  downloads: string;
  network: NetworkSettings;
  context: JobContext;
  /** What will be written elsewhere once the archive is here, counted in the check of free space. */
  alsoNeeds?: { folder: string; bytes: number };
  /** Other waiting times than usual. */
  patience?: Partial<Patience>;
}

/**
 * Gets one archive from the first of its sources that has it, whole and checked. What a cut connection, a kill or the
 * signal leaves behind is gone on with by the next call. Emits `progress` of stage `downloading` in bytes, and `retrying`.
 *
 * @throws HumanError `download-failed` (no source could be reached), `download-wrong` (only other content than
 * expected was found), `no-space`, `disk-full`, `read-only`; the signal's reason when aborted
 */
export function downloadArchive(wanted: WantedArchive, options: DownloadOptions): Promise<Downloaded> {
  return Promise.reject(new Error(`Nobody can get ${wanted.file} for ${options.downloads} yet.`));
}
