import { type DatasetMessage, type Look, lookKey } from '../shared/protocol';

/** The tiles of one look that came so far, by a photo's place in the manifest. */
export interface Tiles {
  uris: ReadonlyMap<number, string>;
  failed: ReadonlySet<number>;
}

/** Before any tile came. */
export const noTiles: Tiles = { uris: new Map(), failed: new Set() };

interface Shelf {
  asked: Set<number>;
  uris: Map<number, string>;
  failed: Set<number>;
}

/** Keeps tiles and what was asked for, so that none is asked for twice: those of the photos, and of one look of the network at a time. */
export class TileShelf {
  private readonly shelves = new Map<string, Shelf>();

  /** Those of `photos` that nobody asked for yet in this look; they count as asked for from now on. */
  ask(look: Look, photos: Iterable<number>): number[] {
    const key = lookKey(look);
    if (look.kind === 'network') this.forgetNetwork(key);
    const shelf = this.shelves.get(key) ?? { asked: new Set(), uris: new Map(), failed: new Set() };
    this.shelves.set(key, shelf);
    const fresh = [...new Set(photos)].filter((photo) => !shelf.asked.has(photo));
    for (const photo of fresh) shelf.asked.add(photo);
    return fresh;
  }

  /** False for tiles of a look that is shown no more. */
  put({ look, tiles, failed }: Extract<DatasetMessage, { type: 'tiles' }>): boolean {
    const shelf = this.shelves.get(look);
    if (shelf === undefined) return false;
    for (const { photo, uri } of tiles) {
      shelf.uris.set(photo, uri);
      shelf.failed.delete(photo);
    }
    for (const photo of failed) shelf.failed.add(photo);
    return true;
  }

  /** A new object each time, so that elements see that something came. */
  of(look: Look): Tiles {
    const shelf = this.shelves.get(lookKey(look));
    return shelf === undefined ? noTiles : { uris: shelf.uris, failed: shelf.failed };
  }

  /** For photos that are other photos now. */
  clear(): void {
    this.shelves.clear();
  }

  private forgetNetwork(but: string): void {
    for (const key of this.shelves.keys()) {
      if (key !== but && key !== lookKey({ kind: 'photo' })) this.shelves.delete(key);
    }
  }
}
