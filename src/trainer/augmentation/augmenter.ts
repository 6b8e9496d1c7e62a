import { existsSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Augmentation } from '../../shared/config';
import type { MakeInputs } from '../training/batchReader';

/** What the pictures of a run are made with. */
export interface AugmenterSettings {
  strengths: Augmentation;
  /** The run's. */
  seed: number;
  /** Of the square pictures, pixels. */
  side: number;
}

/** The photos of one batch, for the worker. */
export interface AugmentRequest extends AugmenterSettings {
  /** `[indices.length, side, side, 3]`, 0..255. */
  pixels: Uint8Array<ArrayBuffer>;
  /** Into the manifest's files. */
  indices: Uint32Array;
  epoch: number;
}

interface Waiting {
  resolve: (inputs: Float32Array) => void;
  reject: (error: Error) => void;
}

/** Varies photos in a thread of its own. Whatever becomes of that thread, every promise settles. */
export class Augmenter {
  private readonly worker: Worker;
  /** The thread answers in order. */
  private readonly waiting: Waiting[] = [];
  private ended: Error | null = null;

  constructor(private readonly settings: AugmenterSettings) {
    this.worker = new Worker(workerFile());
    this.worker.on('message', (inputs: Float32Array) => this.waiting.shift()?.resolve(inputs));
    this.worker.on('messageerror', (error) => this.end(error));
    this.worker.on('error', (error) => this.end(error));
    this.worker.on('exit', (code) => this.end(new Error(`The thread that varies photos ended (${code}).`)));
  }

  /**
   * Makes inputs `[photos, side, side, 3]`, 0..1, of photos as this epoch has them. The pixels are handed to the thread and
   * gone here.
   * @throws Error when the thread ended: what it died of
   */
  inEpoch(epoch: number): MakeInputs {
    return (pixels, indices) =>
      new Promise((resolve, reject) => {
        if (this.ended !== null) {
          reject(this.ended);
          return;
        }
        this.waiting.push({ resolve, reject });
        const request: AugmentRequest = { ...this.settings, pixels, indices: indices.slice(), epoch };
        this.worker.postMessage(request, [pixels.buffer]);
      });
  }

  /** Ends the thread; what it had not yet done is refused. */
  async close(): Promise<void> {
    await this.worker.terminate();
  }

  /** The first reason stays: after an error comes the exit. */
  private end(reason: Error): void {
    this.ended ??= reason;
    for (const { reject } of this.waiting.splice(0)) reject(this.ended);
  }
}

/** The worker's bundle lies beside the trainer's; for the sources, which a test may load, in dist. */
function workerFile(): string {
  const beside = path.join(__dirname, 'augment.js');
  return existsSync(beside) ? beside : path.join(__dirname, '..', '..', '..', 'dist', 'augment.js');
}
