import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { LogOutputChannel } from 'vscode';
import { TrainerClient } from '../shared/trainerClient';
import { trainerEnvironment } from '../shared/trainerEnvironment';

/** Starts `script` (dist/trainer.js) as a process of its own. What it prints goes to `log`; events come over IPC. */
export function forkTrainer(script: string, log: LogOutputChannel): TrainerClient {
  const child = fork(script, [], {
    env: trainerEnvironment(process.env, {
      electron: process.versions['electron'] !== undefined,
      cores: availableParallelism(),
    }),
    // The host's own flags (an inspector's port, memory limits) are not the trainer's.
    execArgv: [],
    serialization: 'json',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const name = `trainer ${child.pid ?? '?'}`;
  logLines(child.stdout, (line) => log.info(`[${name}] ${line}`));
  // TensorFlow writes to stderr when all is well, so a line there is no warning yet.
  logLines(child.stderr, (line) => log.info(`[${name}] ${line}`));
  child.once('close', (code, signal) =>
    log.info(`[${name}] ended (${signal ?? `exit code ${code ?? '?'}`})`),
  );
  return new TrainerClient(child);
}

function logLines(stream: Readable | null, write: (line: string) => void): void {
  if (stream !== null) createInterface({ input: stream }).on('line', write);
}
