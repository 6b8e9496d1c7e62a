import { Buffer } from 'node:buffer';
import type { Header } from 'tar-stream';
import { hasReservedName, leadsOut, partsOf } from './entryName';

/** What an archive of photos never exceeds. */
export interface ArchiveLimits {
  entries: number;
  /** Bytes of one file. */
  fileBytes: number;
  /** Bytes of the unpacked archive, headers included: at most this, and at most `headroom` + `ratio` times its own size. */
  totalBytes: number;
  headroom: number;
  ratio: number;
  /** UTF-8 bytes of a file's or folder's name, and of all of its path. */
  nameBytes: number;
  pathBytes: number;
}

/**
 * Far above what photos need, far below what does harm. Oxford's archive has 7,394 entries and is as large unpacked as
 * packed, since JPEGs do not get smaller; uncompressed photos shrink to a half or a third, drawn ones to a fiftieth. 200,000
 * photos of 500 KB are 100 GB. The largest photo that is decoded (200 megapixels) has 0.6 GB uncompressed. File systems
 * end names at 255 bytes.
 */
export const archiveLimits: ArchiveLimits = {
  entries: 200_000,
  fileBytes: 1e9,
  totalBytes: 100e9,
  headroom: 256e6,
  ratio: 50,
  nameBytes: 255,
  pathBytes: 1024,
};

/** How many bytes an archive of `bytes` bytes may unpack to. */
export function mostUnpacked(bytes: number, limits: ArchiveLimits): number {
  return Math.min(limits.totalBytes, limits.headroom + limits.ratio * bytes);
}

/**
 * Looks at the entries of an archive of `bytes` bytes, each with its place in the unpacked archive, one after the other: says why the archive is refused because of
 * one, or nothing. What could not lie in one folder of any operating system, or would not be a file or folder in it,
 * is made by somebody who means no photos.
 */
export function entryGuard(
  bytes: number,
  limits: ArchiveLimits,
): (header: Header, offset: number) => string | undefined {
  const most = mostUnpacked(bytes, limits);
  const names = nameGuard();
  let entries = 0;
  return (header, offset) => {
    const { name, type, size } = header;
    if (++entries > limits.entries) return `more than ${limits.entries} entries`;
    const kind = kindOf(header);
    if (kind === undefined) return whatElse[type] ?? 'neither a file nor a folder';
    if (kind === 'folder' && size > 0) return 'a folder with content';
    if (kind === 'file' && size > limits.fileBytes) return `${size} bytes`;
    const wrongName = whyWrongName(name, kind, limits);
    if (wrongName !== undefined) return wrongName;
    if (offset + size > most) return `${bytes} bytes unpack to more than ${most}`;
    return names(partsOf(name), kind);
  };
}

type Kind = 'file' | 'folder';

const whatElse: Partial<Record<string, string>> = {
  symlink: 'a symbolic link',
  link: 'a hard link',
  'character-device': 'a device',
  'block-device': 'a device',
  fifo: 'a named pipe',
};

function kindOf({ type, pax }: Header): Kind | undefined {
  // Of a sparse file the archive holds pieces, under another name.
  const isSparse = Object.keys(pax ?? {}).some((key) => key.startsWith('GNU.sparse'));
  if (isSparse) return undefined;
  if (type === 'file' || type === 'contiguous-file') return 'file';
  return type === 'directory' ? 'folder' : undefined;
}

function whyWrongName(name: string, kind: Kind, limits: ArchiveLimits): string | undefined {
  if (/\p{Cc}/u.test(name)) return 'control characters in its name';
  if (leadsOut(name)) return 'leads out of the folder';
  if (Buffer.byteLength(name) > limits.pathBytes) return 'too long a path';
  const parts = partsOf(name);
  if (parts.length === 0 && kind === 'file') return 'no name';
  for (const part of parts) {
    if (Buffer.byteLength(part) > limits.nameBytes) return 'too long a name';
    if (/[. ]$/.test(part)) return 'a name that ends in a dot or space';
    if (hasReservedName(part)) return 'a name that Windows reserves';
  }
  return undefined;
}

/**
 * Says what is wrong with a name beside those before it: the same file twice, a file where a folder is, or two spellings
 * that are one name where case or the way to write an umlaut does not matter.
 */
function nameGuard(): (parts: readonly string[], kind: Kind) => string | undefined {
  const seen = new Map<string, { spelling: string; kind: Kind }>();
  return (parts, kind) => {
    let spelling = '';
    for (const [index, part] of parts.entries()) {
      spelling += `/${part}`;
      const isLast = index === parts.length - 1;
      const now: Kind = isLast ? kind : 'folder';
      const key = spelling.normalize('NFC').toLowerCase().normalize('NFC');
      const before = seen.get(key);
      if (before === undefined) seen.set(key, { spelling, kind: now });
      else if (before.spelling !== spelling)
        return `the same name as ${before.spelling.slice(1)} on some computers`;
      else if (before.kind !== now) return 'a file and a folder';
      else if (now === 'file') return 'twice in the archive';
    }
    return undefined;
  };
}
