import { findingKinds, findingTexts, safelyFixable, worstOf } from '../shared/health';
import type { Finding, FindingKind, Fix, Health, Severity } from '../shared/health';
import type { Paint, Tone } from './paint';
import { count, cut, left, quantity } from './text';

/** Findings, and photos of one finding, beyond these are only counted: health.json has them all. */
const findingsShown = 5;
const photosShown = 4;
/** Columns of a finding without photos: with many small classes its numbers fill a screen. */
const widestDetail = 100;

const marks: Record<Severity, { mark: string; tone: Tone }> = {
  error: { mark: '✗', tone: 'bad' },
  warning: { mark: '!', tone: 'accent' },
  info: { mark: '·', tone: 'quiet' },
};

/** A health report as it stays in the terminal, worst findings first. */
export function healthLines(health: Health, paint: Paint): string[] {
  const { photos, readable, classes, findings, sizes, aspects } = health;
  const numbers = classes.map(({ train, validation, unused }) => train + validation + unused);
  return [
    `Health: ${quantity(photos, 'photo')} in ${quantity(classes.length, 'class', 'classes')}` +
      (readable < photos ? `, ${count(readable)} of them readable` : '') +
      `; ${spread(numbers)} a class.`,
    `Sizes: ${size(sizes.smallest)} to ${size(sizes.largest)} pixels, median ${size(sizes.median)}; ` +
      `${count(aspects.portrait)} portrait, ${count(aspects.square)} square, ${count(aspects.landscape)} landscape.`,
    ...(findings.length === 0 ? [paint('good', 'Nothing wrong was found.')] : []),
    ...findingKinds.flatMap((kind) =>
      kindLines(
        kind,
        findings.filter((one) => one.kind === kind),
        paint,
      ),
    ),
  ];
}

/** What a fix will do, or did, one line for each kind of finding. */
export function fixLines(fixes: readonly Fix[]): string[] {
  return fixes.map(
    ({ kind, photos }) => `  ${left(findingTexts[kind].title, 46)} ${quantity(photos.length, 'photo')}`,
  );
}

/** The photos that a fix would look at. */
export function plannedFixes(health: Health): Fix[] {
  const planned = new Map<FindingKind, string[]>();
  for (const { kind, photos } of safelyFixable(health)) {
    // Of copies one stays.
    const touched = kind === 'exact-copies' ? photos.slice(1) : photos;
    planned.set(kind, [...(planned.get(kind) ?? []), ...touched.map(({ path }) => path)]);
  }
  return [...planned].map(([kind, photos]) => ({ kind, photos }));
}

function kindLines(kind: FindingKind, findings: readonly Finding[], paint: Paint): string[] {
  if (findings.length === 0) return [];
  const { severity: usual, title, advice } = findingTexts[kind];
  const { mark, tone } = marks[worstOf({ findings: [...findings] }) ?? usual];
  const photos = new Set(findings.flatMap((finding) => finding.photos.map(({ path }) => path))).size;
  const groups = findings.length > 1 ? ` in ${quantity(findings.length, 'group')}` : '';
  const rest = findings.length - findingsShown;
  return [
    `${paint(tone, mark)} ${paint('strong', title)}${photos === 0 ? '' : `: ${quantity(photos, 'photo')}${groups}`}`,
    `    ${advice}`,
    ...findings.slice(0, findingsShown).map((finding) => `    ${findingLine(finding)}`),
    ...(rest > 0 ? [`    and ${quantity(rest, 'more group')}`] : []),
  ];
}

function findingLine({ photos, detail }: Finding): string {
  if (photos.length === 0) return cut(detail, widestDetail);
  const rest = photos.length - photosShown;
  const names = photos.slice(0, photosShown).map((photo) => {
    const facts = [photo.part ?? '', photo.detail].filter((fact) => fact !== '');
    return facts.length === 0 ? photo.path : `${photo.path} (${facts.join(', ')})`;
  });
  return `${names.join('  ')}${rest > 0 ? `  and ${count(rest)} more` : ''}`;
}

function size([width, height]: [number, number]): string {
  return `${width} × ${height}`;
}

/** `5 to 129`, or one number where all are alike. */
function spread(numbers: readonly number[]): string {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return least === most ? count(most) : `${count(least)} to ${count(most)}`;
}
