import { failure } from './failures';
import { isJobEnd, isTrainerEvent } from './protocol';
import type { Job, JobEnded, TrainerCommand, TrainerEvent } from './protocol';

// Node and browsers both have these; this room may name neither.
declare const setTimeout: (run: () => void, milliseconds: number) => unknown;
declare const clearTimeout: (timer: unknown) => void;

/** The little of Node's ChildProcess that a client needs: a fork of dist/trainer.js with an IPC channel. */
export interface TrainerChild {
  readonly connected: boolean;
  send(command: TrainerCommand, sent: (error: Error | null) => void): unknown;
  kill(signal: 'SIGKILL'): unknown;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'close', listener: (code: number | null, signal: string | null) => void): unknown;
}

/** How long a trainer may take to save and leave after it was asked to stop, in milliseconds. */
export const stopDeadline = 10_000;

interface CurrentJob {
  onEvent: (event: TrainerEvent) => void;
  settle: (end: JobEnded) => void;
  ended: Promise<JobEnded>;
}

/**
 * A trainer process as a value: jobs go in one at a time, events come out, and `closed` tells when it is gone. Every
 * promise settles, also when the child is killed: a job then ends with an `error` event of code `crashed`.
 */
export class TrainerClient {
  /** Resolves when the process and its channels are gone. */
  readonly closed: Promise<void>;
  private current: CurrentJob | null = null;
  private gone = false;
  private deadline: unknown = null;
  private stopping = false;

  constructor(private readonly child: TrainerChild) {
    this.closed = new Promise((resolve) => {
      child.on('close', (code, signal) => {
        this.gone = true;
        clearTimeout(this.deadline);
        this.crash(signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`);
        resolve();
      });
    });
    child.on('error', (error) => this.crash(error.message));
    child.on('message', (message) => {
      if (isTrainerEvent(message)) this.receive(message);
    });
  }

  /** True while a job runs. */
  get busy(): boolean {
    return this.current !== null;
  }

  /** True until the process has ended. */
  get alive(): boolean {
    return !this.gone;
  }

  /**
   * Runs one job; resolves with its last event, which `onEvent` has seen too. Never rejects.
   * @throws Error when a job is running already.
   */
  run(job: Job, onEvent: (event: TrainerEvent) => void): Promise<JobEnded> {
    if (this.current !== null) throw new Error('The trainer is busy with another job.');
    const { promise: ended, resolve: settle } = settleable<JobEnded>();
    this.current = { onEvent, settle, ended };
    if (this.gone) this.crash('it had already ended');
    else this.send({ type: 'job', job });
    return ended;
  }

  /** Asks the job to save and stop; after `stopDeadline` the process is killed. The promise of `run` tells the end. */
  stop(deadline = stopDeadline): void {
    if (this.gone || this.current === null) return;
    this.stopping = true;
    this.send({ type: 'stop' });
    clearTimeout(this.deadline);
    this.deadline = setTimeout(() => this.child.kill('SIGKILL'), deadline);
  }

  /** Ends the process, giving a running job the time to save. Resolves when it is gone. */
  async dispose(): Promise<void> {
    if (this.gone) return;
    const job = this.current;
    this.stop();
    if (job !== null) await job.ended;
    this.child.kill('SIGKILL');
    await this.closed;
  }

  private send(command: TrainerCommand): void {
    this.child.send(command, (error) => {
      if (error !== null) this.crash(error.message);
    });
  }

  private receive(event: TrainerEvent): void {
    const job = this.current;
    if (job === null) return;
    if (!isJobEnd(event)) {
      job.onEvent(event);
      return;
    }
    this.finish(job, event);
  }

  private crash(detail: string): void {
    if (this.current === null) return;
    const at = Date.now();
    const end: JobEnded = this.stopping
      ? { type: 'stopped', at }
      : { type: 'error', at, failure: failure('crashed', { detail }) };
    this.finish(this.current, end);
  }

  private finish(job: CurrentJob, end: JobEnded): void {
    clearTimeout(this.deadline);
    this.stopping = false;
    this.current = null;
    job.onEvent(end);
    job.settle(end);
  }
}

function settleable<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
