import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const home = path.resolve('.vscode-test', 'python');
const stampFile = path.join(home, 'stamp.json');
const requirements = path.resolve('test', 'parity', 'requirements.txt');
const windows = process.platform === 'win32';

/** For the whole installation, in milliseconds. */
export const installDeadline = 15 * 60_000;
/** For one comparison on a busy machine, in milliseconds. */
const runDeadline = 5 * 60_000;

/** A Python that has Keras and scikit-learn, or why there is none, in words fit for a skipped test. */
export type Python = { ok: true; executable: string } | { ok: false; reason: string };

/** Found, or tried to install, once for all tests. */
let python: Promise<Python> | undefined;

/**
 * The Python that PET_CV_PYTHON names, else one of our own in `.vscode-test/python`, which is made the first time: about
 * one and a half minutes, 1.8 GB and the Python package index. Never rejects.
 */
export function ensurePython(): Promise<Python> {
  python ??= findPython();
  return python;
}

async function findPython(): Promise<Python> {
  const named = process.env['PET_CV_PYTHON'];
  try {
    if (named === undefined || named === '') return { ok: true, executable: await ownPython() };
    await checkPackages(named);
    return { ok: true, executable: named };
  } catch (error) {
    return { ok: false, reason: `no Python with Keras and scikit-learn here: ${lastLine(error)}` };
  }
}

/** The stamp is written last: an installation that was cut off is made anew. */
async function ownPython(): Promise<string> {
  const executable = path.join(home, ...(windows ? ['Scripts', 'python.exe'] : ['bin', 'python']));
  const stamp = JSON.stringify({ requirements: await readFile(requirements, 'utf8'), home });
  if ((await readFile(stampFile, 'utf8').catch(() => undefined)) === stamp) return executable;
  console.log('    Installing Keras and scikit-learn into .vscode-test/python (once, minutes)');
  const options = { timeout: installDeadline, maxBuffer: 64 * 1024 * 1024 };
  try {
    await run(windows ? 'python' : 'python3', ['-m', 'venv', '--clear', home], options);
    const pip = ['-m', 'pip', '--disable-pip-version-check', 'install', '--quiet'];
    await run(executable, [...pip, '--requirement', requirements], options);
    await checkPackages(executable);
    await writeFile(stampFile, stamp);
    return executable;
  } catch (error) {
    await rm(home, { recursive: true, force: true });
    throw error;
  }
}

async function checkPackages(executable: string): Promise<void> {
  const options = { env: pythonEnvironment(), timeout: runDeadline };
  await run(executable, ['-c', 'import keras, sklearn'], options);
}

/**
 * Runs a script of this folder with the exchange's folder as its argument.
 * @throws Error with what Python said when it fails
 */
export async function runScript(executable: string, script: string, exchange: string): Promise<void> {
  const file = path.resolve('test', 'parity', script);
  const options = { env: pythonEnvironment(), timeout: runDeadline };
  // -B: no compiled files beside the sources.
  await run(executable, ['-B', file, exchange], options);
}

/** Without a GPU, which would multiply with fewer bits, and without the person's settings of Keras; only errors are told. */
function pythonEnvironment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    KERAS_BACKEND: 'tensorflow',
    KERAS_HOME: path.resolve('.vscode-test', 'keras'),
    CUDA_VISIBLE_DEVICES: '',
    TF_CPP_MIN_LOG_LEVEL: '2',
  };
}

function lastLine(error: unknown): string {
  const told = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
  return (told === '' ? String(error).trim() : told).split('\n').at(-1) ?? '';
}
