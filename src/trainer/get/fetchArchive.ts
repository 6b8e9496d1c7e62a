import { knownArchives, type KnownArchiveId } from '../../shared/catalogue';
import type { GetJob } from '../../shared/protocol';
import { downloadArchive, type Downloaded } from '../download/download';
import { wantedArchive } from '../download/sources';
import type { JobContext } from '../jobContext';

/** What to get, for which job, and how much will be written afterwards of what it holds. */
export interface FetchOptions {
  job: GetJob;
  /** Bytes of photos and packed pixels. */
  thenWritten: number;
  context: JobContext;
}

/**
 * Gets an archive of a known dataset, unless it is there already.
 * @throws HumanError as downloadArchive; the signal's reason
 */
export function fetchArchive(
  id: KnownArchiveId,
  { job, thenWritten, context }: FetchOptions,
): Promise<Downloaded> {
  const { downloads, network, folder, mirrors } = job;
  const alsoNeeds = { folder, bytes: thenWritten };
  return downloadArchive(wantedArchive(knownArchives[id], mirrors), {
    downloads,
    network,
    context,
    alsoNeeds,
  });
}

/** What the manifest keeps of an archive. */
export function originOf({ from, bytes, sha256 }: Downloaded): {
  from: string;
  bytes: number;
  sha256: string;
} {
  return { from, bytes, sha256 };
}
