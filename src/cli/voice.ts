import type { Failure } from '../shared/failures';
import type { TrainerEvent } from '../shared/protocol';
import type { Run } from '../shared/run';
import type { Result } from './results';

/** How a command speaks: in lines for people, or in lines of JSON for programs. */
export interface Voice {
  /** A job begins; `run` is what is known of it from before. */
  begin(run: Run): void;
  /** An event of the job, the one that ends it included. */
  event(event: TrainerEvent): void;
  /** Words that only people need. */
  say(...lines: string[]): void;
  /** What a command came to; people have read it already. */
  result(result: Result): void;
  /** Something went wrong; goes to standard error. */
  complain(text: string): void;
  /** The terminal is left as it was found. */
  close(): void;
}

/** The sentence of a failure, as it stands on standard error. */
export function failureLine(failure: Failure): string {
  return `petcv: ${failure.message}`;
}
