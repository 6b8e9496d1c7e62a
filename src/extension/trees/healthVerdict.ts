import * as vscode from 'vscode';
import { severityOf, worstOf } from '../../shared/health';
import type { Health, Severity } from '../../shared/health';

/** What is wrong with a dataset, in a few words. */
export function healthVerdict(health: Health | null): string {
  if (health === null) return vscode.l10n.t('not checked yet');
  const count = (severity: Severity) =>
    health.findings.filter((finding) => severityOf(finding) === severity).length;
  const [errors, warnings, notes] = [count('error'), count('warning'), count('info')];
  const facts = [
    ...(errors === 0 ? [] : [vscode.l10n.t('errors: {count}', { count: errors })]),
    ...(warnings === 0 ? [] : [vscode.l10n.t('warnings: {count}', { count: warnings })]),
    ...(notes === 0 ? [] : [vscode.l10n.t('notes: {count}', { count: notes })]),
  ];
  return facts.length === 0 ? vscode.l10n.t('nothing wrong was found') : facts.join(', ');
}

/** The worst that a person should care about; null where all is well, or only notes were made. */
export function worstCare(health: Health): Exclude<Severity, 'info'> | null {
  const worst = worstOf(health);
  return worst === 'info' ? null : worst;
}
