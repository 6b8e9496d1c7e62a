import type { Failure } from '../shared/failures';
import type { Fix } from '../shared/health';
import type { Job, JobEnded, TrainerEvent } from '../shared/protocol';
import { newRun, reduce } from '../shared/run';
import type { Run } from '../shared/run';
import { exitCodes } from './exitCodes';
import type { ExitCode } from './exitCodes';
import { HumanVoice } from './humanVoice';
import { JsonVoice } from './jsonVoice';
import { startTrainer } from './trainerProcess';
import type { TrainerProcess } from './trainerProcess';
import { failureLine } from './voice';
import type { Voice } from './voice';

/** Options that every command has. */
export interface CommonOptions {
  json?: boolean;
  verbose?: boolean;
}

/** What became of a job. */
export interface Outcome {
  exitCode: ExitCode;
  run: Run;
  engine: Extract<TrainerEvent, { type: 'engine' }> | null;
  prepared: Extract<TrainerEvent, { type: 'prepared' }> | null;
  health: Extract<TrainerEvent, { type: 'health' }> | null;
  fixes: Fix[];
  /** Something was downloaded, if only a part. */
  downloading: boolean;
  classified: Extract<TrainerEvent, { type: 'classified' }>[];
  /** Photos that could not be read. */
  failed: number;
}

interface JobOptions {
  /** What is known of the run from before. */
  from?: Run;
  /** Changes an event before it is shown; null keeps it back. */
  relay?: (event: TrainerEvent) => TrainerEvent | null;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** npm and the terminal both deliver one Ctrl-C: what comes within this time, in milliseconds, is the same one. */
const oneKeystroke = 500;

/** Runs a command with a trainer at hand; everything is closed and put back whatever becomes of it. */
export async function withSession(
  options: CommonOptions,
  command: (session: Session) => Promise<ExitCode>,
): Promise<ExitCode> {
  const voice =
    options.json === true
      ? new JsonVoice(process.stdout, process.stderr)
      : new HumanVoice(process.stdout, process.stderr);
  const session = new Session(voice, options.verbose === true);
  const interrupt = () => session.interrupt();
  for (const signal of signals) process.on(signal, interrupt);
  // Whoever read the output has gone (`petcv ... | head`): like SIGPIPE, but the training is saved first.
  const hungUp = () => session.stop();
  process.stdout.on('error', hungUp);
  process.stderr.on('error', ignore);
  try {
    return await command(session);
  } finally {
    await session.close();
    for (const signal of signals) process.off(signal, interrupt);
  }
}

/** A closed standard error is nobody left to tell. */
function ignore(): void {
  // The error is on the stream that it would be told on.
}

/** A trainer child that runs a command's jobs one after the other, and stops them on request. */
export class Session {
  private trainer: TrainerProcess | null = null;
  private interruptedAt: number | null = null;
  private keepLog = false;

  constructor(
    readonly voice: Voice,
    private readonly verbose: boolean,
  ) {}

  /** Runs one job and tells of it. Never rejects. */
  async run(job: Job, { from = newRun(''), relay = (event) => event }: JobOptions = {}): Promise<Outcome> {
    const outcome: Outcome = {
      exitCode: exitCodes.interrupted,
      run: from,
      engine: null,
      prepared: null,
      health: null,
      fixes: [],
      downloading: false,
      classified: [],
      failed: 0,
    };
    if (this.interruptedAt !== null) return outcome;
    this.trainer ??= startTrainer(this.verbose);
    this.voice.begin(from);
    const end = await this.trainer.client.run(job, (event) => {
      note(outcome, event);
      const shown = relay(event);
      if (shown !== null) this.voice.event(shown);
    });
    outcome.exitCode = this.ended(end);
    return outcome;
  }

  /** Asks the job to save and stop; asked again, ends the trainer at once. */
  interrupt(): void {
    if (this.interruptedAt !== null && Date.now() - this.interruptedAt > oneKeystroke) this.trainer?.kill();
    this.stop();
  }

  /** Asks the job to save and stop. Asked again, it does nothing more: a closed output fails with every line. */
  stop(): void {
    if (this.interruptedAt !== null) return;
    this.interruptedAt = Date.now();
    this.voice.complain('petcv: stopping and saving; press Ctrl-C again to stop without saving.');
    this.trainer?.client.stop();
  }

  /** Ends the trainer. Resolves when it is gone. */
  async close(): Promise<void> {
    this.voice.close();
    if (this.trainer === null) return;
    await this.trainer.client.dispose();
    if (!this.keepLog) this.trainer.discardLog();
  }

  private ended(end: JobEnded): ExitCode {
    switch (end.type) {
      case 'done':
        return exitCodes.done;
      case 'stopped':
        return exitCodes.interrupted;
      case 'error':
        this.tell(end.failure);
        return exitCodes.failed;
    }
  }

  private tell(failure: Failure): void {
    this.voice.complain(failureLine(failure));
    const log = this.trainer?.log ?? null;
    if (log === null || (failure.code !== 'crashed' && failure.code !== 'internal')) return;
    this.keepLog = true;
    this.voice.complain(`petcv: log: ${log}`);
  }
}

function note(outcome: Outcome, event: TrainerEvent): void {
  outcome.run = reduce(outcome.run, event);
  if (event.type === 'engine') outcome.engine = event;
  if (event.type === 'prepared') outcome.prepared = event;
  if (event.type === 'health') outcome.health = event;
  if (event.type === 'fixed') outcome.fixes = event.fixes;
  if (event.type === 'progress' && event.stage === 'downloading' && event.done > 0)
    outcome.downloading = true;
  if (event.type === 'classified') outcome.classified.push(event);
  if (event.type === 'failed') outcome.failed += 1;
}
