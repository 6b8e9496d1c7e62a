import { availableParallelism } from 'node:os';

/** Photos that are decoded at a time. More than libuv has threads (UV_THREADPOOL_SIZE, 4 by default) would only queue. */
export const decodeWorkers = availableParallelism();

/**
 * Calls `work` for each item, `workers` at a time, and returns or throws only when every call has settled: whoever
 * tidies up after a failure can be sure that nothing is still being written. (p-map rejects while calls still run.)
 * @throws the first failure of `work`, or the signal's reason
 */
export async function eachInParallel<T>(
  items: readonly T[],
  options: { workers: number; signal: AbortSignal },
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  const queue = items.entries();
  let failed = false;
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) {
      options.signal.throwIfAborted();
      await work(item, index).catch((error: unknown) => {
        failed = true;
        throw error;
      });
      if (failed) return;
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: options.workers }, worker));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  options.signal.throwIfAborted();
}

/** Lets at most `most` calls run at a time; the others wait, first come first served. */
export function turnstile(most: number): <T>(run: () => Promise<T>) => Promise<T> {
  let free = most;
  const waiting: (() => void)[] = [];
  return async (run) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
