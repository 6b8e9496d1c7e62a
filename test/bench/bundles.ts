import { build } from 'esbuild';
import type { Row } from './table';

/** What the editor loads, minified. */
const bundles = [
  { name: 'extension bundle', entry: 'src/extension/extension.ts', target: 150 },
  { name: 'webview bundle', entry: 'src/webview/main.ts', target: 300 },
] as const;

/** Sizes of the minified bundles that the editor itself loads. */
export async function measureBundles(): Promise<Row[]> {
  return Promise.all(
    bundles.map(async ({ name, entry, target }) => {
      const { outputFiles } = await build({
        entryPoints: [entry],
        bundle: true,
        minify: true,
        write: false,
        platform: entry.includes('webview') ? 'browser' : 'node',
        format: entry.includes('webview') ? 'esm' : 'cjs',
        external: ['vscode'],
        loader: { '.css': 'text' },
        legalComments: 'none',
      });
      const bytes = outputFiles.reduce((sum, { contents }) => sum + contents.byteLength, 0);
      return { name, value: bytes / 1000, unit: 'KB', target: `<= ${target}` };
    }),
  );
}
