import assert from 'node:assert/strict';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Dataset } from '../../src/extension/dataset/readDataset';
import { datasetItem } from '../../src/extension/trees/datasetItem';
import type { DatasetNode } from '../../src/extension/trees/datasetNode';
import { petCv, petFolder, smallPhotos } from './petCv';

/** Classes of the folders that `ownFolder` makes, and good photos in each. */
export const ownClasses = 3;
export const ownPhotos = 6;

/** A person's folder outside the Pet CV folder: good photos, each in the folder of its class, one of them twice, and two broken files. */
export async function ownFolder(name: string): Promise<{ folder: string; broken: string[] }> {
  const folder = path.join(path.dirname(petFolder()), name);
  const classes = new Map<string, string[]>();
  for (const photo of await smallPhotos()) {
    const breed = path.basename(path.dirname(photo));
    classes.set(breed, [...(classes.get(breed) ?? []), photo]);
  }
  for (const [breed, photos] of [...classes].slice(0, ownClasses)) {
    await mkdir(path.join(folder, breed), { recursive: true });
    for (const photo of photos.slice(0, ownPhotos)) {
      await copyFile(photo, path.join(folder, breed, path.basename(photo)));
    }
  }
  const [first = '', second = ''] = [...classes.keys()];
  const [photo = ''] = classes.get(second) ?? [];
  await copyFile(photo, path.join(folder, second, `copy-${path.basename(photo)}`));
  const broken = [path.join(folder, first, 'broken.jpg'), path.join(folder, first, 'empty.jpg')];
  await writeFile(path.join(folder, first, 'broken.jpg'), 'not a photo at all');
  await writeFile(path.join(folder, first, 'empty.jpg'), '');
  return { folder, broken };
}

/** The dataset of that name, as the extension sees it. */
export async function datasetNamed(name: string): Promise<Dataset> {
  const dataset = await (await petCv()).datasets.find(name);
  assert.ok(dataset !== null, name);
  return dataset;
}

/** The line of the tree "Datasets" with that dataset's title. */
export async function datasetLine(name: string): Promise<DatasetNode> {
  const { datasetTree } = await petCv();
  const line = (await datasetTree.getChildren()).find(({ dataset }) => dataset.name === name);
  assert.ok(line !== undefined, name);
  return line;
}

/** Label and description of each line below `node`. */
export async function linesBelow(node: DatasetNode): Promise<[string, string][]> {
  const { datasetTree } = await petCv();
  return (await datasetTree.getChildren(node)).map((child) => {
    const { label, description } = datasetItem(child);
    return [typeof label === 'string' ? label : '', typeof description === 'string' ? description : ''];
  });
}

/** Runs `work` with a home folder of its own, so that what it puts into the trash does not pile up in the person's. */
export async function withOwnTrash<T>(work: () => Thenable<T>): Promise<T> {
  const home = process.env['HOME'];
  process.env['HOME'] = path.join(path.dirname(petFolder()), '.home');
  await mkdir(process.env['HOME'], { recursive: true });
  try {
    return await work();
  } finally {
    if (home === undefined) delete process.env['HOME'];
    else process.env['HOME'] = home;
  }
}
