import type { Stage } from '../shared/protocol';
import type { Run } from '../shared/run';
import { segmentLine } from './paint';
import type { Paint, Segment } from './paint';
import { bar, clock, count, columns, megabytes, percent } from './text';

const widestBar = 30;
const narrowestBar = 6;

/** Each stage as a person reads it. */
export const stageTitles: Record<Stage, string> = {
  downloading: 'Downloading',
  reading: 'Reading photos',
  unpacking: 'Unpacking',
  cutting: 'Cutting out heads',
  drawing: 'Drawing pets',
  decoding: 'Decoding photos',
  comparing: 'Comparing photos',
  loading: 'Loading',
  scoring: 'Scoring',
};

/** What moves at the bottom of the terminal while a job runs, at most `width` columns wide. */
export function progressLines(run: Run, width: number, paint: Paint): string[] {
  if (run.stage !== null) {
    const { name, done, total } = run.stage;
    const amount = stageAmount[name] ?? count;
    return [counted(stageTitles[name], done, total, width, paint, amount)];
  }
  if (run.epoch === 0) return [];
  const epochs = run.config?.epochs;
  const title = epochs === undefined ? `Epoch ${run.epoch}` : `Epoch ${run.epoch}/${epochs}`;
  if (run.validating !== null) {
    const { done, total } = run.validating;
    return [counted(`${title}  validating`, done, total, width, paint)];
  }
  return [batchLine(title, run, width, paint), numbersLine(title, run, width, paint)];
}

/** How much of a stage is done, in words: most count files. */
export const stageAmount: Partial<Record<Stage, (done: number) => string>> = { downloading: megabytes };

function counted(
  title: string,
  done: number,
  total: number | null,
  width: number,
  paint: Paint,
  amount = count,
): string {
  if (total === null) return barLine(title, null, [{ text: amount(done) }], width, paint);
  const share = total === 0 ? 1 : done / total;
  return barLine(title, share, [{ text: `${amount(done)}/${amount(total)}` }], width, paint);
}

function batchLine(title: string, run: Run, width: number, paint: Paint): string {
  const facts: Segment[] = [{ text: `batch ${run.batch}/${run.batchesPerEpoch}` }];
  if (run.etaSeconds !== null) facts.push({ text: `ETA ${clock(run.etaSeconds)}`, tone: 'accent' });
  if (run.imagesPerSecond !== null) facts.push({ text: `${run.imagesPerSecond.toFixed(0)} images/s` });
  return barLine(title, run.batch / Math.max(1, run.batchesPerEpoch), facts, width, paint);
}

/** Loss and accuracy of the current batch, as the trainer sent them, and the validation accuracy of the last epoch. */
function numbersLine(title: string, run: Run, width: number, paint: Paint): string {
  const last = run.batches.at(-1);
  const validated = run.epochs.at(-1);
  const segments: Segment[] = [{ text: ' '.repeat(columns(title)) }];
  if (last !== undefined) {
    segments.push({ text: `loss ${last.loss.toFixed(4)}` }, { text: `train ${percent(last.accuracy)}` });
  }
  if (validated !== undefined) {
    segments.push({ text: `validation ${percent(validated.validationAccuracy)}`, tone: 'strong' });
  }
  return segmentLine(segments, width, paint);
}

/** Title, bar, facts: the bar takes what the others leave. */
function barLine(
  title: string,
  share: number | null,
  facts: readonly Segment[],
  width: number,
  paint: Paint,
): string {
  const texts = facts.reduce((sum, fact) => sum + 2 + columns(fact.text), columns(title));
  const room = Math.min(widestBar, width - texts - 2);
  const middle: Segment[] =
    share === null || room < narrowestBar ? [] : [{ text: bar(share, room), tone: 'accent' }];
  return segmentLine([{ text: title, tone: 'strong' }, ...middle, ...facts], width, paint);
}
