import { writeSync } from 'node:fs';
import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { writeWhole } from '../writeWhole';
import { makeFolder, partialName, removePartial, removeStalePartials } from './partial';

/** Version of the packed pixels: raised when decoding changes, so that old ones are made again. */
export const pixelVersion = 1;

/** `pixels-<S>.json`: what the pixels beside it were made from. */
export interface PixelIndex {
  version: number;
  imageSize: number;
  count: number;
  fingerprint: string;
}

/** Where packed pixels of one size lie. */
export function pixelPaths(folder: string, imageSize: number): { pixels: string; index: string } {
  const base = path.join(folder, `pixels-${imageSize}`);
  return { pixels: `${base}.u8`, index: `${base}.json` };
}

/** Packed pixels while they are being made. */
export interface PixelPack {
  /**
   * Writes [imageSize, imageSize, 3] as picture number `slot`; slots may come in any order. At once: a few tens of kilobytes
   * into the disk's cache take less than the trip to a thread and back.
   */
  write(slot: number, pixels: Uint8Array): void;
  /** Keeps the given slots (ascending) as pictures 0, 1, ..., closes the file and gives it its final name. */
  finish(slots: readonly number[], fingerprint: string): Promise<void>;
  /** Leaves nothing behind, neither the partial file nor, after `finish`, the final one. */
  discard(): Promise<void>;
}

/**
 * Starts a file of packed pixels in `folder`, which is made when it is missing. Under its final name it is whole.
 * @throws what the file system says
 */
export async function createPixelPack(folder: string, imageSize: number): Promise<PixelPack> {
  const target = pixelPaths(folder, imageSize);
  const unmakeFolder = await makeFolder(folder);
  await removeStalePartials(target.pixels);
  const partial = partialName(target.pixels);
  const handle = await open(partial, 'wx+');
  const bytes = imageSize * imageSize * 3;
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await handle.close();
  };
  return {
    write: (slot, pixels) => writeFully(handle.fd, pixels, slot * bytes),
    async finish(slots, fingerprint) {
      await compact(handle, slots, bytes);
      await handle.sync();
      await close();
      // The old index goes first: never does an index stand beside pixels that it does not describe.
      await rm(target.index, { force: true });
      await rename(partial, target.pixels);
      const index: PixelIndex = { version: pixelVersion, imageSize, count: slots.length, fingerprint };
      await writeWhole(target.index, `${JSON.stringify(index)}\n`);
    },
    async discard() {
      await close();
      const finished = await stat(partial).then(
        () => false,
        () => true,
      );
      await removePartial(partial);
      if (finished) await Promise.all([target.index, target.pixels].map((file) => rm(file, { force: true })));
      await unmakeFolder();
    },
  };
}

/** Moves the slots that are kept to the front and cuts off the rest. */
async function compact(handle: FileHandle, slots: readonly number[], bytes: number): Promise<void> {
  const picture = Buffer.alloc(bytes);
  for (const [place, slot] of slots.entries()) {
    if (place === slot) continue;
    await handle.read(picture, 0, bytes, slot * bytes);
    writeFully(handle.fd, picture, place * bytes);
  }
  await handle.truncate(slots.length * bytes);
}

/** A single write may stop short, for example where the disk is nearly full; the next one then says why. */
function writeFully(descriptor: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length;) {
    done += writeSync(descriptor, bytes, done, bytes.length - done, position + done);
  }
}
