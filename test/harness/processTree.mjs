import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long a process may take to leave after a polite request before it is killed, in milliseconds. */
const patience = 3000;

/**
 * Ends a process and everything it started, and resolves when none of them is left. A process that ignores the
 * polite signal for three seconds is killed. Resolves at once if there is no such process; never rejects.
 *
 * @param {number | undefined} pid
 * @returns {Promise<void>}
 */
export async function killTree(pid) {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    killTreeNow(pid);
    return;
  }
  let tree = withDescendants([pid]);
  signalAll(tree, 'SIGTERM');
  const deadline = Date.now() + patience;
  while (Date.now() < deadline && tree.some(isAlive)) {
    await sleep(25);
    // A child forked while its parent was leaving is found only as long as the parent is still listed.
    tree = withDescendants(tree);
  }
  signalAll(tree, 'SIGKILL');
}

/**
 * The same without waiting, for handlers that run while this process is exiting.
 *
 * @param {number} pid
 */
export function killTreeNow(pid) {
  if (process.platform === 'win32') {
    try {
      execFileSync('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' });
    } catch {
      // It had left already.
    }
    return;
  }
  signalAll(withDescendants([pid]), 'SIGKILL');
}

/**
 * Processes whose environment holds this text, however they are related to this one: for finding what a test left
 * running. Empty where the system does not tell (only Linux does).
 *
 * @param {string} mark
 * @returns {{ pid: number, command: string }[]}
 */
export function processesMarked(mark) {
  if (process.platform !== 'linux') return [];
  return processes().flatMap(({ pid }) => {
    try {
      if (pid === process.pid || !isAlive(pid)) return [];
      if (!readFileSync(`/proc/${pid}/environ`, 'utf8').includes(mark)) return [];
      return [{ pid, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() }];
    } catch {
      // It has left, or belongs to another user.
      return [];
    }
  });
}

/** @param {number[]} pids @param {NodeJS.Signals} signal */
function signalAll(pids, signal) {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It had left already.
    }
  }
}

/** A zombie that only waits for its parent to read its exit code is not alive. @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return process.platform !== 'linux' || statOf(pid)?.state !== 'Z';
}

/** @param {number[]} roots @returns {number[]} the roots, and every process below them */
function withDescendants(roots) {
  const children = new Map();
  for (const { pid, parent } of processes()) {
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const found = new Set(roots);
  // A set that grows while it is walked also yields what was added.
  for (const pid of found) {
    for (const child of children.get(pid) ?? []) found.add(child);
  }
  return [...found];
}

/** @returns {{ pid: number, parent: number }[]} */
function processes() {
  if (process.platform === 'linux') {
    return readdirSync('/proc').flatMap((name) => {
      const pid = Number(name);
      const stat = Number.isInteger(pid) ? statOf(pid) : undefined;
      return stat === undefined ? [] : [{ pid, parent: stat.parent }];
    });
  }
  const listing = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  return listing
    .trim()
    .split('\n')
    .map((line) => {
      const [pid, parent] = line.trim().split(/\s+/).map(Number);
      return { pid: pid ?? 0, parent: parent ?? 0 };
    });
}

/** @param {number} pid @returns {{ state: string, parent: number } | undefined} */
function statOf(pid) {
  try {
    // The name in parentheses may itself hold spaces and parentheses: what follows the last one is fixed.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: state ?? '', parent: Number(parent) };
  } catch {
    return undefined;
  }
}
