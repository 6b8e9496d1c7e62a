import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus } from 'node:os';
import { dirname, join, sep } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { BackendWasm, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import type { Loaded } from './openEngine';
import { registerTrainingKernels } from './wasm/registerTrainingKernels';

/** Starts tfjs's WebAssembly backend with our training kernels: works everywhere, needs nothing installed. */
export async function loadWasm(): Promise<Loaded> {
  if (!(await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT'))) {
    return { reason: 'load-failed', detail: 'this processor or Node.js has no WebAssembly SIMD.' };
  }
  registerTrainingKernels(await startBackend());
  return { device: processor() };
}

/** Makes tfjs's WebAssembly backend, as it comes, the one in use. Throws what tfjs throws when it does not start. */
export async function startBackend(): Promise<BackendWasm> {
  setWasmPaths(binariesFolder());
  // Its threads would need workers made from a blob, which Node has not; two processes use two cores just as well.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  const started = await withoutNewListeners(() => tf.setBackend('wasm'));
  const backend = tf.backend();
  if (!started || !(backend instanceof BackendWasm)) throw new Error('the wasm backend did not start');
  return backend;
}

/** The processor's name and its cores, of which this engine uses one. */
export function processor(): string {
  const name = cpus()[0]?.model.replace(/\s+/g, ' ').trim();
  const cores = availableParallelism();
  return `${name === undefined || name === '' ? process.arch : name}, ${cores} ${cores === 1 ? 'core' : 'cores'}`;
}

/** emscripten leaves listeners behind that throw every uncaught error once more: the process would end without its own report. */
async function withoutNewListeners<Result>(work: () => Promise<Result>): Promise<Result> {
  const before = [process.listeners('uncaughtException'), process.listeners('unhandledRejection')].flat();
  try {
    return await work();
  } finally {
    for (const listener of process.listeners('uncaughtException')) {
      if (!before.includes(listener)) process.off('uncaughtException', listener);
    }
    for (const listener of process.listeners('unhandledRejection')) {
      if (!before.includes(listener)) process.off('unhandledRejection', listener);
    }
  }
}

/** The .wasm files lie beside the bundle; from the sources, in the package. */
function binariesFolder(): string {
  if (existsSync(join(__dirname, 'tfjs-backend-wasm-simd.wasm'))) return __dirname + sep;
  const entry = createRequire(__filename).resolve('@tensorflow/tfjs-backend-wasm');
  return dirname(entry) + sep;
}
