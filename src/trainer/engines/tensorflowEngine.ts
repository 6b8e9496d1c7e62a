import util from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import type { Loaded } from './openEngine';
import { processor } from './wasmEngine';

/** Joined at run time, so that neither compiler nor bundler looks it up: the package may be missing. */
const packageName = ['@tensorflow', 'tfjs-node-gpu'].join('/');
/** The package's own name for its backend. */
const backendName = 'tensorflow';

/** TensorFlow with an NVIDIA GPU. */
export async function loadCuda(): Promise<Loaded> {
  const failed = await loadTensorflow();
  if (failed !== null) return failed;
  if (!seesGpu()) return { reason: 'no-gpu', detail: 'TensorFlow found processors only.' };
  await tf.setBackend(backendName);
  return { device: 'NVIDIA GPU (CUDA)' };
}

/** The same TensorFlow on the processor. */
export async function loadNative(): Promise<Loaded> {
  // TensorFlow looks for GPUs once, when it loads: hidden from it now, it computes on the processor.
  if (!isRegistered()) process.env['CUDA_VISIBLE_DEVICES'] = '-1';
  const failed = await loadTensorflow();
  if (failed !== null) return failed;
  if (seesGpu())
    return { reason: 'load-failed', detail: 'TensorFlow already runs on the GPU in this process.' };
  await tf.setBackend(backendName);
  return { device: processor() };
}

/**
 * Loads the optional package where it is installed; null when it registered its backend. The package brings its own copy
 * of tfjs-core, and both copies work as one: in 4.22 engine (`_tfengine`, with its flags) and registries of kernels and gradients
 * (`_tfGlobals`) are globals that the first copy makes and later ones find, and `instanceof Tensor` looks at members, not at
 * the class (tfjs-core: engine.ts, global_util.ts, kernel_registry.ts, tensor.ts). A test loads two copies.
 */
async function loadTensorflow(): Promise<Loaded | null> {
  // tfjs-node 4.22 calls what Node 23 took away.
  if (!Object.hasOwn(util, 'isNullOrUndefined')) {
    Object.assign(util, { isNullOrUndefined: (value: unknown) => value === null || value === undefined });
  }
  try {
    await import(packageName);
  } catch (error) {
    const [message = ''] = (error instanceof Error ? error.message : String(error)).split('\n', 1);
    // Its last words are a path inside our own bundle.
    const detail = message.replace(/ imported from .*/, '');
    return { reason: isMissing(error, message) ? 'not-installed' : 'load-failed', detail };
  }
  if (!isRegistered()) {
    return { reason: 'load-failed', detail: 'it loaded, but registered no backend.' };
  }
  return null;
}

/** Package not there, or there without its native part: the install's download failed or its scripts were not run. */
function isMissing(error: unknown, message: string): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return (
    code === 'MODULE_NOT_FOUND' ||
    code === 'ERR_MODULE_NOT_FOUND' ||
    /tfjs_binding\.node.* can not be found/.test(message)
  );
}

const isRegistered = (): boolean => backendName in tf.engine().registryFactory;

/** Whether the loaded TensorFlow computes on a GPU. */
function seesGpu(): boolean {
  const backend: unknown = tf.findBackend(backendName);
  return (
    typeof backend === 'object' &&
    backend !== null &&
    'isUsingGpuDevice' in backend &&
    backend.isUsingGpuDevice === true
  );
}
