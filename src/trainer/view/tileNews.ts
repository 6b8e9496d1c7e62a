import { lookKey } from '../../shared/protocol';
import type { Look } from '../../shared/protocol';
import type { JobContext } from '../jobContext';

/** Tiles in one message. */
const mostTiles = 24;
/** A tile that is ready waits no longer than this for others. */
const longestWaitMs = 100;

/** Tells which tiles are there, several at a time. */
export class TileNews {
  private tiles: { photo: number; file: string }[] = [];
  private failed: number[] = [];
  private toldAt = performance.now();

  constructor(
    private readonly look: Look,
    private readonly context: JobContext,
  ) {}

  /** The tile of `photo` lies in `file`. */
  ready(photo: number, file: string): void {
    this.tiles.push({ photo, file });
    this.tellWhenDue();
  }

  /** There will be no tile of `photo`. */
  fail(photo: number): void {
    this.failed.push(photo);
    this.tellWhenDue();
  }

  /** Tells what was not told yet. */
  tell(): void {
    this.toldAt = performance.now();
    if (this.tiles.length + this.failed.length === 0) return;
    const { tiles, failed } = this;
    [this.tiles, this.failed] = [[], []];
    this.context.emit({ type: 'tiles', look: lookKey(this.look), tiles, failed });
  }

  private tellWhenDue(): void {
    const full = this.tiles.length + this.failed.length >= mostTiles;
    if (full || performance.now() - this.toldAt >= longestWaitMs) this.tell();
  }
}
