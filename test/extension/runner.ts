import { runMocha } from '../harness/mochaRun';
import { firstLine, resultsVariable, testsIn, writeResults } from '../harness/results';
import { testFiles } from '../harness/testFiles';

/**
 * Called by VS Code inside the extension host: runs every compiled test file beside this one and writes what happened
 * to the file that PET_CV_TEST_RESULTS names, where there is one.
 *
 * @throws Error if there is no test, or one failed: VS Code ends with a failure then.
 */
export async function run(): Promise<void> {
  console.log(firstLine);
  const results = await runMocha({ files: testFiles(__dirname, '.test.js'), timeout: 30_000 });
  const file = process.env[resultsVariable];
  if (file !== undefined) writeResults(file, results);
  if (testsIn(results) === 0) throw new Error('There is no test for the extension host');
  if (results.failed > 0) throw new Error(`${results.failed} tests failed in the extension host`);
}
