import type { TrainerEvent } from '../shared/protocol';
import type { Result } from './results';
import type { Voice } from './voice';

/** For programs: one JSON object a line on standard output and nothing else; complaints go to standard error. */
export class JsonVoice implements Voice {
  constructor(
    private readonly out: NodeJS.WritableStream,
    private readonly errors: NodeJS.WritableStream,
  ) {}

  begin(): void {
    // A program knows which job it asked for.
  }

  event(event: TrainerEvent): void {
    this.out.write(`${JSON.stringify(event)}\n`);
  }

  say(): void {
    // Words are for people.
  }

  result(result: Result): void {
    this.out.write(`${JSON.stringify(result)}\n`);
  }

  complain(text: string): void {
    this.errors.write(`${text}\n`);
  }

  close(): void {
    // Nothing was changed in the terminal.
  }
}
