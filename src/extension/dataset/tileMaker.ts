import type { Disposable } from 'vscode';
import type { Failure, FailureCode } from '../../shared/failures';
import { lookKey } from '../../shared/protocol';
import type { TrainerEvent, ViewJob } from '../../shared/protocol';
import type { TrainerClient } from '../../shared/trainerClient';

/** Tiles that were asked for, of one dataset and one look. */
export type TileRequest = Omit<ViewJob, 'type'>;
/** What became of some of them. */
export type TileAnswer = Pick<Extract<TrainerEvent, { type: 'tiles' }>, 'look' | 'tiles' | 'failed'>;

/** Photos in one job: few enough that what is asked next need not wait long. */
const batch = 48;
/** An unused process leaves after this long, in milliseconds. */
const idleTime = 60_000;

/**
 * Makes tiles in a process that stays warm for a while. What was asked for last comes first: that is where the person looks. Each
 * photo that was asked for is answered, unless `forget` came before.
 */
export class TileMaker implements Disposable {
  private client: TrainerClient | null = null;
  private waiting: TileRequest[] = [];
  private working = false;
  private idle: NodeJS.Timeout | undefined;
  private gone = false;
  /** What was told of last, so that many batches that fail alike are one message. */
  private told: FailureCode | null = null;

  constructor(
    private readonly fork: () => TrainerClient,
    private readonly answer: (request: TileRequest, answer: TileAnswer) => void,
    private readonly tell: (failure: Failure) => void,
  ) {}

  /** Asks for tiles; they come through `answer`. */
  request(request: TileRequest): void {
    if (this.gone || request.photos.length === 0) return;
    this.waiting.push(request);
    if (!this.working) void this.work();
  }

  /** Drops what was not begun yet. */
  forget(): void {
    this.waiting = [];
  }

  dispose(): void {
    this.gone = true;
    this.forget();
    void this.leave();
  }

  private async work(): Promise<void> {
    this.working = true;
    clearTimeout(this.idle);
    for (let request = this.next(); request !== null; request = this.next()) await this.make(request);
    this.working = false;
    if (!this.gone) this.idle = setTimeout(() => void this.leave(), idleTime);
  }

  /** A part of the newest request. */
  private next(): TileRequest | null {
    const request = this.waiting.pop();
    if (request === undefined) return null;
    const rest = request.photos.slice(batch);
    if (rest.length > 0) this.waiting.push({ ...request, photos: rest });
    return { ...request, photos: request.photos.slice(0, batch) };
  }

  private async make(request: TileRequest): Promise<void> {
    if (this.client?.alive !== true) this.client = this.fork();
    const open = new Set(request.photos);
    const end = await this.client.run({ type: 'view', ...request }, (event) => {
      if (event.type !== 'tiles') return;
      for (const { photo } of event.tiles) open.delete(photo);
      for (const photo of event.failed) open.delete(photo);
      this.answer(request, event);
    });
    if (end.type === 'error' && end.failure.code !== this.told && !this.gone) this.tell(end.failure);
    this.told = end.type === 'error' ? end.failure.code : null;
    // A job that failed as a whole, or whose process died, leaves photos without an answer.
    if (open.size > 0) this.answer(request, { look: lookKey(request.look), tiles: [], failed: [...open] });
  }

  private async leave(): Promise<void> {
    clearTimeout(this.idle);
    const { client } = this;
    this.client = null;
    await client?.dispose();
  }
}
