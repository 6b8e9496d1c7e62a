import { createHash } from 'node:crypto';
import { mkdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Manifest } from '../../src/shared/manifest';
import type { GetJob } from '../../src/shared/protocol';
import { makeArchive, photo, tree, type ArchiveEntry } from './dataSupport';

/** A job that gets a dataset into `<root>/made/pets` from the folder `<root>/mirror`. */
export function getJob(root: string, changes: Partial<GetJob> = {}): GetJob {
  return {
    type: 'get',
    dataset: 'oxford-pets',
    from: 'auto',
    mirrors: [path.join(root, 'mirror')],
    annotations: true,
    downloads: path.join(root, 'downloads'),
    network: { proxy: '' },
    folder: path.join(root, 'made', 'pets'),
    cache: path.join(root, 'cache'),
    title: 'Pets',
    imageSize: 32,
    split: { kind: 'fraction', trainFraction: 0.8, seed: 1 },
    ...changes,
  };
}

/** Writes `<root>/mirror/<file>`. */
export async function makeMirror(
  root: string,
  file: string,
  entries: readonly ArchiveEntry[],
): Promise<string> {
  const mirror = path.join(root, 'mirror');
  await mkdir(mirror, { recursive: true });
  await makeArchive(path.join(mirror, file), entries);
  return path.join(mirror, file);
}

/** Photos `images/<name>.jpg` as Oxford packs them, all different. */
export async function oxfordPhotos(names: readonly string[]): Promise<{ name: string; bytes: Buffer }[]> {
  return Promise.all(
    names.map(async (name, n) => ({ name: `images/${name}.jpg`, bytes: await photo(n + 1) })),
  );
}

/** `<breed>_1`, `<breed>_2`, ... */
export function numbered(breed: string, count: number): string[] {
  return Array.from({ length: count }, (_, n) => `${breed}_${n + 1}`);
}

/** A list of Oxford's annotations. */
export function listOf(file: string, names: readonly string[]): ArchiveEntry {
  const lines = names.map((name) => `${name} 1 ${/^[A-Z]/.test(name) ? 1 : 2} 1\n`);
  return { name: `annotations/${file}`, bytes: Buffer.from(lines.join('')) };
}

/** A box with corners that count from 1, in a photo of this size. */
export interface XmlBox {
  size: [number, number];
  corners: [number, number, number, number];
  species?: string;
}

/** Oxford's annotation of a head. */
export function headXml({ size, corners, species = 'cat' }: XmlBox): string {
  const [xmin, ymin, xmax, ymax] = corners;
  return (
    `<annotation><folder>OXIIIT</folder><filename>x.jpg</filename>` +
    `<size><width>${size[0]}</width><height>${size[1]}</height><depth>3</depth></size><segmented>0</segmented>` +
    `<object><name>${species}</name><bndbox><xmin>${xmin}</xmin><ymin>${ymin}</ymin>` +
    `<xmax>${xmax}</xmax><ymax>${ymax}</ymax></bndbox></object></annotation>`
  );
}

/** The same as an entry of annotations.tar.gz. */
export function xmlEntry(name: string, xml: string): ArchiveEntry {
  return { name: `annotations/xmls/${name}.xml`, bytes: Buffer.from(xml) };
}

/** Every file below `folder` with its hash, but of the manifest, which tells the time, the content without it. */
export async function contents(folder: string): Promise<string[]> {
  const names = await tree(folder);
  return Promise.all(
    names.map(async (name) => {
      const file = path.join(folder, name);
      if ((await stat(file)).isDirectory()) return `${name}/`;
      const bytes = await readFile(file);
      const timeless = name.endsWith('.json') ? withoutTimes(bytes.toString()) : bytes;
      return `${name} ${createHash('sha256').update(timeless).digest('hex')}`;
    }),
  );
}

/** What a manifest or health report says, but for when, and from which address. */
function withoutTimes(json: string): string {
  return json.replaceAll(/"(created|checked)": *"[^"]*"/g, '').replaceAll(/"(from|file)": *"[^"]*"/g, '');
}

/** `[part, why unused]` of each photo, by its file name without ending. */
export function sidesOf(manifest: Manifest): Map<string, string> {
  return new Map(
    manifest.files.map(({ path: file, part, unused }) => [
      path.parse(file).name,
      unused === undefined ? part : `${part}: ${unused}`,
    ]),
  );
}
