import { open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '../ioFailure';

/** How often the owner of a lock says that it is alive, and after how long without a word it is taken to be gone. */
const beatMs = 10_000;
const goneMs = 60_000;
/** A process that was killed has its number until its parent has noticed; so long it is waited for. */
const leavingMs = 3_000;
const askAgainMs = 100;

/**
 * Takes the lock `file`, so that two processes do not write the same part. One whose owner has ended, or has been silent
 * for a minute (a process number is used again after a restart), is taken over.
 *
 * @returns what gives it back; the number of its owner where another process has it
 */
export async function takeLock(file: string): Promise<(() => Promise<void>) | number> {
  const end = Date.now() + leavingMs;
  let owner = await ownerOf(file);
  while (owner !== null && Date.now() < end) {
    await sleep(askAgainMs);
    owner = await ownerOf(file);
  }
  if (owner !== null) return owner;
  await rm(file, { force: true });
  try {
    const handle = await open(file, 'wx');
    await handle.writeFile(String(process.pid));
    await handle.close();
  } catch (error) {
    // Another process was faster.
    if (errorCode(error) === 'EEXIST') return (await ownerOf(file)) ?? 0;
    throw error;
  }
  const beat = setInterval(() => {
    const now = new Date();
    // Where its folder was deleted, the writing of the part says so.
    utimes(file, now, now).catch(() => undefined);
  }, beatMs).unref();
  return async () => {
    clearInterval(beat);
    await rm(file, { force: true });
  };
}

/** Null where the lock is free. */
async function ownerOf(file: string): Promise<number | null> {
  try {
    const owner = Number(await readFile(file, 'utf8'));
    const { mtimeMs } = await stat(file);
    const free = owner === process.pid || Date.now() - mtimeMs > goneMs || !isAlive(owner);
    return free ? null : owner;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
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
