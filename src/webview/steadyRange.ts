/** How long a view that jumps about must hold still, in milliseconds. */
const settling = 90;

interface Range {
  first: number;
  last: number;
}

/** Tells which tiles are in sight, at most once a frame, and not of those that only fly by while a person drags the scroll bar. */
export class SteadyRange {
  private frame: number | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private current: Range = { first: 0, last: -1 };
  private told: Range | null = null;

  constructor(private readonly tell: (range: Range) => void) {}

  offer(first: number, last: number): void {
    this.current = { first, last };
    if (this.frame !== null || this.timer !== null || last < first) return;
    this.frame = requestAnimationFrame(() => this.look());
  }

  /** What is in sight now is something else: it is told whatever was told before. */
  restart(): void {
    this.told = null;
  }

  stop(): void {
    if (this.frame !== null) cancelAnimationFrame(this.frame);
    if (this.timer !== null) clearTimeout(this.timer);
    this.frame = this.timer = null;
  }

  private look(): void {
    this.frame = null;
    const seen = this.current;
    const before = this.told;
    this.told = seen;
    if (before === null || (seen.first <= before.last && before.first <= seen.last)) {
      this.tell(seen);
      return;
    }
    this.timer = setTimeout(() => {
      this.timer = null;
      const { first, last } = this.current;
      if (first === seen.first && last === seen.last) this.tell(seen);
      else this.offer(first, last);
    }, settling);
  }
}
