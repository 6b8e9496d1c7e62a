import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';

/** The environment variable that tells a suite where to write its results. */
export const resultsVariable = 'PET_CV_TEST_RESULTS';

/** What the tests inside the extension host print first: anything before it comes from the editor. */
export const firstLine = 'Tests in the extension host';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const resultsSchema = v.object({
  passed: count,
  failed: count,
  /** One for each failed test or hook; `detail` is the error with its stack. */
  failures: v.array(v.object({ title: v.string(), detail: v.string() })),
  /** One for each skipped test. */
  skips: v.array(v.object({ title: v.string(), reason: v.optional(v.string()) })),
});

/** What a suite did, as it reports it to the process that started it. */
export type Results = v.InferOutput<typeof resultsSchema>;

/** Tests that ended, one way or the other, or were skipped. */
export function testsIn(results: Results): number {
  return results.passed + results.failed + results.skips.length;
}

/** Writes results whole or not at all: a suite that dies while it writes must not look as if it had ended. */
export function writeResults(file: string, results: Results): void {
  writeFileSync(`${file}.new`, JSON.stringify(results));
  renameSync(`${file}.new`, file);
}

/**
 * Reads what `writeResults` wrote.
 *
 * @throws Error if there is no such file, which means that the suite crashed.
 */
export function readResults(file: string): Results {
  return v.parse(resultsSchema, JSON.parse(readFileSync(file, 'utf8')));
}
