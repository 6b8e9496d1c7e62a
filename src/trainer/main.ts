/** The child process: takes jobs over fork IPC, one at a time, and answers with events. */
import type { Job, TrainerCommand, TrainerEvent } from '../shared/protocol';
import { Stop } from './jobEnd';
import { describe, log } from './log';
import { runJob } from './runJob';

/** Of the job that was accepted last: a stop may arrive before the job has begun. */
let current = new AbortController();
let last: Promise<void> = Promise.resolve();

process.on('message', (command: TrainerCommand) => {
  switch (command.type) {
    case 'job':
      accept(command.job);
      break;
    case 'stop':
      current.abort(new Stop());
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
  current.abort(new Stop());
  void last.then(() => process.exit(0));
}

function accept(job: Job): void {
  const controller = new AbortController();
  current = controller;
  last = last.then(() => runJob(job, { emit, signal: controller.signal }));
}

function emit(event: TrainerEvent): void {
  // A front that has just gone is no error here: the disconnect that follows says what to do.
  if (process.connected) process.send?.(event, undefined, undefined, () => undefined);
}
