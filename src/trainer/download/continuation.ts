import type { Response } from 'undici';
import type { PartMeta } from './partFile';
import { SourceFault } from './sourceFault';
import type { Wish } from './wish';

/** What makes sure that the bytes to come belong to the bytes that are here. */
export type Tie = 'validators' | 'hash';

/**
 * How `wish` may go on with what `meta` tells of; null where it may not: from another address, size and hash or validator
 * must agree.
 */
export function tieBetween(meta: PartMeta | null, wish: Wish): Tie | null {
  if (meta === null) return null;
  const hashes = meta.sha256 !== null && wish.sha256 !== null;
  if (hashes && meta.sha256 !== wish.sha256) return null;
  if (meta.address === wish.shown) return 'validators';
  if (meta.total === null) return null;
  if (hashes) return 'hash';
  return validator(meta) === null ? null : 'validators';
}

/** Headers that ask for what comes after the first `size` bytes, and for everything where the archive has changed. */
export function rangeHeaders(meta: PartMeta, size: number, tie: Tie): Record<string, string> {
  const condition = tie === 'validators' ? validator(meta) : null;
  return { range: `bytes=${size}-`, ...(condition === null ? {} : { 'if-range': condition }) };
}

/**
 * Checks that a 206 goes on where the first `size` bytes end.
 *
 * @returns bytes of the whole archive; null where the server does not know
 * @throws SourceFault where it is an answer to something else, or of another version
 */
export function checkPart(
  response: Response,
  { meta, size, tie, wish }: { meta: PartMeta; size: number; tie: Tie; wish: Wish },
): number | null {
  const said = response.headers.get('content-range') ?? '';
  const [, start, end] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(said) ?? [];
  if (start === undefined || Number(start) !== size)
    throw new SourceFault('again-whole', `not the part that was asked for: "${said}"`);
  const total = end === '*' ? null : Number(end);
  if (meta.total !== null && total !== null && total !== meta.total)
    throw new SourceFault('again-whole', `its size changed from ${meta.total} to ${total} bytes`);
  if (tie === 'validators' && !isSameVersion(response, meta, meta.address === wish.shown))
    throw new SourceFault('again-whole', 'it changed since the download began');
  return total ?? meta.total;
}

/** The size that a 416 tells; null where it does not. */
export function sizeIn416(response: Response): number | null {
  const [, size] = /^bytes \*\/(\d+)$/.exec(response.headers.get('content-range') ?? '') ?? [];
  return size === undefined ? null : Number(size);
}

/** What a 200 tells of the archive. */
export function metaOf(response: Response, { shown, sha256 }: Wish): PartMeta {
  return {
    address: shown,
    etag: response.headers.get('etag'),
    lastModified: response.headers.get('last-modified'),
    total: contentLength(response),
    sha256,
  };
}

function contentLength({ headers }: Response): number | null {
  const length = headers.get('content-length');
  return length === null || !/^\d+$/.test(length) ? null : Number(length);
}

function isSameVersion({ headers }: Response, meta: PartMeta, otherwise: boolean): boolean {
  for (const [now, before] of [
    [headers.get('etag'), meta.etag],
    [headers.get('last-modified'), meta.lastModified],
  ] as const) {
    if (now !== null && before !== null) return now === before;
  }
  return otherwise;
}

/** A weak ETag does not promise the same bytes (RFC 9110), so it is of no use here. */
function validator({ etag, lastModified }: PartMeta): string | null {
  return etag === null || etag.startsWith('W/') ? lastModified : etag;
}
