import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { HumanError } from '../../../shared/failures';

/** What 32-bit addresses reach, less room for the backend itself: larger requests wrap round inside malloc, which then grants them. */
const largestTensorBytes = 2 ** 32 - 2 ** 24;

/**
 * Makes the backend throw HumanError `out-of-memory` when a tensor does not fit. tfjs 4.22 does not look at what its allocation
 * returns: a tensor that found no room is laid over the start of the memory, over others, and training goes on with nonsense.
 */
export function refuseWhenFull(backend: BackendWasm): void {
  const module: unknown = backend.wasm;
  if (!hasAllocation(module)) throw new Error('the wasm backend has no _malloc: another version than 4.22?');
  // emscripten's first call puts the real function in place of a stub: before ours stands there.
  module._free(module._malloc(1));
  const allocate = module._malloc;
  module._malloc = (bytes) => {
    const address = bytes < largestTensorBytes ? allocate(bytes) : 0;
    if (address === 0 && bytes > 0) {
      const detail = `${Math.ceil(bytes / 1e6)} MB more than fit into the 4 GB of the wasm engine`;
      throw new HumanError('out-of-memory', { detail });
    }
    return address;
  };
}

interface Allocation {
  _malloc: (bytes: number) => number;
  _free: (address: number) => void;
}

function hasAllocation(module: unknown): module is Allocation {
  return (
    typeof module === 'object' &&
    module !== null &&
    '_malloc' in module &&
    typeof module._malloc === 'function' &&
    '_free' in module &&
    typeof module._free === 'function'
  );
}
