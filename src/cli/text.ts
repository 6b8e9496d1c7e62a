import { stripVTControlCharacters } from 'node:util';

const doubleWidth =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Columns that `text` takes in a terminal; colour codes take none, East Asian characters and emoji two. */
export function columns(text: string): number {
  return characters(stripVTControlCharacters(text)).reduce((sum, one) => sum + characterColumns(one), 0);
}

/** What a person sees as characters: a letter with its accents is one. */
function characters(text: string): string[] {
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

function characterColumns(character: string): number {
  return doubleWidth.test(character) ? 2 : 1;
}

/** `text` (without colour codes) cut to at most `width` columns; a cut shows as `…`. */
export function cut(text: string, width: number): string {
  if (columns(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const character of characters(text)) {
    used += characterColumns(character);
    if (used > width - 1) break;
    kept += character;
  }
  return width < 1 ? '' : `${kept}…`;
}

/** `text` cut or filled up on the right to exactly `width` columns. */
export function left(text: string, width: number): string {
  const short = cut(text, width);
  return short + ' '.repeat(width - columns(short));
}

/** `text` cut or filled up on the left to exactly `width` columns. */
export function right(text: string, width: number): string {
  const short = cut(text, width);
  return ' '.repeat(width - columns(short)) + short;
}

/** A share 0..1 as `64.6 %`. */
export function percent(share: number, digits = 1): string {
  return `${(share * 100).toFixed(digits)} %`;
}

/** `1234567` as `1,234,567`. */
export function count(number: number): string {
  return number.toLocaleString('en-US');
}

/** Bytes as `23.4 MB` or `18 KB`, in thousands as file managers and download pages count them. */
export function megabytes(bytes: number): string {
  if (bytes < 1e5) return `${count(Math.round(bytes / 1e3))} KB`;
  const millions = bytes / 1e6;
  return `${millions < 100 ? millions.toFixed(1) : count(Math.round(millions))} MB`;
}

/** `1 photo`, `2 photos`. */
export function quantity(number: number, one: string, many = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}

/** Seconds as `0:07`, `12:30` or `1:02:03`. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** A bar of `width` columns, filled by `share` 0..1. */
export function bar(share: number, width: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * width);
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}
