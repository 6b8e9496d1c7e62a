import type { Stage } from '../../shared/protocol';
import type { JobContext } from '../jobContext';

/** A front repaints no faster than this. */
const shortestPauseMs = 50;

/**
 * Tells the fronts how far `stage` is: at once when it begins, at most 20 times a second after that, and always when
 * all is done. `total` is null where nobody knows it beforehand: the caller then says which call is the `last`. `file` is
 * named in each event; `from` is what was done before.
 */
export function progressOf(
  context: JobContext,
  stage: Stage,
  total: number | null,
  { file, from = 0 }: { file?: string; from?: number } = {},
): (done: number, last?: boolean) => void {
  let toldAt = 0;
  const tell = (done: number, last = done === total): void => {
    const now = performance.now();
    if (done > 0 && !last && now - toldAt < shortestPauseMs) return;
    toldAt = now;
    context.emit({ type: 'progress', stage, done, total, ...(file === undefined ? {} : { file }) });
  };
  tell(from);
  return tell;
}
