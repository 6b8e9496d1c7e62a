import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { median, printTable, type Row } from './table';
import type { StepMeasured } from './trainingStepChild';

const rounds = 7;
const warmUp = 3;

/**
 * The workshop network's training step with our kernels against the same step on tfjs's own with a filter gradient made by
 * im2col and matMul: two processes taking turns, medians of their processor times. Then 300 steps of a smaller one, for what they
 * leave in memory.
 */
export async function measureTrainingStep(): Promise<Row[]> {
  return [...(await measureSpeed()), ...(await measureMemory())];
}

async function measureSpeed(): Promise<Row[]> {
  const children = { ours: await start('ours', 128, 32), stock: await start('stock', 128, 32) };
  const times = { ours: [] as number[], stock: [] as number[] };
  try {
    for (let round = 0; round < warmUp + rounds; round++) {
      const ours = await step(children.ours);
      const stock = await step(children.stock);
      // The same step, or the comparison means nothing.
      assert.ok(Math.abs(ours.loss - stock.loss) < 0.01 * stock.loss, `${ours.loss} is not ${stock.loss}`);
      if (round < warmUp) continue;
      times.ours.push(ours.milliseconds);
      times.stock.push(stock.milliseconds);
    }
  } finally {
    Object.values(children).forEach((child) => child.kill());
  }
  const [ours, stock] = [median(times.ours), median(times.stock)];
  return [
    { name: 'training step, ours / im2col', value: ours / stock, unit: 'ratio', target: '<= 0.30' },
    { name: 'training step, ours', value: ours, unit: 'ms', target: '' },
    { name: 'training step, im2col on stock kernels', value: stock, unit: 'ms', target: '' },
  ];
}

async function measureMemory(): Promise<Row[]> {
  const child = await start('ours', 64, 16);
  try {
    for (let early = 0; early < 20; early++) await step(child);
    const before = await step(child);
    let after = before;
    for (let more = 0; more < 300; more++) after = await step(child);
    const megabytes = (after.residentBytes - before.residentBytes) / 1e6;
    return [
      { name: '300 steps, tensors more', value: after.tensors - before.tensors, unit: '', target: '0' },
      { name: '300 steps, resident memory more', value: megabytes, unit: 'MB', target: '<= 10' },
    ];
  } finally {
    child.kill();
  }
}

async function start(kernels: 'ours' | 'stock', imageSize: number, photos: number): Promise<ChildProcess> {
  const program = path.join(__dirname, 'trainingStepChild.ts');
  const child = fork(program, [kernels, String(imageSize), String(photos)]);
  await answer(child);
  return child;
}

async function step(child: ChildProcess): Promise<StepMeasured> {
  const measured = answer(child);
  child.send('step');
  const message = await measured;
  assert.ok(isMeasured(message));
  return message;
}

/** The child's next message; rejects when it ends instead. */
function answer(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onEnd = () => reject(new Error('the child ended'));
    child.once('exit', onEnd);
    child.once('message', (message) => {
      child.off('exit', onEnd);
      resolve(message);
    });
  });
}

function isMeasured(message: unknown): message is StepMeasured {
  return typeof message === 'object' && message !== null && 'milliseconds' in message;
}

if (require.main === module) void measureTrainingStep().then(printTable);
