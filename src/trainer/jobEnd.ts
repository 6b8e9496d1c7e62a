import { HumanError, failure } from '../shared/failures';
import type { Failure } from '../shared/failures';
import type { JobEnded } from '../shared/protocol';
import { describe, log } from './log';

/** Runs a job and puts into an event how it ended. Never rejects. */
export async function endOf(work: () => Promise<JobEnded>): Promise<JobEnded> {
  try {
    return await work();
  } catch (error) {
    if (isStop(error)) return { type: 'stopped', at: Date.now() };
    return { type: 'error', at: Date.now(), failure: failureOf(error) };
  }
}

/** The end of a job that came through. */
export function done(): JobEnded {
  return { type: 'done', at: Date.now() };
}

/** What a job throws when it was asked to stop. */
export class Stop extends Error {
  override readonly name = 'Stop';
}

function isStop(error: unknown): boolean {
  return error instanceof Stop || (error instanceof Error && error.name === 'AbortError');
}

function failureOf(error: unknown): Failure {
  if (error instanceof HumanError) {
    if (error.cause !== undefined) log(describe(error.cause));
    return error.failure;
  }
  log(describe(error));
  const detail = error instanceof Error ? error.message : String(error);
  return failure(isOutOfMemory(error, detail) ? 'out-of-memory' : 'internal', { detail });
}

/** How V8, Emscripten and TensorFlow say that memory is short. */
function isOutOfMemory(error: unknown, message: string): boolean {
  return (
    (error instanceof RangeError && /array buffer|typed array|memory/i.test(message)) ||
    /out of memory|cannot enlarge memory|memory\.grow|failed to allocate/i.test(message) ||
    /\bOOM\b/.test(message)
  );
}
