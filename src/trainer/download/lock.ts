import { rmSync } from 'node:fs';
import { open, rm, utimes } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '../ioFailure';

/** How often the owner of a lock says that it is alive, and after how long without a word it is taken to be gone. */
const beatMs = 10_000;
const goneMs = 60_000;
/** A process that was killed has its number until its parent has noticed; so long it is waited for. */
const leavingMs = 3_000;
const askAgainMs = 100;
/** Such a step as writing a number takes much less; whoever has not done it by then was killed. Less than is waited. */
const stepMs = 2_000;

/** What a lock says, and when it was last touched. */
interface Lock {
  text: string;
  mtimeMs: number;
}

/** The locks of this process. One with its number that is not among them is of an earlier process. */
const held = new Set<string>();

/**
 * Takes the lock `file`, so that two processes do not write the same part. One whose owner has ended, or has been silent
 * for a minute (a process number is used again after a restart), is taken over.
 *
 * @returns what gives it back; the number of its owner where another process has it, 0 where that is not known
 * @throws the signal's reason
 */
export async function takeLock(file: string, signal: AbortSignal): Promise<(() => Promise<void>) | number> {
  const end = Date.now() + leavingMs;
  while (!(await create(file))) {
    const lock = await readLock(file);
    if (lock !== null && isFree(lock, file) && (await clearAway(file))) continue;
    if (Date.now() >= end) return Number(lock?.text) || 0;
    await sleep(askAgainMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
  const beat = setInterval(() => {
    const now = new Date();
    // Where its folder was deleted, the writing of the part says so.
    utimes(file, now, now).catch(() => undefined);
  }, beatMs).unref();
  return async () => {
    clearInterval(beat);
    await giveBack(file);
  };
}

/** False where there is one already. */
async function create(file: string): Promise<boolean> {
  const handle = await openNew(file);
  if (handle === null) return false;
  held.add(file);
  try {
    await handle.writeFile(String(process.pid));
  } catch (error) {
    held.delete(file);
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  // Whoever slept over the writing may have lost it.
  if (await isOwn(file)) return true;
  held.delete(file);
  return false;
}

/** One that was taken over meanwhile, as from a computer that slept, is its new owner's. */
async function giveBack(file: string): Promise<void> {
  // In one go with what follows: another taker in this process may come between.
  if (await isOwn(file)) rmSync(file, { force: true });
  held.delete(file);
}

/**
 * Removes a lock that was found to be free. One process does so at a time, after another look: a second one, with an old
 * view, would remove the lock that the first has made since. False where another is about it.
 */
async function clearAway(file: string): Promise<boolean> {
  const guard = `${file}.clearing`;
  const handle = await openNew(guard);
  if (handle === null) {
    const other = await readLock(guard);
    if (other !== null && Date.now() - other.mtimeMs > stepMs) await rm(guard, { force: true });
    return false;
  }
  try {
    await handle.close();
    const lock = await readLock(file);
    if (lock !== null && isFree(lock, file)) await rm(file, { force: true });
    return true;
  } finally {
    await rm(guard, { force: true });
  }
}

/** Null where there is such a file already. */
async function openNew(file: string): Promise<FileHandle | null> {
  try {
    return await open(file, 'wx');
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return null;
    throw error;
  }
}

async function isOwn(file: string): Promise<boolean> {
  return (await readLock(file))?.text === String(process.pid);
}

/** Null where there is none. Opened once, so that both facts are of the same lock. */
async function readLock(file: string): Promise<Lock | null> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(file);
    const { mtimeMs } = await handle.stat();
    return { text: await handle.readFile('utf8'), mtimeMs };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  } finally {
    await handle?.close();
  }
}

function isFree({ text, mtimeMs }: Lock, file: string): boolean {
  const age = Date.now() - mtimeMs;
  if (text === '') return age > stepMs;
  const owner = Number(text);
  return age > goneMs || (owner === process.pid ? !held.has(file) : !isAlive(owner));
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
