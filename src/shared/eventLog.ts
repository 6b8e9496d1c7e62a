import { isTrainerEvent } from './protocol';
import type { TrainerEvent } from './protocol';
import { newRun, reduce } from './run';
import type { Run } from './run';

/** One line of `events.ndjson`. */
export function eventLine(event: TrainerEvent): string {
  return `${JSON.stringify(event)}\n`;
}

/** The events of an `events.ndjson`. A last line torn by a kill is left out; so is a line that is not an event. */
export function parseEventLog(text: string): TrainerEvent[] {
  return text.split('\n').flatMap((line) => {
    const event = parseLine(line);
    return event === null ? [] : [event];
  });
}

function parseLine(line: string): TrainerEvent | null {
  if (line === '') return null;
  try {
    const value: unknown = JSON.parse(line);
    return isTrainerEvent(value) ? value : null;
  } catch {
    return null;
  }
}

/** The run that `events.ndjson` tells of. */
export function replay(id: string, text: string): Run {
  return parseEventLog(text).reduce(reduce, newRun(id));
}
