import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { runScript } from './python';

/** A tensor on its way to Python or back. */
export interface NamedTensor {
  name: string;
  shape: number[];
  /** Row by row. */
  values: Float32Array;
}

/** What goes each way: small things by name, and tensors. */
export interface Message<Facts> {
  facts: Facts;
  tensors: NamedTensor[];
}

const headerSchema = v.object({
  facts: v.unknown(),
  tensors: v.array(v.object({ name: v.string(), shape: v.array(v.number()) })),
});

/**
 * Hands `request` to a Python script of this folder and gives its answer. Each message is two files in a folder that is
 * removed afterwards: a header in JSON, and the tensors as raw little-endian float32, one after the other, so that every
 * bit arrives. `exchange.py` is the other end.
 * @throws Error with what Python said; ValiError when the answer's facts are not as `factsSchema` has them
 */
export async function askPython<Facts>(
  executable: string,
  script: string,
  request: Message<unknown>,
  factsSchema: v.GenericSchema<unknown, Facts>,
): Promise<Message<Facts>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pet-cv-parity-'));
  try {
    await writeMessage(folder, request);
    await runScript(executable, script, folder);
    const { facts, tensors } = await readAnswer(folder);
    return { facts: v.parse(factsSchema, facts), tensors };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeMessage(folder: string, { facts, tensors }: Message<unknown>): Promise<void> {
  const header = { facts, tensors: tensors.map(({ name, shape }) => ({ name, shape })) };
  await writeFile(path.join(folder, 'request.json'), JSON.stringify(header));
  const bytes = tensors.map(({ values }) => Buffer.from(values.buffer, values.byteOffset, values.byteLength));
  await writeFile(path.join(folder, 'request.f32'), Buffer.concat(bytes));
}

async function readAnswer(folder: string): Promise<Message<unknown>> {
  const text = await readFile(path.join(folder, 'answer.json'), 'utf8');
  const { facts, tensors } = v.parse(headerSchema, JSON.parse(text));
  // Into a buffer of its own: one of Node's pool need not begin at a multiple of four.
  const bytes = Uint8Array.from(await readFile(path.join(folder, 'answer.f32')));
  const all = new Float32Array(bytes.buffer);
  let offset = 0;
  const withValues = tensors.map(({ name, shape }) => {
    const length = shape.reduce((product, side) => product * side, 1);
    const values = all.slice(offset, offset + length);
    offset += length;
    return { name, shape, values };
  });
  if (offset !== all.length) throw new Error(`The answer has ${all.length} numbers, not ${offset}.`);
  return { facts, tensors: withValues };
}
