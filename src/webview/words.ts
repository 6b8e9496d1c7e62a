import { engineTexts, type EngineTrial } from '../shared/protocol';
import { type DatasetStringKey, datasetStrings, findingKey } from '../shared/datasetStrings';
import { type Failure, failureTexts, fillIn } from '../shared/failures';
import { type FindingKind, findingTexts } from '../shared/health';
import { engineKey, failureKey, type PanelStringKey, panelStrings } from '../shared/panelStrings';

/** Name of a text of either panel. */
export type TextKey = PanelStringKey | DatasetStringKey;

/** Name of a text that has a form for one and a form for more: `photos.shown` of `photos.shown.one` and `.other`. */
export type CountKey = CountKeyOf<TextKey>;
type CountKeyOf<Key> = Key extends `${infer Base}.other` ? Base : never;

const texts: Readonly<Record<TextKey, string>> = { ...panelStrings, ...datasetStrings };

/** Texts and numbers as the person reads them: the host's translations, and Intl in the editor's language. */
export class Words {
  private readonly locale: string;
  private readonly shares: Intl.NumberFormat;
  private readonly numbers: Intl.NumberFormat;
  private readonly losses: Intl.NumberFormat;
  private readonly plurals: Intl.PluralRules;

  constructor(
    private readonly strings: Readonly<Record<string, string>>,
    locale: string,
  ) {
    this.locale = known(locale);
    this.shares = new Intl.NumberFormat(this.locale, {
      style: 'percent',
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
    });
    this.numbers = new Intl.NumberFormat(this.locale, { maximumFractionDigits: 2 });
    this.losses = new Intl.NumberFormat(this.locale, { minimumFractionDigits: 3, maximumFractionDigits: 3 });
    this.plurals = new Intl.PluralRules(this.locale);
  }

  /** The text `key` with `{name}` filled in; numbers are written the locale's way. */
  text(key: TextKey, parameters: Readonly<Record<string, string | number>> = {}): string {
    const filled = Object.entries(parameters).map(([name, value]): [string, string] => [
      name,
      typeof value === 'number' ? this.number(value) : value,
    ]);
    return fillIn(this.strings[key] ?? texts[key], Object.fromEntries(filled));
  }

  /** The form of the text `key` that `count` takes in the person's language. */
  counted(key: CountKey, count: number, parameters: Readonly<Record<string, string>> = {}): string {
    const form = this.plurals.select(count) === 'one' ? 'one' : 'other';
    return this.text(`${key}.${form}`, { ...parameters, count });
  }

  /** What a kind of finding is called, and what to do about it. */
  finding(kind: FindingKind): { title: string; advice: string } {
    const said = (what: 'title' | 'advice') =>
      this.strings[findingKey(kind, what)] ?? findingTexts[kind][what];
    return { title: said('title'), advice: said('advice') };
  }

  /** A day and the time on it, from ISO 8601; as it stands where it is no date. */
  date(iso: string): string {
    const date = new Date(iso);
    if (Number.isNaN(date.getTime())) return iso;
    return new Intl.DateTimeFormat(this.locale, { dateStyle: 'medium', timeStyle: 'short' }).format(date);
  }

  /** `a, b, c` the language's way, without an "and". */
  list(items: readonly string[]): string {
    return new Intl.ListFormat(this.locale, { type: 'unit', style: 'short' }).format(items);
  }

  /** What happened and what to do next. */
  failure(failure: Failure): string {
    return fillIn(this.strings[failureKey(failure.code)] ?? failureTexts[failure.code], {
      ...failure.parameters,
    });
  }

  /** How an engine fared. */
  trial(trial: EngineTrial): string {
    const { reason, detail } = trial;
    return fillIn(this.strings[engineKey(reason)] ?? engineTexts[reason], { detail });
  }

  /** `0.6125` → `61.3%`; a dash where there is no number, such as the loss of a diverged step read back from JSON. */
  share(value: number | null): string {
    return isNumber(value) ? this.shares.format(value) : '–';
  }

  /** `0.25` → `25%`, for ticks. */
  wholeShare(value: number): string {
    return new Intl.NumberFormat(this.locale, { style: 'percent' }).format(value);
  }

  /** Up to two decimals. */
  number(value: number | null): string {
    return isNumber(value) ? this.numbers.format(value) : '–';
  }

  /** Three decimals. */
  loss(value: number | null): string {
    return isNumber(value) ? this.losses.format(value) : '–';
  }

  /** Images a second: three digits are all that is steady. */
  speed(value: number): string {
    return new Intl.NumberFormat(this.locale, { maximumSignificantDigits: 3 }).format(value);
  }

  /** `3725` seconds → `1h 2m`: the two largest units. */
  duration(seconds: number): string {
    const whole = Math.max(0, Math.round(seconds));
    const hours = Math.floor(whole / 3600);
    const minutes = Math.floor((whole % 3600) / 60);
    if (hours > 0) return `${this.unit(hours, 'hour')} ${this.unit(minutes, 'minute')}`;
    if (minutes > 0) return `${this.unit(minutes, 'minute')} ${this.unit(whole % 60, 'second')}`;
    return this.unit(whole, 'second');
  }

  /** `left` before `right` in the editor's language. */
  compare(left: string, right: string): number {
    return left.localeCompare(right, this.locale);
  }

  private unit(value: number, unit: 'hour' | 'minute' | 'second'): string {
    return new Intl.NumberFormat(this.locale, { style: 'unit', unit, unitDisplay: 'narrow' }).format(value);
  }
}

/** A number that can be shown: events read back from disk hold null for a loss that was not finite. */
export function isNumber(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function known(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

/** What an element speaks before it is given the person's language. */
export const english = new Words({}, 'en');
