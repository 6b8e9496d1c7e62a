/**
 * Runs the suite for the extension host: `node --import tsx test/harness/extensionSuite.ts`. The results go into the
 * file that PET_CV_TEST_RESULTS names; where no editor can be hosted, the suite is skipped with the reason.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { compileExtensionTests } from './compile.mjs';
import { runExtensionTests } from './extensionTests';
import { ensureEditor } from './install.mjs';
import { resultsVariable, writeResults } from './results';

const root = fileURLToPath(new URL('../../', import.meta.url));

async function main(): Promise<void> {
  const file = process.env[resultsVariable];
  if (file === undefined) throw new Error(`${resultsVariable} is needed`);
  const testsPath = await compileExtensionTests();
  const editor = await ensureEditor(console.log);
  if (!editor.ok) {
    const skips = [{ title: 'everything inside the extension host', reason: editor.reason }];
    writeResults(file, { passed: 0, failed: 0, failures: [], skips });
    return;
  }
  const workspace = await mkdtemp(path.join(tmpdir(), 'pet-cv-workspace-'));
  try {
    writeResults(file, await runExtensionTests(editor, { workspace, extensionPath: root, testsPath }));
  } finally {
    await rm(workspace, { recursive: true, force: true, maxRetries: 3 });
  }
}

// An ending by signal would not run the handlers that end servers and browsers.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
