import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { knownArchives } from '../../shared/catalogue';
import type { KnownArchive } from '../../shared/catalogue';

/** One place where an archive may be had. */
export interface ArchiveSource {
  /** An http(s) address of the archive itself, or its path on this computer. */
  address: string;
  /** What the archive must be, bytes and SHA-256 in hex; null where nobody has published it. */
  bytes: number | null;
  sha256: string | null;
}

/** One archive that is wanted, and where to look for it. */
export interface WantedArchive {
  /** Its name in the folder of downloads. */
  file: string;
  /** Tried in this order. */
  sources: ArchiveSource[];
  /** Expected size: for the check of free space, and for progress until the server has told. */
  bytes: number;
}

/**
 * Where to get `archive`: from the mirrors that the person named, or else from its known addresses. What is known of
 * the publisher's archive binds only those.
 */
export function wantedArchive(archive: KnownArchive, mirrors: readonly string[]): WantedArchive {
  const { file, bytes, sha256, addresses, copies } = archive;
  if (mirrors.length > 0) {
    return { file, sources: mirrors.flatMap((mirror) => fromMirror(mirror, file) ?? []), bytes };
  }
  const sources = [
    ...addresses.map((address) => ({ address, bytes: sha256 === null ? null : bytes, sha256 })),
    ...copies.map((address) => ({ address, bytes: null, sha256: null })),
  ];
  return { file, sources, bytes };
}

/** True for `http://...` and other schemes; false for paths, also `C:\pets`. */
export function isAddress(address: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(address);
}

/** Null where the mirror is itself another one of the known archives. */
function fromMirror(mirror: string, file: string): ArchiveSource | null {
  const address = archiveOn(mirror.startsWith('file://') ? fileURLToPath(mirror) : mirror, file);
  return address === null ? null : { address, bytes: null, sha256: null };
}

function archiveOn(mirror: string, file: string): string | null {
  if (!isAddress(mirror)) return isArchive(mirror) ? unlessOther(mirror, file) : path.join(mirror, file);
  if (!URL.canParse(mirror)) return mirror;
  const url = new URL(mirror);
  if (isArchive(url.pathname)) return unlessOther(mirror, file);
  url.pathname = path.posix.join(url.pathname, file);
  return url.href;
}

function isArchive(name: string): boolean {
  return /\.(tar\.gz|tgz)$/i.test(name);
}

function unlessOther(mirror: string, file: string): string | null {
  const name = path.posix.basename(
    isAddress(mirror) && URL.canParse(mirror) ? new URL(mirror).pathname : mirror.replaceAll('\\', '/'),
  );
  const other = Object.values(knownArchives).some((known) => known.file === name && name !== file);
  return other ? null : mirror;
}
