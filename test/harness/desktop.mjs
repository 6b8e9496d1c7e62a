/**
 * Runs the suite for the extension host in a desktop VS Code, which `@vscode/test-electron` downloads: `npm run
 * test:desktop`. VSCODE_VERSION picks the version (by default the oldest that package.json allows), and on Linux
 * without a desktop `xvfb-run` goes in front.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { runTests } from '@vscode/test-electron';
import { compileExtensionTests } from './compile.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
const version = process.env['VSCODE_VERSION'] ?? manifest.engines.vscode.replace(/^[^\d]*/, '');

await promisify(execFile)(process.execPath, ['esbuild.mjs', '--quiet'], { cwd: root });
const extensionTestsPath = await compileExtensionTests();
const workspace = await mkdtemp(path.join(tmpdir(), 'pet-cv-workspace-'));
const results = path.join(workspace, '..', `${path.basename(workspace)}.json`);
try {
  await runTests({
    version,
    extensionDevelopmentPath: root,
    extensionTestsPath,
    extensionTestsEnv: { PET_CV_TEST_RESULTS: results },
    launchArgs: [workspace, '--disable-extensions', '--disable-workspace-trust', '--skip-welcome'],
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
try {
  const { passed, failed, skips } = JSON.parse(await readFile(results, 'utf8'));
  for (const { title, reason } of skips) console.log(`skipped: ${title}: ${reason ?? 'no reason given'}`);
  console.log(`${passed} passed, ${failed} failed${skips.length > 0 ? `, ${skips.length} skipped` : ''}`);
} catch {
  console.error('VS Code did not run the tests to their end');
  process.exitCode = 1;
} finally {
  await rm(workspace, { recursive: true, force: true });
  await rm(results, { force: true });
}
