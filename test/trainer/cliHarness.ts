import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import sharp from 'sharp';
import { isTrainerEvent } from '../../src/shared/protocol';
import type { TrainerEvent } from '../../src/shared/protocol';

const cli = resolve(process.env['PETCV_CLI'] ?? join('dist', 'cli.js'));

/** A line of `--json`: an event of the trainer or a result. */
export interface JsonLine extends Record<string, unknown> {
  type: string;
}

/** What a `petcv` left behind. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
  /** Standard output line by line; for `--json`. Asserts that each line is a JSON object with a type. */
  lines(): JsonLine[];
}

/** A running `petcv`. */
export interface Running {
  process: ChildProcess;
  ended: Promise<Ended>;
  /** Resolves at the first event that `wanted` accepts; rejects when the process ends without it. */
  until(wanted: (event: TrainerEvent) => boolean): Promise<void>;
}

/** Runs the real bundle to its end. */
export function petcv(words: readonly string[], cwd: string): Promise<Ended> {
  return startPetcv(words, cwd).ended;
}

/** Starts the real bundle as the leader of a process group, as a terminal does. */
export function startPetcv(words: readonly string[], cwd: string): Running {
  const child = spawn(process.execPath, [cli, ...words], {
    cwd,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ended>((done, failed) => {
    child.once('error', failed);
    child.once('close', (code) => done({ code, stdout, stderr, lines: () => jsonLines(stdout) }));
  });
  const reader = createInterface({ input: child.stdout });
  const until = (wanted: (event: TrainerEvent) => boolean): Promise<void> =>
    new Promise((found, never) => {
      reader.on('line', (line) => {
        const value: unknown = JSON.parse(line);
        if (isTrainerEvent(value) && wanted(value)) found();
      });
      void ended.then(({ code }) => never(new Error(`petcv ended with ${code ?? 'a signal'}: ${stderr}`)));
    });
  return { process: child, ended, until };
}

function jsonLines(text: string): JsonLine[] {
  assert.ok(text === '' || text.endsWith('\n'), 'the last line is whole');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const value: unknown = JSON.parse(line);
      assert.ok(isJsonLine(value), line);
      return value;
    });
}

function isJsonLine(value: unknown): value is JsonLine {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** Colour and number of stripes of the three kinds of picture that `drawPhotos` makes. */
const kinds = {
  cat_Red: { colour: [200, 60, 50], stripes: 2 },
  cat_Green: { colour: [60, 180, 70], stripes: 5 },
  dog_blue: { colour: [50, 80, 210], stripes: 9 },
} as const;

/** Class names of what `drawPhotos` makes, sorted. */
export const classNames = Object.keys(kinds).sort();

/** Small noisy striped JPEGs in class folders: easy to tell apart, no two alike. `first` makes other pictures. */
export async function drawPhotos(folder: string, perClass: number, first = 0): Promise<void> {
  for (const [name, { colour, stripes }] of Object.entries(kinds)) {
    await mkdir(join(folder, name), { recursive: true });
    for (let index = first; index < first + perClass; index += 1) {
      await drawPhoto(join(folder, name, `${name}_${index}.jpg`), colour, stripes, index);
    }
  }
}

async function drawPhoto(
  file: string,
  colour: readonly [number, number, number],
  stripes: number,
  index: number,
): Promise<void> {
  const side = 48;
  const pixels = Buffer.alloc(side * side * 3);
  let noise = index * 7919 + stripes;
  for (let place = 0; place < side * side; place += 1) {
    const across = (place % side) / side;
    const dark = Math.sin(across * stripes * Math.PI * 2 + index * 1.7) > 0 ? 1 : 0.55;
    for (const [channel, value] of colour.entries()) {
      noise = (noise * 1103515245 + 12345) % 2147483648;
      pixels[place * 3 + channel] = Math.min(255, value * dark + (noise / 2147483648) * 60);
    }
  }
  await sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
    .jpeg({ quality: 92 })
    .toFile(file);
}
