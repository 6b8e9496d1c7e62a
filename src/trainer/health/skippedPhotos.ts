import { access } from 'node:fs/promises';
import path from 'node:path';
import type { Manifest } from '../../shared/manifest';
import { emptyDetail } from '../data/decodePhoto';
import { leadsOut } from '../data/entryName';
import type { CheckedPhoto } from './healthOf';

/** What prepare left out because it could not be read: empty files and others. The original is shown where it still lies. */
export async function skippedPhotos(
  manifest: Manifest,
): Promise<{ unreadable: CheckedPhoto[]; empty: CheckedPhoto[] }> {
  const unreadable: CheckedPhoto[] = [];
  const empty: CheckedPhoto[] = [];
  for (const { path: name, reason } of manifest.skipped) {
    const [, code, detail = ''] = /^(photo-[a-z-]+)(?:: (.*))?$/s.exec(reason) ?? [];
    if (code === undefined) continue;
    // Sound photos, too, can be too large or out of reach: only what is broken may be offered for the trash.
    const isBroken = code === 'photo-unreadable' && !/^E[A-Z]+$/.test(detail);
    const file = isBroken ? await originalOf(manifest, name) : null;
    const photo = { path: name, file, class: null, part: null };
    if (detail === emptyDetail) empty.push({ ...photo, detail: '' });
    else unreadable.push({ ...photo, detail });
  }
  return { unreadable, empty };
}

async function originalOf({ origin, source }: Manifest, name: string): Promise<string | null> {
  if (origin?.way !== 'folder' || leadsOut(name)) return null;
  const file = path.join(source, name);
  return access(file).then(
    () => file,
    () => null,
  );
}
