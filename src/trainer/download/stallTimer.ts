import { SourceFault } from './sourceFault';

/** Gives up a connection on which nothing has come for a while. */
export class StallTimer {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private expired = false;

  constructor(private readonly stallMs: number) {
    this.timer = setTimeout(() => {
      this.expired = true;
      this.controller.abort();
    }, stallMs);
  }

  /** Aborted when time is up, and by `stop`. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Null as long as time is not up. */
  get fault(): SourceFault | null {
    if (!this.expired) return null;
    return new SourceFault('again', `nothing arrived for ${this.stallMs / 1000} seconds`);
  }

  /** Something has come. */
  refresh(): void {
    this.timer.refresh();
  }

  /** Ends the connection too, where it is still open. */
  stop(): void {
    clearTimeout(this.timer);
    this.controller.abort();
  }
}
