/**
 * Runs one suite in this process: `node --import tsx test/harness/mochaSuite.ts <milliseconds a test> <folder>...`. The
 * results go into the file that PET_CV_TEST_RESULTS names; the exit code is 0 whenever they could be written.
 */
import process from 'node:process';
import { runMocha } from './mochaRun';
import { resultsVariable, writeResults } from './results';
import { testFiles } from './testFiles';

async function main(): Promise<void> {
  const [timeout, ...folders] = process.argv.slice(2);
  const file = process.env[resultsVariable];
  if (folders.length === 0 || file === undefined)
    throw new Error(`A folder and ${resultsVariable} are needed`);
  const files = folders.flatMap((folder) => testFiles(folder, '.test.ts'));
  writeResults(file, await runMocha({ files, timeout: Number(timeout) }));
}

// An ending by signal would not run the handlers that end servers and browsers.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
void main();
