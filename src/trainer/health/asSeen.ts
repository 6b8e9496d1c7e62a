import type { FileEntry, Manifest } from '../../shared/manifest';
import type { Examined } from './healthOf';

/**
 * The manifest with what was seen of its photos: size, bytes and hash, which change when a person replaces a file, and the groups of
 * near-duplicates, numbered from 0. Whatever shares photos out later relies on them. A photo that could not be read has no
 * group.
 */
export function asSeen(manifest: Manifest, { readable }: Pick<Examined, 'readable'>): Manifest {
  const members = new Map<number, string[]>();
  for (const { group, path } of readable) members.set(group, [...(members.get(group) ?? []), path]);
  const numbers = new Map<string, number>();
  const groups = [...members.values()].filter(({ length }) => length > 1);
  for (const [number, paths] of groups.entries()) for (const path of paths) numbers.set(path, number);
  const seen = new Map(readable.map((photo) => [photo.path, photo]));
  const files = manifest.files.map((file): FileEntry => {
    const copy = { ...file };
    delete copy.group;
    const photo = seen.get(file.path);
    if (photo) {
      const { width, height, bytes, sha256 } = photo;
      Object.assign(copy, { width, height, bytes, sha256 });
    }
    const group = numbers.get(file.path);
    return group === undefined ? copy : { ...copy, group };
  });
  return { ...manifest, files, nearDuplicateGroups: new Set(numbers.values()).size };
}
