import path from 'node:path';
import { photoExtensions } from '../../shared/names';

/** Folders that operating systems and tools leave among photos. */
const clutter = new Set(['__MACOSX', 'node_modules', '$RECYCLE.BIN', 'System Volume Information']);

/** The parts of a relative name, from an archive or a listing, whichever slash it was written with. */
export function partsOf(name: string): string[] {
  return name.split(/[\\/]/).filter((part) => part !== '' && part !== '.');
}

/** True for a name that, taken as relative to a folder, could lead out of it. */
export function leadsOut(name: string): boolean {
  return /^[\\/]|^[A-Za-z]:/.test(name) || partsOf(name).includes('..');
}

/** True for a file that is called like a photo and lies neither hidden nor among clutter. */
export function isPhotoName(name: string): boolean {
  const parts = partsOf(name);
  const extension = path.extname(parts.at(-1) ?? '').toLowerCase();
  return photoExtensions.some((known) => known === extension) && !parts.some(isClutter);
}

/** True for a file or folder that is never part of a dataset. */
export function isClutter(part: string): boolean {
  return part.startsWith('.') || clutter.has(part);
}

/** A text as a file or folder can be called on every operating system. */
export function portableName(text: string): string {
  const allowed = text
    .normalize('NFC')
    .replace(/[<>:"|?*\\/\p{Cc}]/gu, '_')
    .replace(/[. ]+$/, '');
  return hasReservedName(allowed) || allowed === '' ? `_${allowed}` : allowed;
}

/** True for what is a device on Windows, whatever its ending. */
export function hasReservedName(part: string): boolean {
  return /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d\u00b9\u00b2\u00b3]) *(\.|$)/i.test(part);
}
