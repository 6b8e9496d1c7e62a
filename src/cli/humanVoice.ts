import type { WriteStream } from 'node:tty';
import { createLogUpdate } from 'log-update';
import type { TrainerEvent } from '../shared/protocol';
import { newRun, reduce } from '../shared/run';
import type { Run } from '../shared/run';
import { eventLines } from './eventLines';
import { paintFor } from './paint';
import type { Paint } from './paint';
import { progressLines, stageAmount, stageTitles } from './progressLines';
import { count } from './text';
import type { Voice } from './voice';

/** Redrawing more often than this, in milliseconds, only makes a slow terminal slower. */
const redrawInterval = 80;
const widthWithoutTerminal = 100;

type StageProgress = Extract<TrainerEvent, { type: 'progress' }>;

/** Downloading one archive after the other is two things that happened. */
function isSameStage(before: StageProgress, after: StageProgress | null): boolean {
  return after !== null && before.stage === after.stage && before.file === after.file;
}

/**
 * For people. On a terminal a progress display moves below the lines that stay; in a pipe, a log or CI there are only
 * the lines that stay: one for each stage and each epoch.
 */
export class HumanVoice implements Voice {
  private readonly paint: Paint;
  private readonly live: ReturnType<typeof createLogUpdate> | null;
  private run: Run = newRun('');
  private stage: StageProgress | null = null;
  private toldEngine = '';
  private redraw: NodeJS.Timeout | null = null;

  constructor(
    private readonly out: WriteStream,
    private readonly errors: NodeJS.WritableStream,
  ) {
    this.paint = paintFor(out);
    this.live = out.isTTY ? createLogUpdate(out) : null;
  }

  begin(run: Run): void {
    this.run = run;
  }

  event(event: TrainerEvent): void {
    const ended = this.moveStage(event);
    this.run = reduce(this.run, event);
    const lines = [...ended, ...this.linesOf(event)];
    if (lines.length > 0) this.say(...lines);
    else this.scheduleRedraw();
    if (event.type === 'failed') this.complain(`petcv: ${event.reason}`);
  }

  say(...lines: string[]): void {
    this.hide();
    this.out.write(lines.map((line) => `${line}\n`).join(''));
    this.scheduleRedraw();
  }

  result(): void {
    // The event's lines have told it.
  }

  complain(text: string): void {
    this.hide();
    this.errors.write(`${text}\n`);
  }

  close(): void {
    this.hide();
    this.live?.done();
  }

  /** The jobs of one command share an engine, which is told once. */
  private linesOf(event: TrainerEvent): string[] {
    const lines = eventLines(event, this.run, this.width, this.paint);
    if (event.type !== 'engine') return lines;
    const told = this.toldEngine;
    this.toldEngine = lines.join('\n');
    return told === this.toldEngine ? [] : lines;
  }

  /** The line that stays of a stage that `event` ends. */
  private moveStage(event: TrainerEvent): string[] {
    const before = this.stage;
    this.stage = event.type === 'progress' ? event : null;
    if (before === null || before.done === 0 || isSameStage(before, this.stage)) return [];
    if (event.type === 'stopped' || event.type === 'error') return [];
    const amount = stageAmount[before.stage] ?? count;
    return [
      `${stageTitles[before.stage]}${before.file === undefined ? '' : ` ${before.file}`}: ${amount(before.done)}`,
    ];
  }

  private get width(): number {
    return this.out.isTTY ? this.out.columns : widthWithoutTerminal;
  }

  private hide(): void {
    if (this.redraw !== null) clearTimeout(this.redraw);
    this.redraw = null;
    this.live?.clear();
  }

  private scheduleRedraw(): void {
    if (this.live === null || this.redraw !== null) return;
    this.redraw = setTimeout(() => {
      this.redraw = null;
      this.live?.(progressLines(this.run, this.width, this.paint).join('\n'));
    }, redrawInterval);
  }
}
