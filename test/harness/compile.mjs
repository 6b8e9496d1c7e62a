import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Where the compiled tests for the extension host lie. */
export const compiledTests = path.join(root, 'out', 'test', 'extension');

/**
 * Bundles `test/extension/runner.ts` and each `*.test.ts` beside or below it into `out/test/extension`, emptied first:
 * a test that was deleted must not run any more. The extension host loads CommonJS.
 *
 * @returns {Promise<string>} the path of the compiled runner
 */
export async function compileExtensionTests() {
  const source = path.join(root, 'test', 'extension');
  const files = (await readdir(source, { recursive: true })).filter((name) => name.endsWith('.test.ts'));
  await rm(compiledTests, { recursive: true, force: true });
  await build({
    entryPoints: ['runner.ts', ...files].map((name) => path.join(source, name)),
    outbase: source,
    outdir: compiledTests,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: true,
    // Decorators and the like are set as the tests see them, not as the nearest tsconfig of a bundled room says.
    tsconfig: path.join(root, 'test', 'tsconfig.json'),
    external: ['vscode', 'mocha', 'sharp', '@tensorflow/*'],
    logLevel: 'warning',
  });
  return path.join(compiledTests, 'runner.js');
}
