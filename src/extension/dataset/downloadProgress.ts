import path from 'node:path';
import * as vscode from 'vscode';
import type { TrainerEvent } from '../../shared/protocol';
import { bytesText } from '../bytesText';
import { countText } from '../countText';
import { stageStep } from './makeDataset';
import type { ShownStep } from './makeDataset';

/** Over which the speed is taken, in milliseconds: shorter it jumps, longer it lags. */
const speedWindow = 5000;

interface Reading {
  at: number;
  bytes: number;
}

/** Turns the events of a download into what its notification shows: bytes and speed of the archive at hand, later stages in files. */
export class DownloadProgress {
  private file = '';
  private readings: Reading[] = [];

  /** @param now Milliseconds. */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Null for an event that says nothing new. */
  show(event: TrainerEvent): ShownStep | null {
    if (event.type === 'retrying') return { message: retryText(event) };
    if (event.type !== 'progress') return null;
    return event.stage === 'downloading' ? this.downloaded(event) : stageStep(event);
  }

  private downloaded({ done, total, file = '' }: Extract<TrainerEvent, { type: 'progress' }>): ShownStep {
    if (file !== this.file) this.readings = [];
    this.file = file;
    const at = this.now();
    this.readings = [...this.readings.filter((one) => at - one.at <= speedWindow), { at, bytes: done }];
    const speed = speedOf(this.readings);
    const size =
      total === null
        ? bytesText(done)
        : vscode.l10n.t('{done} of {total}', { done: megabytes(done), total: bytesText(total) });
    const rate = speed === null ? [] : [vscode.l10n.t('{size}/s', { size: bytesText(speed) })];
    return { message: [size, ...rate, ...(file === '' ? [] : [path.basename(file)])].join(', ') };
  }
}

/** Bytes a second; null before there are two readings, or after bytes were thrown away. */
function speedOf(readings: readonly Reading[]): number | null {
  const [first] = readings;
  const last = readings.at(-1);
  if (first === undefined || last === undefined || last.at - first.at < 500) return null;
  return last.bytes < first.bytes ? null : ((last.bytes - first.bytes) * 1000) / (last.at - first.at);
}

function megabytes(bytes: number): string {
  return countText(Math.round(bytes / 1e6));
}

function retryText({ reason, seconds }: Extract<TrainerEvent, { type: 'retrying' }>): string {
  return vscode.l10n.t('Interrupted ({reason}); trying again in {seconds} s', {
    reason,
    seconds: countText(Math.ceil(seconds)),
  });
}
