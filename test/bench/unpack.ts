import { execFileSync, fork } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { extract, pack } from 'tar-stream';
import type { GetJob, TrainerEvent } from '../../src/shared/protocol';
import { TrainerClient } from '../../src/shared/trainerClient';
import { assignClasses } from '../../src/trainer/data/assignClasses';
import { unpackPhotos } from '../../src/trainer/data/unpackPhotos';
import { median, type Row } from './table';

const sample = path.resolve('../shared/data/oxford-sample/images.tar.gz');
const rounds = 9;
/** The sample repeated so often is as large as Oxford's archive. */
const copies = 8;

/**
 * Unpacking and sorting into one folder a breed against `tar xzf`, which only unpacks: the same archive, by turns. And what
 * memory the trainer takes at most to get an archive of 800 MB, above what it takes when idle.
 */
export async function measureUnpack(): Promise<Row[]> {
  if (!existsSync(sample)) {
    console.log('unpacking skipped: no ../shared/data');
    return [];
  }
  const root = await mkdtemp(path.join(tmpdir(), 'pet-cv-bench-'));
  try {
    return [...(await measureSpeed(root)), ...(await measureMemory(root))];
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function measureSpeed(root: string): Promise<Row[]> {
  const tar: number[] = [];
  const ours: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    // Nothing is deleted in between: ext4 makes new files more slowly for a while after that.
    const folders = ['tar', 'ours', 'sorted'].map((name) => path.join(root, `${name}-${round}`));
    const [plain = '', staging = '', sorted = ''] = folders;
    for (const folder of folders) await mkdir(folder);
    const ownTurn = async () => timed(() => unpackAndSort(staging, sorted));
    const tarsTurn = async () => timed(() => execFileSync('tar', ['xzf', sample, '-C', plain]));
    // Each goes first in every other round.
    const own = round % 2 === 0 ? await ownTurn() : NaN;
    const tars = await tarsTurn();
    // The first round warms up the disk's cache and the compiler.
    if (round > 0) {
      tar.push(tars);
      ours.push(round % 2 === 0 ? own : await ownTurn());
    }
  }
  const speed = (seconds: readonly number[]) => 102.07 / median(seconds);
  const ratios = tar.map((seconds, round) => seconds / (ours[round] ?? NaN));
  return [
    { name: 'tar xzf (102 MB, 1106 photos)', value: speed(tar), unit: 'MB/s', target: '' },
    { name: 'unpack and sort (the same)', value: speed(ours), unit: 'MB/s', target: '' },
    { name: 'unpack and sort / tar xzf', value: median(ratios), unit: '', target: '>= 0.80' },
  ];
}

async function unpackAndSort(staging: string, sorted: string): Promise<void> {
  const context = { emit: () => undefined, signal: new AbortController().signal };
  const { photos } = await unpackPhotos(sample, { staging, context });
  const files = new Map(photos.map(({ name, file }) => [name, file]));
  const assigned = assignClasses([...files.keys()], 'images').photos;
  for (const name of new Set(assigned.map(({ className }) => className))) {
    await mkdir(path.join(sorted, name));
  }
  for (const { name, className, fileName } of assigned) {
    await rename(files.get(name) ?? '', path.join(sorted, className, fileName));
  }
}

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** Where Linux tells what a process takes. */
async function measureMemory(root: string): Promise<Row[]> {
  if (!existsSync('/proc/self/status')) return [];
  const mirror = path.join(root, 'mirror');
  await mkdir(mirror);
  await repeatSample(path.join(mirror, 'images.tar.gz'));
  const child = fork('dist/trainer.js', [], {
    env: { PATH: process.env['PATH'] },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const client = new TrainerClient(child);
  const pid = child.pid ?? 0;
  const seen = { unpacked: 0 };
  const onEvent = (event: TrainerEvent) => {
    const isFirst = seen.unpacked === 0 && event.type === 'progress' && event.stage === 'decoding';
    if (isFirst) void memoryOf(pid, 'VmHWM').then((bytes) => (seen.unpacked = bytes));
  };
  try {
    await client.run({ type: 'trash', files: [] }, () => undefined);
    const idle = await memoryOf(pid, 'VmRSS');
    const end = await client.run(jobFor(root, mirror), onEvent);
    if (end.type !== 'done') throw new Error(JSON.stringify(end));
    const peak = await memoryOf(pid, 'VmHWM');
    const above = (bytes: number) => (bytes - idle) / 1e6;
    const what = 'memory above the idle child, archive of 816 MB';
    return [
      { name: `${what}: unpacking`, value: above(seen.unpacked), unit: 'MB', target: '<= 300' },
      { name: `${what}: all of get`, value: above(peak), unit: 'MB', target: '<= 300' },
    ];
  } finally {
    await client.dispose();
  }
}

function jobFor(root: string, mirror: string): GetJob {
  return {
    type: 'get',
    dataset: 'oxford-pets',
    from: 'auto',
    mirrors: [mirror],
    annotations: false,
    downloads: path.join(root, 'downloads'),
    network: {},
    folder: path.join(root, 'made'),
    cache: path.join(root, 'cache'),
    title: 'Benchmark',
    imageSize: 128,
    split: { kind: 'fraction', trainFraction: 0.8, seed: 1 },
  };
}

/** `VmRSS` is what a process takes now, `VmHWM` the most it ever took; bytes. */
async function memoryOf(pid: number, field: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${field}:\\s*(\\d+) kB`).exec(status)?.[1]) * 1024;
}

async function repeatSample(target: string): Promise<void> {
  const made = pack();
  const written = pipeline(made, createGzip({ level: 1 }), createWriteStream(target));
  for (let copy = 1; copy <= copies; copy++) {
    const entries = extract();
    const fed = pipeline([createReadStream(sample), createGunzip(), entries]);
    for await (const entry of entries) {
      const bytes: Uint8Array[] = [];
      for await (const piece of entry) if (piece instanceof Uint8Array) bytes.push(piece);
      const name = entry.header.name.replace(/_(\d+)\.jpg$/, `_${copy}$1.jpg`);
      if (entry.header.type === 'file') made.entry({ name }, Buffer.concat(bytes));
    }
    await fed;
  }
  made.finalize();
  await written;
}

if (path.parse(process.argv[1] ?? '').name === 'unpack') void measureUnpack().then(console.table);
