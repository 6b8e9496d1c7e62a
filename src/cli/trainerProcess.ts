import { fork } from 'node:child_process';
import type { StdioOptions } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { TrainerClient } from '../shared/trainerClient';
import { trainerEnvironment } from '../shared/trainerEnvironment';

/** The trainer child with its log. */
export interface TrainerProcess {
  client: TrainerClient;
  /** Ends it at once, without saving. */
  kill(): void;
  /** Where its standard output and error went; null when they are shown or could not be kept. */
  log: string | null;
  /** Deletes the log; it is of use only after a crash. */
  discardLog(): void;
}

/** Starts the trainer beside this bundle. `verbose`: its log goes to standard error instead of a file. */
export function startTrainer(verbose: boolean): TrainerProcess {
  const log = verbose ? null : openLog();
  const child = fork(join(__dirname, 'trainer.js'), [], {
    env: trainerEnvironment(process.env, { electron: false, cores: availableParallelism() }),
    execArgv: [],
    stdio: stdioFor(verbose, log),
  });
  // The child has its own handle.
  if (log !== null) closeSync(log.handle);
  return {
    client: new TrainerClient(child),
    kill: () => child.kill('SIGKILL'),
    log: log?.path ?? null,
    discardLog: () => {
      if (log !== null) rmSync(dirname(log.path), { recursive: true, force: true });
    },
  };
}

function stdioFor(verbose: boolean, log: { handle: number } | null): StdioOptions {
  const sink = verbose ? 2 : (log?.handle ?? 'ignore');
  return ['ignore', sink, sink, 'ipc'];
}

/** A trainer without a log still trains: a full or read-only temporary folder is no reason to refuse. */
function openLog(): { path: string; handle: number } | null {
  try {
    const path = join(mkdtempSync(join(tmpdir(), 'petcv-')), 'trainer.log');
    return { path, handle: openSync(path, 'w') };
  } catch {
    return null;
  }
}
