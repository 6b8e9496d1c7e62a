import { assemble } from './assembler';
import { gemmLoop } from './gemmLoop';
import { maxPoolGrad2x2Loop, maxPoolGradLoop } from './poolLoops';
import { addScaledRowsLoop, adamLoop, multiplySumRowsLoop, reluGradLoop, sumRowsLoop } from './rowLoops';

/**
 * Loops over the heap of the wasm backend, four numbers at a time. Addresses and distances (`Row`, `Step`, `Term`) are bytes,
 * counts are numbers of float32. What each computes is said where it is built.
 */
export interface TrainingLoops {
  gemm(
    a: number,
    aRow: number,
    aTerm: number,
    b: number,
    bTerm: number,
    c: number,
    cRow: number,
    rows: number,
    columns: number,
    terms: number,
  ): void;
  sumRows(a: number, aRow: number, out: number, rows: number, columns: number): void;
  multiplySumRows(
    a: number,
    aRow: number,
    b: number,
    bRow: number,
    out: number,
    rows: number,
    columns: number,
  ): void;
  addScaledRows(
    out: number,
    outRow: number,
    a: number,
    aRow: number,
    factor: number,
    rows: number,
    columns: number,
  ): void;
  reluGrad(dy: number, y: number, dx: number, count: number): void;
  adam(
    w: number,
    m: number,
    v: number,
    g: number,
    newW: number,
    newM: number,
    newV: number,
    count: number,
    rate1: number,
    rate2: number,
    alpha: number,
    epsilon: number,
  ): void;
  maxPoolGrad(
    x: number,
    dy: number,
    dx: number,
    xRow: number,
    xStep: number,
    dyStep: number,
    height: number,
    width: number,
    count: number,
    channels: number,
  ): void;
  maxPoolGrad2x2(
    x: number,
    dy: number,
    dx: number,
    xRow: number,
    xStep: number,
    dyStep: number,
    count: number,
    channels: number,
  ): void;
}

/**
 * The loops, working on `memory`. Sharing the backend's memory, they see its tensors without a copy, and stay valid when it grows.
 * Throws a WebAssembly.CompileError on a processor without 128-bit SIMD.
 */
export function trainingLoops(memory: WebAssembly.Memory): TrainingLoops {
  const builders = [
    gemmLoop(),
    sumRowsLoop(),
    multiplySumRowsLoop(),
    addScaledRowsLoop(),
    reluGradLoop(),
    adamLoop(),
    maxPoolGradLoop(),
    maxPoolGrad2x2Loop(),
  ];
  const names = builders.map((builder) => builder.name);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(assemble(builders)), {
    env: { memory },
  });
  if (!hasLoops(exports, names)) throw new Error(`the assembled module lacks one of ${names.join(', ')}`);
  return exports;
}

function hasLoops(exports: object, names: readonly string[]): exports is TrainingLoops {
  const all = new Map<string, unknown>(Object.entries(exports));
  return names.every((name) => typeof all.get(name) === 'function');
}
