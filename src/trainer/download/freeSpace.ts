import { stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../../shared/failures';
import { errorCode } from '../ioFailure';

/** Bytes that will be written below a folder, which need not exist yet. */
export interface SpaceNeed {
  folder: string;
  bytes: number;
}

/**
 * Makes sure that all of `needs` fit at once; those on the same disk are added up.
 *
 * @param what the file or folder that they are for
 * @throws HumanError `no-space`
 */
export async function makeSureOfSpace(what: string, needs: readonly SpaceNeed[]): Promise<void> {
  const disks = new Map<number, SpaceNeed>();
  for (const { folder, bytes } of needs) {
    const existing = await nearestExisting(path.resolve(folder));
    const { dev } = await stat(existing);
    disks.set(dev, { folder: existing, bytes: bytes + (disks.get(dev)?.bytes ?? 0) });
  }
  for (const { folder, bytes } of disks.values()) {
    const { bavail, blocks, bsize } = await statfs(folder);
    // Some network file systems tell nothing.
    if (blocks > 0 && bavail * bsize < bytes) throw noSpace(what, bytes, bavail * bsize, folder);
  }
}

function noSpace(file: string, bytes: number, free: number, folder: string): HumanError {
  return new HumanError('no-space', {
    file,
    detail: `${megabytes(bytes)} needed, ${megabytes(free)} free in ${folder}`,
  });
}

async function nearestExisting(folder: string): Promise<string> {
  try {
    await stat(folder);
    return folder;
  } catch (error) {
    const above = path.dirname(folder);
    if (errorCode(error) !== 'ENOENT' || above === folder) throw error;
    return nearestExisting(above);
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
