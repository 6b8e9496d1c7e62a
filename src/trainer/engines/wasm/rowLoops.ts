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
 * `out[c] += sum over rows of a[row, c]`: the gradient of a bias. Rows lie `aRow` bytes apart. Call it with blocks of a few
 * hundred rows: they stay in the cache while column after column is summed, and long sums stay accurate.
 */
export function sumRowsLoop(): FunctionBuilder {
  const loop = new FunctionBuilder('sumRows');
  const a = loop.parameter();
  const aRow = loop.parameter();
  const out = loop.parameter();
  const rows = loop.parameter();
  const columns = loop.parameter();
  const counter = loop.local();
  const source = loop.local();
  return loop.setBody(
    overColumns(columns, [a, out], (lanes, vectors) => {
      const sums = locals(loop, lanes, vectors);
      return [
        ...clear(sums, lanes),
        ...set(source, get(a)),
        ...repeat(
          counter,
          get(rows),
          ...sums.map((sum, v) => set(sum, lanes.add(get(sum), lanes.load(get(source), at(lanes, v))))),
          increase(source, get(aRow)),
        ),
        ...addTo(out, sums, lanes),
      ];
    }),
  );
}

/** `out[c] += sum over rows of a[row, c] * b[row, c]`: the filter gradient of a depthwise convolution. */
export function multiplySumRowsLoop(): FunctionBuilder {
  const loop = new FunctionBuilder('multiplySumRows');
  const a = loop.parameter();
  const aRow = loop.parameter();
  const b = loop.parameter();
  const bRow = loop.parameter();
  const out = loop.parameter();
  const rows = loop.parameter();
  const columns = loop.parameter();
  const counter = loop.local();
  const left = loop.local();
  const right = loop.local();
  return loop.setBody(
    overColumns(columns, [a, b, out], (lanes, vectors) => {
      const sums = locals(loop, lanes, vectors);
      const product = (v: number): Code =>
        lanes.mul(lanes.load(get(left), at(lanes, v)), lanes.load(get(right), at(lanes, v)));
      return [
        ...clear(sums, lanes),
        ...set(left, get(a)),
        ...set(right, get(b)),
        ...repeat(
          counter,
          get(rows),
          ...sums.map((sum, v) => set(sum, lanes.add(get(sum), product(v)))),
          increase(left, get(aRow)),
          increase(right, get(bRow)),
        ),
        ...addTo(out, sums, lanes),
      ];
    }),
  );
}

/** `out[row, c] += a[row, c] * factor[c]`: the input gradient of a depthwise convolution. */
export function addScaledRowsLoop(): FunctionBuilder {
  const loop = new FunctionBuilder('addScaledRows');
  const out = loop.parameter();
  const outRow = loop.parameter();
  const a = loop.parameter();
  const aRow = loop.parameter();
  const factor = loop.parameter();
  const rows = loop.parameter();
  const columns = loop.parameter();
  const counter = loop.local();
  const source = loop.local();
  const target = loop.local();
  return loop.setBody(
    overColumns(columns, [out, a, factor], (lanes, vectors) => {
      const factors = locals(loop, lanes, vectors);
      const scaled = (one: Local, v: number): Code =>
        lanes.mul(get(one), lanes.load(get(source), at(lanes, v)));
      return [
        ...factors.flatMap((one, v) => set(one, lanes.load(get(factor), at(lanes, v)))),
        ...set(source, get(a)),
        ...set(target, get(out)),
        ...repeat(
          counter,
          get(rows),
          ...factors.map((one, v) => accumulate(target, scaled(one, v), lanes, v)),
          increase(source, get(aRow)),
          increase(target, get(outRow)),
        ),
      ];
    }),
  );
}

/** `dx[i] = y[i] > 0 ? dy[i] : 0`, the gradient of ReLU from its output. */
export function reluGradLoop(): FunctionBuilder {
  const loop = new FunctionBuilder('reluGrad');
  const dy = loop.parameter();
  const y = loop.parameter();
  const dx = loop.parameter();
  const count = loop.parameter();
  return loop.setBody(
    overColumns(count, [dy, y, dx], (lanes, vectors) =>
      numbers(vectors).flatMap((v) =>
        lanes.store(
          get(dx),
          lanes.whereGreater(
            lanes.load(get(y), at(lanes, v)),
            lanes.zero,
            lanes.load(get(dy), at(lanes, v)),
            lanes.zero,
          ),
          at(lanes, v),
        ),
      ),
    ),
  );
}

/**
 * One step of Adam: `m' = m + (g - m) * rate1`, `v' = v + (g * g - v) * rate2`, `w' = w - alpha * m' / (sqrt(v') + epsilon)`.
 */
export function adamLoop(): FunctionBuilder {
  const loop = new FunctionBuilder('adam');
  const w = loop.parameter();
  const m = loop.parameter();
  const v = loop.parameter();
  const g = loop.parameter();
  const newW = loop.parameter();
  const newM = loop.parameter();
  const newV = loop.parameter();
  const count = loop.parameter();
  const rate1 = loop.parameter('f32');
  const rate2 = loop.parameter('f32');
  const alpha = loop.parameter('f32');
  const epsilon = loop.parameter('f32');
  return loop.setBody(
    overColumns(
      count,
      [w, m, v, g, newW, newM, newV],
      (lanes) => {
        const gradient = loop.local(lanes.type);
        const mean = loop.local(lanes.type);
        const square = loop.local(lanes.type);
        const toward = (old: Code, target: Code, rate: Local): Code =>
          lanes.add(old, lanes.mul(lanes.sub(target, old), lanes.spread(get(rate))));
        const scale = lanes.add(lanes.sqrt(get(square)), lanes.spread(get(epsilon)));
        const change = lanes.div(lanes.mul(lanes.spread(get(alpha)), get(mean)), scale);
        return [
          ...set(gradient, lanes.load(get(g))),
          ...set(mean, toward(lanes.load(get(m)), get(gradient), rate1)),
          ...set(square, toward(lanes.load(get(v)), lanes.mul(get(gradient), get(gradient)), rate2)),
          ...lanes.store(get(newM), get(mean)),
          ...lanes.store(get(newV), get(square)),
          ...lanes.store(get(newW), lanes.sub(lanes.load(get(w)), change)),
        ];
      },
      1,
    ),
  );
}

/**
 * Runs `body` over all columns: `vectors` times four at once while they last, then four, then one. The addresses in
 * `pointers` move along; `columns` ends at zero.
 */
export function overColumns(
  columns: Local,
  pointers: readonly Local[],
  body: (lanes: Lanes, vectors: number) => Code,
  widest = 4,
): Code {
  const steps: [Lanes, number][] = [
    ...(widest > 1 ? [[vectorLanes, widest] satisfies [Lanes, number]] : []),
    [vectorLanes, 1],
    [scalarLanes, 1],
  ];
  return steps.flatMap(([lanes, vectors]) => {
    const width = lanes.width * vectors;
    return whileLoop(
      i32.atLeast(get(columns), i32.const(width)),
      body(lanes, vectors),
      ...pointers.map((pointer) => increase(pointer, i32.const(4 * width))),
      increase(columns, i32.const(-width)),
    );
  });
}

/** Bytes from the first vector of a block to vector `v`. */
const at = (lanes: Lanes, v: number): number => 4 * lanes.width * v;
const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const locals = (loop: FunctionBuilder, lanes: Lanes, count: number): Local[] =>
  numbers(count).map(() => loop.local(lanes.type));
const clear = (sums: readonly Local[], lanes: Lanes): Code => sums.flatMap((sum) => set(sum, lanes.zero));
const accumulate = (target: Local, value: Code, lanes: Lanes, v: number): Code =>
  lanes.store(get(target), lanes.add(lanes.load(get(target), at(lanes, v)), value), at(lanes, v));
const addTo = (target: Local, sums: readonly Local[], lanes: Lanes): Code =>
  sums.flatMap((sum, v) => accumulate(target, get(sum), lanes, v));
