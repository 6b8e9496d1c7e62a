import { breedTitle } from '../shared/manifest';
import type { ClassScore, Report } from '../shared/protocol';
import type { Paint } from './paint';
import { columns, left, percent, quantity, right } from './text';

/** With more classes than this, only the best and the worst are listed. */
const fullTable = 12;
const extremes = 5;

/** The report of a model: hits among how many photos, how sure that is, and which classes it knows best and worst. */
export function reportLines(report: Report, drawn: boolean, width: number, paint: Paint): string[] {
  const { score } = report;
  const part = report.part === 'all' ? '' : `${report.part} `;
  const noun = drawn ? 'drawn picture' : 'photo';
  const photos = quantity(score.photos, `${part}${noun}`);
  const [low, high] = score.top1Interval;
  return [
    `${paint('strong', 'Result')} on ${photos} of ${report.classes.length} classes, model of epoch ${report.epoch}`,
    `  top-1  ${paint('strong', right(percent(score.top1), 7))}  (${percent(low)} to ${percent(high)} with 95 % confidence; guessing blindly ${percent(report.chance)})`,
    `  top-3  ${right(percent(score.top3), 7)}`,
    `  top-5  ${right(percent(score.top5), 7)}`,
    ...classLines(report, noun, width, paint),
  ];
}

function classLines(report: Report, noun: string, width: number, paint: Paint): string[] {
  const seen = report.perClass
    .filter((score) => score.photos > 0)
    .sort((a, b) => b.top1 - a.top1 || a.label - b.label);
  if (seen.length === 0) return [];
  if (seen.length <= fullTable)
    return [paint('strong', 'Top-1 of each class'), ...table(seen, report, noun, width)];
  return [
    paint('strong', `Best classes of ${seen.length}`),
    ...table(seen.slice(0, extremes), report, noun, width),
    paint('strong', 'Worst classes'),
    ...table(seen.slice(-extremes).reverse(), report, noun, width),
  ];
}

function table(scores: readonly ClassScore[], report: Report, noun: string, width: number): string[] {
  const names = scores.map((score) => breedTitle(report.classes[score.label] ?? String(score.label)));
  const nameWidth = Math.max(8, Math.min(Math.max(...names.map(columns)), width - 34));
  return scores.map(
    (score, index) =>
      `  ${left(names[index] ?? '', nameWidth)}  ${right(percent(score.top1), 7)}  of ${quantity(score.photos, noun)}`,
  );
}
