declare global {
  // On the global object because each bundled test file carries a copy of this module.
  var petCvSkipReasons: WeakMap<object, string> | undefined;
}

/**
 * Skips the running test, or from a `before` hook every test beside and below it, and remembers why: `npm test` prints
 * the reason with the test.
 *
 * @throws always, which is how mocha learns of it
 */
export function skip(context: Mocha.Context, reason: string): never {
  const target = skipped(context);
  globalThis.petCvSkipReasons ??= new WeakMap();
  if (target !== undefined) globalThis.petCvSkipReasons.set(target, reason);
  return context.skip();
}

/** mocha tells the kinds of hooks apart by their titles only. */
function skipped(context: Mocha.Context): object | undefined {
  const runnable = context.test;
  if (runnable?.title.startsWith('"before all" hook')) return runnable.parent;
  if (runnable?.title.startsWith('"before each" hook')) return context.currentTest;
  return runnable;
}

/** Why a test was skipped: its own reason or that of a suite around it; undefined for a bare `it.skip`. */
export function skipReason(test: Mocha.Test): string | undefined {
  for (let at: Mocha.Test | Mocha.Suite | undefined = test; at !== undefined; at = at.parent) {
    const reason = globalThis.petCvSkipReasons?.get(at);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
