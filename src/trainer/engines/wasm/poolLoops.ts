import { f32Const, FunctionBuilder, get, i32, increase, repeat, set, type Code } from './assembler';
import { overColumns } from './rowLoops';

/**
 * Max pooling's gradient for `count` windows of `height` x `width` pixels in one row, `xStep` bytes apart in x and dx
 * and `dyStep` in dy; rows of x lie `xRow` bytes apart, pixels `dyStep` (their channels side by side). Adds dy where the window has
 * its maximum; of equal values the first in reading order gets it, as in TensorFlow.
 */
export function maxPoolGradLoop(): FunctionBuilder {
  const loop = new FunctionBuilder('maxPoolGrad');
  const p = pointers(loop);
  const xRow = loop.parameter();
  const xStep = loop.parameter();
  const dyStep = loop.parameter();
  const height = loop.parameter();
  const width = loop.parameter();
  const count = loop.parameter();
  const channels = loop.parameter();
  const windows = loop.local();
  const channelsLeft = loop.local();
  const rows = loop.local();
  const columns = loop.local();
  const row = loop.local();
  const pixel = loop.local();
  const target = loop.local();
  const overPixels = (body: Code): Code => [
    ...set(row, get(p.x)),
    ...repeat(
      rows,
      get(height),
      set(pixel, get(row)),
      repeat(columns, get(width), body, increase(pixel, get(dyStep))),
      increase(row, get(xRow)),
    ),
  ];
  return loop.setBody(
    repeat(
      windows,
      get(count),
      set(channelsLeft, get(channels)),
      overColumns(
        channelsLeft,
        [p.x, p.dy, p.dx],
        (lanes) => {
          const best = loop.local(lanes.type);
          const bestIndex = loop.local(lanes.type);
          const index = loop.local(lanes.type);
          const value = loop.local(lanes.type);
          const next = set(index, lanes.add(get(index), lanes.spread(f32Const(1))));
          const share = lanes.whereEqual(get(index), get(bestIndex), lanes.load(get(p.dy)), lanes.zero);
          return [
            ...set(best, lanes.load(get(p.x))),
            ...set(bestIndex, lanes.zero),
            ...set(index, lanes.zero),
            ...overPixels([
              ...set(value, lanes.load(get(pixel))),
              ...set(bestIndex, lanes.whereGreater(get(value), get(best), get(index), get(bestIndex))),
              ...set(best, lanes.whereGreater(get(value), get(best), get(value), get(best))),
              ...next,
            ]),
            ...set(index, lanes.zero),
            ...overPixels([
              ...set(target, i32.add(get(pixel), i32.sub(get(p.dx), get(p.x)))),
              ...lanes.store(get(target), lanes.add(lanes.load(get(target)), share)),
              ...next,
            ]),
          ];
        },
        1,
      ),
      increase(p.x, i32.sub(get(xStep), get(dyStep))),
      increase(p.dx, i32.sub(get(xStep), get(dyStep))),
    ),
  );
}

/**
 * The same for windows of 2 x 2 pixels that do not overlap: everything stays in registers, and dx is written, not added to,
 * so it need not be cleared.
 */
export function maxPoolGrad2x2Loop(): FunctionBuilder {
  const loop = new FunctionBuilder('maxPoolGrad2x2');
  const p = pointers(loop);
  const xRow = loop.parameter();
  const xStep = loop.parameter();
  const dyStep = loop.parameter();
  const count = loop.parameter();
  const channels = loop.parameter();
  const windows = loop.local();
  const channelsLeft = loop.local();
  /** Where the other three pixels lie, in bytes from the first one. */
  const offsets: Code[] = [i32.const(0), get(dyStep), get(xRow), i32.add(get(xRow), get(dyStep))];
  return loop.setBody(
    repeat(
      windows,
      get(count),
      set(channelsLeft, get(channels)),
      overColumns(
        channelsLeft,
        [p.x, p.dy, p.dx],
        (lanes) => {
          const values = offsets.map((offset) => ({ offset, value: loop.local(lanes.type) }));
          const best = loop.local(lanes.type);
          const left = loop.local(lanes.type);
          const share = loop.local(lanes.type);
          return [
            ...values.flatMap(({ offset, value }) => set(value, lanes.load(i32.add(get(p.x), offset)))),
            ...set(best, lanes.load(get(p.x))),
            ...values.flatMap(({ value }) =>
              set(best, lanes.whereGreater(get(value), get(best), get(value), get(best))),
            ),
            ...set(left, lanes.load(get(p.dy))),
            ...values.flatMap(({ offset, value }) => [
              ...set(share, lanes.whereEqual(get(value), get(best), get(left), lanes.zero)),
              ...set(left, lanes.whereEqual(get(value), get(best), lanes.zero, get(left))),
              ...lanes.store(i32.add(get(p.dx), offset), get(share)),
            ]),
          ];
        },
        1,
      ),
      increase(p.x, i32.sub(get(xStep), get(dyStep))),
      increase(p.dx, i32.sub(get(xStep), get(dyStep))),
    ),
  );
}

function pointers(loop: FunctionBuilder) {
  return { x: loop.parameter(), dy: loop.parameter(), dx: loop.parameter() };
}
