import { availableParallelism } from 'node:os';
import { pMapIterable } from 'p-map';
import sharp from 'sharp';
import { streamOf } from '../random';
import { drawnBreeds } from './breeds';
import { drawPet } from './drawPet';
import type { DrawnBreed } from './traits';

/** What to draw. */
export interface DrawnPetsOptions {
  /** Photos of each breed. */
  readonly perBreed: number;
  /** The same seed gives the same photos. */
  readonly seed: number;
  /** Width and height in pixels, 256 unless given. */
  readonly size?: number;
  /** Stops between two photos: the iteration then throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/** One drawn pet, rendered. */
export interface DrawnPetPhoto {
  readonly breed: string;
  /** File name: `<breed>_<n>.jpg`, n from 1. */
  readonly name: string;
  readonly jpeg: Buffer;
}

/**
 * Draws `perBreed` photos of each breed, several at once, and yields them one by one. The breeds take turns, so that a
 * run that was stopped has as many of each, give or take one.
 * @throws the signal's reason when it is aborted
 */
export async function* drawnPets(options: DrawnPetsOptions): AsyncGenerator<DrawnPetPhoto, void, undefined> {
  const { signal, size = 256 } = options;
  const photos = pMapIterable(commissions(options), (commission) => render(commission, size), {
    concurrency: availableParallelism(),
  });
  signal?.throwIfAborted();
  for await (const photo of photos) {
    yield photo;
    signal?.throwIfAborted();
  }
}

interface Commission {
  readonly breed: DrawnBreed;
  readonly n: number;
  readonly seed: number;
}

function* commissions({ perBreed, seed }: DrawnPetsOptions): Generator<Commission> {
  for (let n = 1; n <= perBreed; n++) {
    // Hashed, so that neighbouring seeds do not share all photos but one.
    for (const breed of drawnBreeds) yield { breed, n, seed: streamOf(`${seed}/${n}`) };
  }
}

async function render({ breed, n, seed }: Commission, size: number): Promise<DrawnPetPhoto> {
  const svg = Buffer.from(drawPet(breed, seed));
  const jpeg = await sharp(svg, { density: (72 * size) / 256 })
    .resize(size, size)
    .removeAlpha()
    .jpeg({ quality: 88 })
    .toBuffer();
  return { breed: breed.name, name: `${breed.name}_${n}.jpg`, jpeg };
}
