import type { Ledger } from './ledger';
import { withoutCredentials } from './request';
import { isAddress } from './sources';
import type { ArchiveSource } from './sources';

/** An archive in one place; what it must be, where that is known. */
export interface Wish extends ArchiveSource {
  /** The address as it may be shown and kept: without a password. */
  shown: string;
  /** Where its size and hash are known from, in words that fit behind a size: "as published". */
  basis: string;
}

/** What `source` must give: what is published of it, or else what it gave the first time. A file on this computer is the person's to change. */
export function wishFor(source: ArchiveSource, ledger: Ledger): Wish {
  const { address } = source;
  const onWeb = isAddress(address);
  const shown = onWeb && URL.canParse(address) ? withoutCredentials(new URL(address)).href : address;
  const known = onWeb && source.sha256 === null ? ledger.find(shown) : null;
  if (known === null) return { ...source, shown, basis: 'as published' };
  const { bytes, sha256 } = known;
  return { address, shown, bytes, sha256, basis: 'as in the first download (see known.json)' };
}
