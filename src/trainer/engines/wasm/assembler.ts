/**
 * A small WebAssembly assembler (WebAssembly Core Specification 2.0, chapter 5): enough to write loops over a heap
 * as expressions. It spares the project a second language and its compiler for some three hundred lines of loops.
 */

/** Encoded instructions. An expression leaves one value on the stack, a statement none. */
export type Code = readonly number[];

/** What a local holds: an address or a count, a number, or four numbers. */
export type ValueType = 'i32' | 'f32' | 'v128';

/** A parameter or local variable of a function. */
export interface Local {
  readonly index: number;
  readonly type: ValueType;
}

const typeCodes: Record<ValueType, number> = { i32: 0x7f, f32: 0x7d, v128: 0x7b };
const emptyBlock = 0x40;
const functionType = 0x60;

/** A function without results that reads and writes the imported memory. Parameters come before other locals. */
export class FunctionBuilder {
  private readonly parameters: ValueType[] = [];
  private readonly locals: ValueType[] = [];
  private body: Code = [];

  constructor(readonly name: string) {}

  /** The next parameter. */
  parameter(type: 'i32' | 'f32' = 'i32'): Local {
    this.parameters.push(type);
    return { index: this.parameters.length - 1, type };
  }

  /** A new variable, zero at first. */
  local(type: ValueType = 'i32'): Local {
    this.locals.push(type);
    return { index: this.parameters.length + this.locals.length - 1, type };
  }

  /** Sets what the function does. */
  setBody(...statements: Code[]): this {
    this.body = statements.flat();
    return this;
  }

  /** Its entry in the type section. */
  encodeType(): Code {
    return [functionType, ...vector(this.parameters.map((type) => [typeCodes[type]])), 0];
  }

  /** Its entry in the code section. */
  encodeBody(): Code {
    const locals = vector(this.locals.map((type) => [1, typeCodes[type]]));
    return sized([...locals, ...this.body, 0x0b]);
  }
}

/** The binary of a module that imports `env.memory` and exports `functions` by name. */
export function assemble(functions: readonly FunctionBuilder[]): Uint8Array<ArrayBuffer> {
  const memoryImport = [...text('env'), ...text('memory'), 0x02, 0x00, 0x00];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, vector(functions.map((one) => one.encodeType()))),
    ...section(2, vector([memoryImport])),
    ...section(3, vector(functions.map((_, index) => unsigned(index)))),
    ...section(7, vector(functions.map((one, index) => [...text(one.name), 0x00, ...unsigned(index)]))),
    ...section(10, vector(functions.map((one) => one.encodeBody()))),
  ]);
}

/** The value of a local. */
export const get = (local: Local): Code => [0x20, ...unsigned(local.index)];
/** Gives a local a value. */
export const set = (local: Local, value: Code): Code => [...value, 0x21, ...unsigned(local.index)];
/** Adds to an integer local. */
export const increase = (local: Local, by: Code): Code => set(local, i32.add(get(local), by));

/** Integer expressions. */
export const i32 = {
  const: (value: number): Code => [0x41, ...signed(value)],
  add: (a: Code, b: Code): Code => [...a, ...b, 0x6a],
  sub: (a: Code, b: Code): Code => [...a, ...b, 0x6b],
  mul: (a: Code, b: Code): Code => [...a, ...b, 0x6c],
  atLeast: (a: Code, b: Code): Code => [...a, ...b, 0x4e],
};

/** Repeats `body` while `condition` is not zero. */
export function whileLoop(condition: Code, ...body: Code[]): Code {
  const turn = [...body.flat(), ...condition, 0x0d, 0];
  return [...condition, 0x04, emptyBlock, 0x03, emptyBlock, ...turn, 0x0b, 0x0b];
}

/** Repeats `body` `count` times; `counter` is a scratch local, which ends at zero. */
export function repeat(counter: Local, count: Code, ...body: Code[]): Code {
  const countDown = increase(counter, i32.const(-1));
  return [...set(counter, count), ...whileLoop(get(counter), ...body, countDown)];
}

/** Float32 arithmetic on one number or on four at once, so that a loop is written once for both. */
export interface Lanes {
  readonly type: 'f32' | 'v128';
  /** Numbers handled at once. */
  readonly width: 1 | 4;
  readonly zero: Code;
  /** The same scalar in all lanes. */
  spread(scalar: Code): Code;
  /** The numbers at `address + offset` bytes. */
  load(address: Code, offset?: number): Code;
  /** The single number at `address + offset` bytes in all lanes. */
  loadSpread(address: Code, offset?: number): Code;
  store(address: Code, value: Code, offset?: number): Code;
  add(a: Code, b: Code): Code;
  sub(a: Code, b: Code): Code;
  mul(a: Code, b: Code): Code;
  div(a: Code, b: Code): Code;
  sqrt(a: Code): Code;
  /** `a` where `left > right`, else `b`. */
  whereGreater(left: Code, right: Code, a: Code, b: Code): Code;
  /** `a` where `left = right`, else `b`. */
  whereEqual(left: Code, right: Code, a: Code, b: Code): Code;
}

const simd = (opcode: number): Code => [0xfd, ...unsigned(opcode)];

/** Four numbers at once. */
export const vectorLanes: Lanes = {
  type: 'v128',
  width: 4,
  zero: [...simd(0x0c), ...new Array<number>(16).fill(0)],
  spread: (scalar) => [...scalar, ...simd(0x13)],
  load: (address, offset = 0) => [...address, ...simd(0x00), 2, ...unsigned(offset)],
  loadSpread: (address, offset = 0) => [...address, ...simd(0x09), 2, ...unsigned(offset)],
  store: (address, value, offset = 0) => [...address, ...value, ...simd(0x0b), 2, ...unsigned(offset)],
  add: (a, b) => [...a, ...b, ...simd(0xe4)],
  sub: (a, b) => [...a, ...b, ...simd(0xe5)],
  mul: (a, b) => [...a, ...b, ...simd(0xe6)],
  div: (a, b) => [...a, ...b, ...simd(0xe7)],
  sqrt: (a) => [...a, ...simd(0xe3)],
  whereGreater: (left, right, a, b) => [...a, ...b, ...left, ...right, ...simd(0x44), ...simd(0x52)],
  whereEqual: (left, right, a, b) => [...a, ...b, ...left, ...right, ...simd(0x41), ...simd(0x52)],
};

/** One number: what is left over when a length is not a multiple of four. */
export const scalarLanes: Lanes = {
  type: 'f32',
  width: 1,
  zero: [0x43, 0, 0, 0, 0],
  spread: (scalar) => scalar,
  load: (address, offset = 0) => [...address, 0x2a, 2, ...unsigned(offset)],
  loadSpread: (address, offset = 0) => [...address, 0x2a, 2, ...unsigned(offset)],
  store: (address, value, offset = 0) => [...address, ...value, 0x38, 2, ...unsigned(offset)],
  add: (a, b) => [...a, ...b, 0x92],
  sub: (a, b) => [...a, ...b, 0x93],
  mul: (a, b) => [...a, ...b, 0x94],
  div: (a, b) => [...a, ...b, 0x95],
  sqrt: (a) => [...a, 0x91],
  whereGreater: (left, right, a, b) => [...a, ...b, ...left, ...right, 0x5e, 0x1b],
  whereEqual: (left, right, a, b) => [...a, ...b, ...left, ...right, 0x5b, 0x1b],
};

/** A float32 constant. */
export const f32Const = (value: number): Code => [0x43, ...new Uint8Array(Float32Array.of(value).buffer)];

/** Unsigned LEB128. */
function unsigned(value: number): number[] {
  const low = value & 0x7f;
  const rest = value >>> 7;
  return rest === 0 ? [low] : [low | 0x80, ...unsigned(rest)];
}

/** Signed LEB128. */
function signed(value: number): number[] {
  const low = value & 0x7f;
  const rest = value >> 7;
  const fits = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
  return fits ? [low] : [low | 0x80, ...signed(rest)];
}

const vector = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];
const sized = (content: Code): Code => [...unsigned(content.length), ...content];
const section = (id: number, content: Code): Code => [id, ...sized(content)];
const text = (value: string): Code => sized([...Buffer.from(value, 'utf8')]);
