import { randomUUID } from 'node:crypto';
import { constants, copyFile, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '../ioFailure';

/** How often the owner of a lock says that it is alive, and after how long without a word it is taken to be gone. */
const beatMs = 10_000;
const goneMs = 60_000;
/** A process that was killed has its number until its parent has noticed; so long it is waited for. */
const leavingMs = 3_000;
const askAgainMs = 100;
/** A lock is empty until its owner has written its number; so long it is given for that, less than is waited. */
const writingMs = 2_000;

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
export async function takeLock(
  file: string,
  signal: AbortSignal,
): Promise<(() => Promise<void>) | number> {
  const end = Date.now() + leavingMs;
  while (!(await create(file))) {
    const lock = await readLock(file);
    if (lock !== null && isFree(lock, file)) await clearAway(file, lock);
    else if (Date.now() >= end) return Number(lock?.text ?? 0);
    else await sleep(askAgainMs, undefined, { signal }).catch(() => signal.throwIfAborted());
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
  try {
    const handle = await open(file, 'wx');
    held.add(file);
    try {
      await handle.writeFile(String(process.pid));
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    if (held.delete(file)) await rm(file, { force: true });
    throw error;
  }
}

/** One that was taken over meanwhile, as from a computer that slept, is its new owner's. */
async function giveBack(file: string): Promise<void> {
  const lock = await readLock(file);
  if (lock?.text === String(process.pid)) await rm(file, { force: true });
  held.delete(file);
}

/**
 * Removes a lock that was found to be free. Another process may have replaced it since by its own, so it is first moved
 * to where nobody else looks, and brought back if it is not `lock`.
 */
async function clearAway(file: string, lock: Lock): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  const moved = await readLock(aside);
  if (moved?.text !== lock.text || moved.mtimeMs !== lock.mtimeMs) await bringBack(aside, file);
  await rm(aside, { force: true });
}

async function bringBack(aside: string, file: string): Promise<void> {
  try {
    await copyFile(aside, file, constants.COPYFILE_EXCL);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}

/** Null where there is none. */
async function readLock(file: string): Promise<Lock | null> {
  try {
    const { mtimeMs } = await stat(file);
    return { text: await readFile(file, 'utf8'), mtimeMs };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function isFree({ text, mtimeMs }: Lock, file: string): boolean {
  const age = Date.now() - mtimeMs;
  if (text === '') return age > writingMs;
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
