/** How long a download waits, in milliseconds, and how often it tries again. */
export interface Patience {
  /** Before the first new attempt; each further one without progress waits twice as long. */
  retryMs: number;
  /** The longest wait between attempts, unless the server asks for another. */
  longestRetryMs: number;
  /** The longest wait that a server may ask for. */
  longestRetryAfterMs: number;
  /** A connection that brings no byte for so long is given up. */
  stallMs: number;
  /** New attempts in a row that bring no byte. */
  attempts: number;
  /** The same for a server that has never answered. */
  attemptsToReach: number;
}

const usual: Patience = {
  retryMs: 1000,
  longestRetryMs: 30_000,
  longestRetryAfterMs: 120_000,
  stallMs: 30_000,
  attempts: 6,
  attemptsToReach: 2,
};

/**
 * The usual times, with what the environment and the caller say instead: `PET_CV_RETRY_MS` is `retryMs`, and stretches
 * or shrinks the two longest waits alike; `PET_CV_STALL_MS` is `stallMs`.
 */
export function patienceWith(changes: Partial<Patience> = {}): Patience {
  const scale = milliseconds('PET_CV_RETRY_MS', usual.retryMs) / usual.retryMs;
  return {
    ...usual,
    retryMs: usual.retryMs * scale,
    longestRetryMs: usual.longestRetryMs * scale,
    longestRetryAfterMs: usual.longestRetryAfterMs * scale,
    stallMs: milliseconds('PET_CV_STALL_MS', usual.stallMs),
    ...changes,
  };
}

/**
 * How long to wait before attempt `attempt` (from 1): the server's word where it gave one, otherwise twice as long each
 * time, with up to half of it left to chance, so that thirty laptops in a room do not come back at the same moment.
 */
export function waitBefore(attempt: number, retryAfterMs: number | null, patience: Patience): number {
  if (retryAfterMs !== null) return Math.min(retryAfterMs, patience.longestRetryAfterMs);
  const longest = Math.min(patience.retryMs * 2 ** (attempt - 1), patience.longestRetryMs);
  return longest * (0.5 + Math.random() / 2);
}

function milliseconds(name: string, otherwise: number): number {
  const value = Number(process.env[name] ?? otherwise);
  return Number.isFinite(value) && value >= 0 ? value : otherwise;
}
