import type { JobEnded, ResumeJob, TrainJob } from '../shared/protocol';
import { isActive } from '../shared/run';
import type { Run } from '../shared/run';
import type { TrainerClient } from '../shared/trainerClient';
import type { RunStore } from './runStore';

/** How long a trainer may save when the editor closes, in milliseconds: the editor itself waits five seconds. */
const closingDeadline = 3500;

/** A training to start: the job, and the run that it goes on with. */
export interface TrainingRequest {
  id: string;
  job: TrainJob | ResumeJob;
  /** What is known of the run that is resumed; null for a new one. */
  earlier: Run | null;
}

/** The one training of this window. Its process ends with it, and so gives all its memory back. */
export class Training {
  private client: TrainerClient | null = null;
  private ended: Promise<Run | null> = Promise.resolve(null);

  /** @param onEnd Called once for each training, when its process is gone. */
  constructor(
    private readonly fork: () => TrainerClient,
    private readonly runs: RunStore,
    private readonly onEnd: (run: Run) => void,
  ) {}

  /** True while a trainer process works or leaves. */
  get active(): boolean {
    return this.client !== null;
  }

  /** Resolves with the run when the current training (or the last one) has ended and its process is gone. Never rejects. */
  get finished(): Promise<Run | null> {
    return this.ended;
  }

  /** Starts; false when a training is active already. */
  start(request: TrainingRequest): boolean {
    if (this.active) return false;
    const client = this.fork();
    this.client = client;
    this.runs.begin(request.id, request.job.run, request.earlier);
    this.ended = this.follow(client, request);
    return true;
  }

  /** Asks the trainer to save and stop; it is killed when it does not. Resolves when it is gone. */
  async stop(deadline?: number): Promise<Run | null> {
    if (this.client?.busy === true) {
      this.runs.stopping();
      this.client.stop(deadline);
    }
    return this.ended;
  }

  /** For the end of the editor: like stop, within the time that the editor grants. */
  async close(): Promise<void> {
    await this.stop(closingDeadline);
  }

  private async follow(client: TrainerClient, { id, job }: TrainingRequest): Promise<Run | null> {
    const end = await client.run(job, (event) => this.runs.apply(event));
    await client.dispose();
    // Only a trainer that could not say itself how it ended: what it refused (a run that is busy, say) is no end of the run.
    if (diedSilently(end)) await this.runs.close(end).catch(() => undefined);
    this.client = null;
    const run = await this.runs.find(id);
    if (run !== null && !isActive(run.status)) this.onEnd(run);
    return run;
  }
}

function diedSilently(end: JobEnded): boolean {
  return end.type === 'stopped' || (end.type === 'error' && end.failure.code === 'crashed');
}
