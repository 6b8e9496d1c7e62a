import { util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** The memory in which the wasm backend keeps its tensors, as addresses for our loops. */
export class Heap {
  /** Shared with the backend, so it may grow but is never replaced. */
  readonly memory: WebAssembly.Memory;

  /** Throws an Error when `backend` is not laid out as in tfjs 4.22. */
  constructor(private readonly backend: BackendWasm) {
    this.memory = memoryOf(backend);
  }

  /** Bytes from the start of the memory to the tensor's first number. */
  address(tensor: TensorInfo): number {
    return this.backend.getMemoryOffset(tensor.dataId);
  }

  /** A view of a float32 tensor. Take it late: it is detached as soon as an allocation grows the memory. */
  floats(tensor: TensorInfo): Float32Array {
    return new Float32Array(this.memory.buffer, this.address(tensor), util.sizeFromShape(tensor.shape));
  }

  /** A new float32 tensor, whose numbers are whatever was there before. */
  allocate(shape: readonly number[]): TensorInfo {
    return this.backend.makeOutput([...shape], 'float32');
  }

  /** A new float32 tensor of zeros. */
  zeros(shape: readonly number[]): TensorInfo {
    const tensor = this.allocate(shape);
    this.floats(tensor).fill(0);
    return tensor;
  }

  /** A second tensor over the same numbers; they are freed with the last one. */
  share(tensor: TensorInfo, shape: readonly number[] = tensor.shape): TensorInfo {
    this.backend.incRef(tensor.dataId);
    return { dataId: tensor.dataId, dtype: tensor.dtype, shape: [...shape] };
  }

  /** A new tensor with each of the `matrices` matrices `[rows, columns]` in `tensor` transposed. */
  transposed(tensor: TensorInfo, matrices: number, rows: number, columns: number): TensorInfo {
    const result = this.allocate([matrices, columns, rows]);
    const from = this.floats(tensor);
    const to = this.floats(result);
    for (let matrix = 0; matrix < matrices; matrix++) {
      const start = matrix * rows * columns;
      for (let row = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++) {
          to[start + column * rows + row] = from[start + row * columns + column] ?? 0;
        }
      }
    }
    return result;
  }

  /** Gives back tensors that a kernel made for itself. */
  free(...tensors: readonly TensorInfo[]): void {
    for (const { dataId } of tensors) this.backend.disposeData(dataId);
  }

  /** Runs `use` on a kernel's scratch tensor and gives it back, also when `use` throws. */
  scratch<Result>(tensor: TensorInfo, use: (tensor: TensorInfo) => Result): Result {
    try {
      return use(tensor);
    } finally {
      this.free(tensor);
    }
  }
}

/** emscripten's typings of 4.22 do not name the raw exports, but its module object carries them as `asm`. */
function memoryOf(backend: BackendWasm): WebAssembly.Memory {
  const module: unknown = backend.wasm;
  if (isObject(module) && 'asm' in module && isObject(module.asm) && 'memory' in module.asm) {
    const { memory } = module.asm;
    if (memory instanceof WebAssembly.Memory) return memory;
  }
  throw new Error('the memory of the wasm backend was not found: another version than 4.22?');
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
