import * as vscode from 'vscode';

/** `45 s`, `12 min`, `3 h 5 min`: how long something took, given in milliseconds, in the person's language. */
export function durationText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return unit(seconds, 'second');
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return unit(minutes, 'minute');
  const rest = minutes % 60;
  const hours = unit(Math.floor(minutes / 60), 'hour');
  return rest === 0 ? hours : `${hours} ${unit(rest, 'minute')}`;
}

function unit(count: number, name: 'second' | 'minute' | 'hour'): string {
  const format = { style: 'unit', unit: name, unitDisplay: 'short' } as const;
  return new Intl.NumberFormat(vscode.env.language, format).format(count);
}
