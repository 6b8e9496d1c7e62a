/** For how long it is watched how far a view moves, in milliseconds. */
const settling = 90;

interface Range {
  first: number;
  last: number;
}

/**
 * Tells which tiles are in sight, at most once a frame, and not of those that only fly by: while a view moves by more than half of
 * itself within `settling`, as when a person drags the scroll bar, nothing is told until it slows down.
 */
export class SteadyRange {
  private frame: number | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private current: Range = { first: 0, last: -1 };
  /** Where the view was when watching began; null before anything was told. */
  private start: Range | null = null;
  private flies = false;

  constructor(private readonly tell: (range: Range) => void) {}

  offer(first: number, last: number): void {
    this.current = { first, last };
    if (last >= first) this.frame ??= requestAnimationFrame(() => this.look());
  }

  /** What is in sight now is something else: it is told however the view moved before. */
  restart(): void {
    this.start = null;
    this.flies = false;
  }

  stop(): void {
    if (this.frame !== null) cancelAnimationFrame(this.frame);
    if (this.timer !== null) clearTimeout(this.timer);
    this.frame = this.timer = null;
  }

  private look(): void {
    this.frame = null;
    if (this.flies) return;
    const now = this.current;
    this.start ??= now;
    this.flies = movedFar(this.start, now);
    if (this.flies) this.start = now;
    else this.tell(now);
    this.timer ??= setTimeout(() => this.rest(), settling);
  }

  private rest(): void {
    this.timer = null;
    const now = this.current;
    const far = this.start !== null && movedFar(this.start, now);
    this.start = now;
    if (!this.flies) return;
    this.flies = far;
    if (far) this.timer = setTimeout(() => this.rest(), settling);
    else this.tell(now);
  }
}

function movedFar(from: Range, to: Range): boolean {
  return Math.abs(to.first - from.first) > (to.last - to.first + 1) / 2;
}
