import Mocha from 'mocha';
import { skipReason } from './skip';
import type { Results } from './results';

/** What is to be run. */
export interface MochaRunOptions {
  /** Absolute paths of the test files. */
  readonly files: readonly string[];
  /** For one test or hook that sets none of its own, in milliseconds. */
  readonly timeout: number;
}

/**
 * Runs test files with mocha (`describe`, `it`), prints them as they go and resolves with what happened; a failing test
 * does not reject.
 *
 * @throws whatever a test file throws while it is loaded
 */
export async function runMocha(options: MochaRunOptions): Promise<Results> {
  const mocha = new Mocha({
    ui: 'bdd',
    reporter: 'spec',
    timeout: options.timeout,
    slow: options.timeout / 2,
    // A forgotten `.only` hides every other test.
    forbidOnly: process.env['CI'] !== undefined,
  });
  for (const file of options.files) mocha.addFile(file);
  await mocha.loadFilesAsync();

  const results: Results = { passed: 0, failed: 0, failures: [], skips: [] };
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => {
      resolve();
    });
    runner.on('pass', () => (results.passed += 1));
    runner.on('fail', (test, error: unknown) => {
      results.failed += 1;
      results.failures.push({ title: titleOf(test), detail: detailOf(error) });
    });
    runner.on('pending', (test) => {
      const reason = skipReason(test);
      results.skips.push({ title: titleOf(test), ...(reason === undefined ? {} : { reason }) });
    });
  });
  mocha.dispose();
  return results;
}

function titleOf(test: Mocha.Runnable): string {
  return test.titlePath().join(' › ');
}

function detailOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
