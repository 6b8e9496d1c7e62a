import {
  type Finding,
  type FindingKind,
  findingKinds,
  type Health,
  safelyFixable,
  type Severity,
  worstOf,
} from '../shared/health';
import type { DatasetStringKey } from '../shared/datasetStrings';
import type { Words } from './words';

/** Codicon of each severity. */
export const severityIcons: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'info' };

const severities: readonly Severity[] = ['error', 'warning', 'info'];

/** What the fix of a kind does; kinds that are fixed by hand have none. */
const fixTexts: Partial<Record<FindingKind, DatasetStringKey>> = {
  unreadable: 'fix.unreadable',
  empty: 'fix.empty',
  missing: 'fix.missing',
  leakage: 'fix.leakage',
  'exact-copies': 'fix.exact-copies',
  'wrong-format': 'fix.wrong-format',
};

/** Findings of one kind. */
export interface FindingGroup {
  kind: FindingKind;
  severity: Severity;
  findings: Finding[];
}

/** The findings by kind, the worst first; a kind is as bad as the worst of its findings. */
export function findingGroups({ findings }: Pick<Health, 'findings'>): FindingGroup[] {
  const groups = findingKinds.flatMap((kind): FindingGroup[] => {
    const own = findings.filter((finding) => finding.kind === kind);
    const severity = worstOf({ findings: own });
    return severity === null ? [] : [{ kind, severity, findings: own }];
  });
  return severities.flatMap((severity) => groups.filter((group) => group.severity === severity));
}

/** How many findings there are and how bad the worst is, in one sentence. */
export function verdictText(health: Health, words: Words): string {
  const worst = worstOf(health);
  if (worst === null) return words.text('health.good');
  const severity = words.text(`severity.${worst}`);
  return words.counted('health.problems', health.findings.length, { severity });
}

/** What "Apply safe fixes" will do, a sentence for each kind. */
export function fixSentences(health: Health, words: Words): string[] {
  return findingGroups({ findings: safelyFixable(health) }).map(({ kind, findings }) => {
    const key = fixTexts[kind];
    const count = findings.length;
    return key === undefined ? words.finding(kind).title : words.text(key, { count });
  });
}

/** True for kinds whose photos a person may want to leave out one by one. */
export function isLeftOutByHand(kind: FindingKind): boolean {
  switch (kind) {
    case 'leakage':
    case 'label-conflict':
    case 'exact-copies':
    case 'near-duplicates':
    case 'small':
    case 'stretched':
    case 'wrong-format':
      return true;
    case 'unreadable':
    case 'empty':
    case 'missing':
    case 'unlisted':
    case 'unbalanced':
      return false;
  }
}
