import { createHash } from 'node:crypto';
import type { Manifest } from '../../shared/manifest';

/** SHA-256, hex, over what decides a training: classes, photos and which side of the split each is on. */
export function datasetFingerprint({ classes, files }: Manifest): string {
  const content = files.map(({ path, label, part, sha256 }) => [path, label, part, sha256]);
  return createHash('sha256')
    .update(JSON.stringify([classes, content]))
    .digest('hex');
}
