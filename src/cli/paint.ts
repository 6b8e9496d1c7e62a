import { styleText } from 'node:util';
import type { WriteStream } from 'node:tty';
import { columns } from './text';

/** What text can mean; the colour is decided here alone, and never says anything that the words do not. */
export type Tone = 'strong' | 'quiet' | 'good' | 'bad' | 'accent';

/** Gives `text` a colour, or nothing at all where colours are off. */
export type Paint = (tone: Tone, text: string) => string;

const styles = { strong: 'bold', quiet: 'dim', good: 'green', bad: 'red', accent: 'cyan' } as const;

/** For pipes, logs and NO_COLOR. */
export const plain: Paint = (_tone, text) => text;

/** Colours on a terminal that has them and where NO_COLOR is not set. */
export function paintFor(stream: WriteStream): Paint {
  // By https://no-color.org any value but the empty one turns colours off; `hasColors` knows FORCE_COLOR and TERM=dumb.
  const wanted = stream.isTTY && (process.env['NO_COLOR'] ?? '') === '' && stream.hasColors();
  return wanted ? (tone, text) => styleText(styles[tone], text) : plain;
}

/** A piece of a line. */
export interface Segment {
  text: string;
  tone?: Tone;
}

/** The segments in one line, two spaces apart; those at the end that do not fit into `width` columns are left out. */
export function segmentLine(segments: readonly Segment[], width: number, paint: Paint): string {
  const kept: string[] = [];
  let used = 0;
  for (const { text, tone } of segments) {
    used += columns(text) + (kept.length > 0 ? 2 : 0);
    if (used > width) break;
    kept.push(tone === undefined ? text : paint(tone, text));
  }
  return kept.join('  ');
}
