import {
  FunctionBuilder,
  get,
  i32,
  increase,
  repeat,
  scalarLanes,
  set,
  vectorLanes,
  whileLoop,
  type Code,
  type Lanes,
  type Local,
} from './assembler';

/**
 * `C[m, n] += sum over k of A[m, k] * B[k, n]` with any distances (in bytes) between rows and between the terms of a
 * row of A; B and C have their columns side by side. Whatever a convolution's gradient needs is this with the right
 * distances, so nothing is copied into columns first. Tiles of 3 x 16 sums stay in registers: of the 16 that a CPU
 * has, 12 hold sums and 4 the row of B; 3 divides the channels of a photo.
 */
export function gemmLoop(): FunctionBuilder {
  const loop = new FunctionBuilder('gemm');
  const p: Parameters = {
    a: loop.parameter(),
    aRow: loop.parameter(),
    aTerm: loop.parameter(),
    b: loop.parameter(),
    bTerm: loop.parameter(),
    c: loop.parameter(),
    cRow: loop.parameter(),
    rows: loop.parameter(),
    columns: loop.parameter(),
    terms: loop.parameter(),
  };
  const panels = [
    panel(loop, p, vectorLanes, 4),
    panel(loop, p, vectorLanes, 2),
    panel(loop, p, vectorLanes, 1),
    panel(loop, p, scalarLanes, 1),
  ];
  return loop.setBody(...panels);
}

type Parameters = Record<
  'a' | 'aRow' | 'aTerm' | 'b' | 'bTerm' | 'c' | 'cRow' | 'rows' | 'columns' | 'terms',
  Local
>;

const tileRows = 3;

/** All rows of as many panels of `lanes.width * vectors` columns as still fit; then `b` and `c` point past them. */
function panel(loop: FunctionBuilder, p: Parameters, lanes: Lanes, vectors: number): Code {
  const width = lanes.width * vectors;
  const rowsLeft = loop.local();
  const aTile = loop.local();
  const cTile = loop.local();
  const rowsOf = (height: number): Code =>
    whileLoop(
      i32.atLeast(get(rowsLeft), i32.const(height)),
      tile(loop, p, aTile, cTile, lanes, vectors, height),
      increase(aTile, i32.mul(get(p.aRow), i32.const(height))),
      increase(cTile, i32.mul(get(p.cRow), i32.const(height))),
      increase(rowsLeft, i32.const(-height)),
    );
  return whileLoop(
    i32.atLeast(get(p.columns), i32.const(width)),
    set(rowsLeft, get(p.rows)),
    set(aTile, get(p.a)),
    set(cTile, get(p.c)),
    rowsOf(tileRows),
    rowsOf(1),
    increase(p.b, i32.const(4 * width)),
    increase(p.c, i32.const(4 * width)),
    increase(p.columns, i32.const(-width)),
  );
}

/** Sums start at zero and are added to C at the end: long sums stay accurate, as in pairwise summation. */
function tile(
  loop: FunctionBuilder,
  p: Parameters,
  aTile: Local,
  cTile: Local,
  lanes: Lanes,
  vectors: number,
  height: number,
): Code {
  const times = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
  const a = times(height).map(() => loop.local());
  const b = loop.local();
  const counter = loop.local();
  const c = loop.local();
  const row = times(vectors).map(() => loop.local(lanes.type));
  const factor = loop.local(lanes.type);
  const sums = times(height).map(() => times(vectors).map(() => loop.local(lanes.type)));
  const bytes = 4 * lanes.width;
  return [
    ...a.flatMap((one, r) => set(one, i32.add(get(aTile), i32.mul(get(p.aRow), i32.const(r))))),
    ...set(b, get(p.b)),
    ...sums.flat().flatMap((sum) => set(sum, lanes.zero)),
    ...repeat(
      counter,
      get(p.terms),
      ...row.map((one, v) => set(one, lanes.load(get(b), v * bytes))),
      increase(b, get(p.bTerm)),
      ...sums.flatMap((rowSums, r) => [
        set(factor, lanes.loadSpread(get(a[r] ?? b))),
        increase(a[r] ?? b, get(p.aTerm)),
        ...rowSums.map((sum, v) =>
          set(sum, lanes.add(get(sum), lanes.mul(get(factor), get(row[v] ?? factor)))),
        ),
      ]),
    ),
    ...set(c, get(cTile)),
    ...sums.flatMap((rowSums) => [
      ...rowSums.flatMap((sum, v) =>
        lanes.store(get(c), lanes.add(lanes.load(get(c), v * bytes), get(sum)), v * bytes),
      ),
      ...increase(c, get(p.cRow)),
    ]),
  ];
}
