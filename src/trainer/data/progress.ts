import type { Stage } from '../../shared/protocol';
import type { JobContext } from '../jobContext';

/** A front repaints no faster than this. */
const shortestPauseMs = 50;

/**
 * Tells the fronts how far `stage` is: at once when it begins, at most 20 times a second after that, and always when
 * all is done. `total` is null where nobody knows it beforehand.
 */
export function progressOf(context: JobContext, stage: Stage, total: number | null): (done: number) => void {
  let last = 0;
  const tell = (done: number): void => {
    const now = performance.now();
    if (done > 0 && done !== total && now - last < shortestPauseMs) return;
    last = now;
    context.emit({ type: 'progress', stage, done, total });
  };
  tell(0);
  return tell;
}
