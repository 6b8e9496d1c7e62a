/** The child process: takes jobs over fork IPC, one at a time, and answers with events. */
import type { Job, TrainerCommand, TrainerEvent } from '../shared/protocol';
import { Stop } from './jobEnd';
import { describe, log } from './log';
import { runJob } from './runJob';

let current: AbortController | null = null;
let last: Promise<void> = Promise.resolve();

process.on('message', (command: TrainerCommand) => {
  switch (command.type) {
    case 'job':
      last = last.then(() => start(command.job));
      break;
    case 'stop':
      current?.abort(new Stop());
  }
});

// The front is gone (a closed window, a kill), or the machine goes down: what was learned is saved, then there is nothing
// left to stay for.
process.on('disconnect', leave);
process.on('SIGTERM', leave);
process.on('SIGHUP', leave);

// Ctrl-C reaches every process of the terminal; the front decides what it means.
process.on('SIGINT', () => undefined);

process.on('uncaughtException', (error) => {
  log(describe(error));
  process.exit(1);
});

function leave(): void {
  current?.abort(new Stop());
  void last.then(() => process.exit(0));
}

async function start(job: Job): Promise<void> {
  current = new AbortController();
  await runJob(job, { emit, signal: current.signal });
  current = null;
}

function emit(event: TrainerEvent): void {
  // A front that has just gone is no error here: the disconnect that follows says what to do.
  if (process.connected) process.send?.(event, undefined, undefined, () => undefined);
}
