import { closeSync, existsSync, openSync, readFileSync, rmSync, truncateSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { eventLine, replay } from '../../shared/eventLog';
import { HumanError } from '../../shared/failures';
import { layout } from '../../shared/layout';
import type { TrainerEvent } from '../../shared/protocol';
import { runFileSchema } from '../../shared/runFile';
import type { RunFile } from '../../shared/runFile';
import { makeFolder } from '../data/partial';
import { ioFailure } from '../ioFailure';
import { describe, log } from '../log';
import { writeWhole } from '../writeWhole';

/** The folder of one run while a trainer works on it: one process at a time, every event on disk. */
export class RunFolder {
  /** The last line is not whole: the next one must not stick to it. */
  private torn = false;

  private constructor(
    readonly folder: string,
    private readonly events: number,
  ) {}

  /**
   * A new run.
   * @throws HumanError `run-exists`, `read-only`, `disk-full`
   */
  static async create(folder: string, file: RunFile): Promise<RunFolder> {
    if (existsSync(path.join(folder, layout.run))) throw new HumanError('run-exists', { file: folder });
    try {
      await makeFolder(folder);
      lock(folder);
      await writeWhole(path.join(folder, layout.run), `${JSON.stringify(file, null, 2)}\n`);
      return new RunFolder(folder, openSync(path.join(folder, layout.events), 'a'));
    } catch (error) {
      throw ioFailure(error, folder);
    }
  }

  /**
   * A run that was made before, to go on with.
   * @throws HumanError `run-missing`, `run-busy`, `read-only`
   */
  static async reopen(folder: string): Promise<{ run: RunFolder; file: RunFile }> {
    const file = await readRunFile(folder);
    try {
      lock(folder);
      const events = path.join(folder, layout.events);
      cutTornLine(events);
      return { run: new RunFolder(folder, openSync(events, 'a')), file };
    } catch (error) {
      throw ioFailure(error, folder);
    }
  }

  /** Absolute path of something inside the folder. */
  path(name: string): string {
    return path.join(this.folder, name);
  }

  /** True when every epoch is trained and the report written. */
  isFinished(): boolean {
    return replay('', readFileSync(this.path(layout.events), 'utf8')).status === 'finished';
  }

  /** Appends to `events.ndjson`. A disk that is full must not hide the event that says so: it is logged instead. */
  append(event: TrainerEvent): void {
    const line = Buffer.from(`${this.torn ? '\n' : ''}${eventLine(event)}`);
    this.torn = true;
    try {
      this.torn = writeSync(this.events, line) < line.length;
    } catch (error) {
      log(`Could not append to ${this.path(layout.events)}: ${describe(error)}`);
    }
  }

  /** Lets the next trainer in. */
  close(): void {
    closeSync(this.events);
    rmSync(lockPath(this.folder), { force: true });
  }
}

/**
 * What a run was asked to do.
 * @throws HumanError `run-missing`, `run-invalid`
 */
export async function readRunFile(folder: string): Promise<RunFile> {
  try {
    return v.parse(runFileSchema, JSON.parse(await readFile(path.join(folder, layout.run), 'utf8')));
  } catch (error) {
    const missing = !existsSync(path.join(folder, layout.run));
    throw new HumanError(missing ? 'run-missing' : 'run-invalid', { file: folder }, { cause: error });
  }
}

function lockPath(folder: string): string {
  return path.join(folder, 'lock');
}

/** Takes the lock; one left by a process that is gone is taken over. */
function lock(folder: string): void {
  const file = lockPath(folder);
  const owner = lockOwner(file);
  if (owner !== null && owner !== process.pid && isAlive(owner)) {
    throw new HumanError('run-busy', { file: folder, detail: String(owner) });
  }
  rmSync(file, { force: true });
  const descriptor = openSync(file, 'wx');
  writeSync(descriptor, String(process.pid));
  closeSync(descriptor);
}

function lockOwner(file: string): number | null {
  if (!existsSync(file)) return null;
  const owner = Number(readFileSync(file, 'utf8'));
  return Number.isSafeInteger(owner) && owner > 0 ? owner : null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** A kill in the middle of a write leaves half a line, to which the next event would stick. */
function cutTornLine(file: string): void {
  if (!existsSync(file)) return;
  const bytes = readFileSync(file);
  const whole = bytes.lastIndexOf(0x0a) + 1;
  if (whole < bytes.length) truncateSync(file, whole);
}
