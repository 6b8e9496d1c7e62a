import { stat } from 'node:fs/promises';
import type { CancellationToken, Disposable } from 'vscode';
import type { EngineChoice } from '../shared/config';
import type { JobEnded, TrainerEvent } from '../shared/protocol';
import type { TrainerClient } from '../shared/trainerClient';

/** What was found out about one photo. */
export type PhotoAnswer = Extract<TrainerEvent, { type: 'classified' | 'failed' }>;

export interface ClassifyRequest {
  /** Absolute path of a model.json. */
  model: string;
  /** Absolute paths. */
  photos: string[];
  engine: EngineChoice;
}

/** Guesses that are asked for, the likeliest first. */
const top = 5;

/**
 * Names the breed of photos in a process that stays warm with its model loaded, and leaves when it was idle for a while. Requests
 * are answered one after the other.
 */
export class Classifier implements Disposable {
  private client: TrainerClient | null = null;
  /** Engine, path and time of the model that the process has loaded. */
  private loaded = '';
  private idle: NodeJS.Timeout | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly fork: () => TrainerClient,
    private readonly idleMinutes: () => number,
  ) {}

  /** Calls `onAnswer` for each photo, in order, and resolves with the end of the job. Never rejects. */
  classify(
    request: ClassifyRequest,
    onAnswer: (answer: PhotoAnswer) => void,
    token?: CancellationToken,
  ): Promise<JobEnded> {
    const answered = this.turn.then(() => this.answer(request, onAnswer, token));
    // One that fails must not keep the next from its turn.
    this.turn = answered.catch(() => undefined);
    return answered;
  }

  dispose(): void {
    void this.leave();
  }

  private async answer(
    request: ClassifyRequest,
    onAnswer: (answer: PhotoAnswer) => void,
    token: CancellationToken | undefined,
  ): Promise<JobEnded> {
    clearTimeout(this.idle);
    const client = await this.clientFor(request);
    const cancelled = token?.onCancellationRequested(() => client.stop());
    const running = client.run({ type: 'classify', ...request, top }, (event) => {
      if (event.type === 'classified' || event.type === 'failed') onAnswer(event);
    });
    if (token?.isCancellationRequested === true) client.stop();
    const end = await running;
    cancelled?.dispose();
    this.idle = setTimeout(() => void this.leave(), this.idleMinutes() * 60_000);
    return end;
  }

  /** A model that was trained further under the same name is another model: it needs a process that never saw the old one. */
  private async clientFor({ model, engine }: ClassifyRequest): Promise<TrainerClient> {
    const changed = await stat(model).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
    const wanted = `${engine} ${changed} ${model}`;
    if (this.client?.alive === true && wanted === this.loaded) return this.client;
    await this.leave();
    this.loaded = wanted;
    this.client = this.fork();
    return this.client;
  }

  private async leave(): Promise<void> {
    clearTimeout(this.idle);
    const { client } = this;
    this.client = null;
    await client?.dispose();
  }
}
