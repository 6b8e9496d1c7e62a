import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { NetworkSettings, TrainerEvent } from '../../src/shared/protocol';
import { downloadArchive } from '../../src/trainer/download/download';
import type { Downloaded, DownloadOptions } from '../../src/trainer/download/download';
import type { Patience } from '../../src/trainer/download/patience';
import type { ArchiveSource, WantedArchive } from '../../src/trainer/download/sources';
import { startMisbehavingServer } from '../harness/misbehavingServer';
import type { MisbehavingServer } from '../harness/misbehavingServer';
import { recorder } from './dataSupport';
import type { Recorder } from './dataSupport';
import { inTemporaryFolder } from './support';

/** Waits short enough for tests, in the proportions of the real ones. */
export const shortPatience: Partial<Patience> = {
  retryMs: 2,
  longestRetryMs: 10,
  longestRetryAfterMs: 3_000,
  stallMs: 2_000,
};

/** No proxy, whatever the machine says. */
export const direct: NetworkSettings = { proxy: '' };

/** A folder with a server of it, an archive `pets.tar.gz` in it, and a folder for downloads. */
export interface DownloadScene {
  root: string;
  downloads: string;
  server: MisbehavingServer;
  /** Of the archive. */
  archive: Buffer;
  sha256: string;
  context: Recorder;
  /** A source of the archive below `url`; with what is published of it when `known`. */
  source: (url?: string, known?: boolean) => ArchiveSource;
  get: (sources?: ArchiveSource[], options?: Partial<DownloadOptions>) => Promise<Downloaded>;
  /** What lies in the folder of downloads under that name. */
  read: (name: string) => Promise<Buffer>;
}

/** Sets the scene, plays `play` and clears it away. */
export async function withDownloads(
  play: (scene: DownloadScene) => Promise<void>,
  bytes = 300_000,
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const root = path.join(folder, 'served');
    const downloads = path.join(folder, 'downloads');
    await mkdir(root);
    const archive = await writeArchive(path.join(root, 'pets.tar.gz'), bytes);
    const server = await startMisbehavingServer({ root });
    const sha256 = sha256Of(archive);
    const context = recorder();
    const source = (url = server.url, known = true): ArchiveSource => ({
      address: `${url}/pets.tar.gz`,
      bytes: known ? archive.length : null,
      sha256: known ? sha256 : null,
    });
    try {
      await play({
        root,
        downloads,
        server,
        archive,
        sha256,
        context,
        source,
        get: (sources = [source()], options = {}) =>
          downloadArchive(wantedFrom(sources, archive.length), {
            downloads,
            network: direct,
            context,
            patience: shortPatience,
            ...options,
          }),
        read: (name) => readFile(path.join(downloads, name)),
      });
    } finally {
      await server.close();
    }
  });
}

/** The archive `pets.tar.gz`, wanted from `sources`. */
export function wantedFrom(sources: ArchiveSource[], bytes: number): WantedArchive {
  return { file: 'pets.tar.gz', sources, bytes };
}

/** Writes a gzip of about `bytes` random bytes, which cannot be compressed; what it wrote. */
export async function writeArchive(file: string, bytes: number): Promise<Buffer> {
  const archive = gzipSync(randomBytes(bytes));
  await writeFile(file, archive);
  return archive;
}

export function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The waits that were told. */
export function retriesIn(events: readonly TrainerEvent[]): Extract<TrainerEvent, { type: 'retrying' }>[] {
  return events.filter((event) => event.type === 'retrying');
}
