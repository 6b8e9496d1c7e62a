import { util, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Heap } from './heap';
import { floatBytes, specialCase, wasmKernel } from './kernel';
import type { TrainingLoops } from './trainingLoops';

/** The gradient of ReLU from its output `y`, in one pass; tfjs makes it of a step function, a cast and a product. */
export function reluGrad(heap: Heap, loops: TrainingLoops): KernelConfig {
  return wasmKernel('ReluGrad', ({ dy, y }) => {
    const dx = heap.allocate(dy.shape);
    loops.reluGrad(heap.address(dy), heap.address(y), heap.address(dx), util.sizeFromShape(dy.shape));
    return dx;
  });
}

/**
 * A second tensor over the same numbers. The backend's own copies them, and tfjs calls it for every tensor that a gradient
 * will need. Sharing is safe: no kernel writes into its inputs.
 */
export function identity(heap: Heap): KernelConfig {
  return wasmKernel('Identity', ({ x }) => heap.share(x));
}

/** Rows summed in one go: few enough to stay in the cache, and to keep long sums accurate. */
const blockRows = 128;

/** Sums over leading dimensions, such as the gradient of a bias, without the transposition that `stock` makes first. */
export function sum(heap: Heap, loops: TrainingLoops, stock: KernelConfig): KernelConfig {
  return specialCase(
    'Sum',
    stock,
    ({ x }, { axis }) => {
      const axes = util.parseAxisParam(axis, x.shape);
      return (
        x.dtype === 'float32' && axes.length < x.shape.length && axes.every((one, index) => one === index)
      );
    },
    ({ x }, { axis, keepDims }) => {
      const axes = util.parseAxisParam(axis, x.shape);
      const kept = x.shape.slice(axes.length);
      const matrix = heap.share(x, [
        util.sizeFromShape(x.shape.slice(0, axes.length)),
        util.sizeFromShape(kept),
      ]);
      return {
        ...heap.scratch(matrix, () => sumOfRows(heap, loops, matrix)),
        shape: keepDims ? [...axes.map(() => 1), ...kept] : kept,
      };
    },
  );
}

/** The sum `[columns]` of a matrix' rows: of blocks, then of the blocks' sums, as in pairwise summation. */
function sumOfRows(heap: Heap, loops: TrainingLoops, matrix: TensorInfo): TensorInfo {
  const [rows = 0, columns = 0] = matrix.shape;
  const blocks = Math.ceil(rows / blockRows);
  const sums = heap.zeros(blocks > 1 ? [blocks, columns] : [columns]);
  const row = columns * floatBytes;
  for (let block = 0; block < blocks; block++) {
    const from = heap.address(matrix) + block * blockRows * row;
    const count = Math.min(blockRows, rows - block * blockRows);
    loops.sumRows(from, row, heap.address(sums) + block * row, count, columns);
  }
  return blocks > 1 ? heap.scratch(sums, () => sumOfRows(heap, loops, sums)) : sums;
}

/**
 * A product of two matrices one of which is transposed, as both gradients of a dense layer are; `stock` uses a slow loop there.
 */
export function batchMatMul(heap: Heap, loops: TrainingLoops, stock: KernelConfig): KernelConfig {
  return specialCase(
    'BatchMatMul',
    stock,
    ({ a, b }, { transposeA, transposeB }) =>
      transposeA !== transposeB && util.arraysEqual(a.shape.slice(0, -2), b.shape.slice(0, -2)),
    ({ a, b }, { transposeA }) => {
      const batch = a.shape.slice(0, -2);
      const matrices = util.sizeFromShape(batch);
      const [aRows = 0, aColumns = 0] = a.shape.slice(-2);
      const [bRows = 0, bColumns = 0] = b.shape.slice(-2);
      const [rows, terms] = transposeA ? [aColumns, aRows] : [aRows, aColumns];
      const columns = transposeA ? bColumns : bRows;
      const straightB = transposeA ? heap.share(b) : heap.transposed(b, matrices, bRows, bColumns);
      return heap.scratch(straightB, () => {
        const product = heap.zeros([...batch, rows, columns]);
        const row = columns * floatBytes;
        for (let matrix = 0; matrix < matrices; matrix++) {
          loops.gemm(
            heap.address(a) + matrix * rows * terms * floatBytes,
            transposeA ? floatBytes : terms * floatBytes,
            transposeA ? rows * floatBytes : floatBytes,
            heap.address(straightB) + matrix * terms * row,
            row,
            heap.address(product) + matrix * rows * row,
            row,
            rows,
            columns,
            terms,
          );
        }
        return product;
      });
    },
  );
}
