// Bundles the four programs: extension (host), trainer (child), cli, webview (panel).
import { cp, mkdir } from 'node:fs/promises';
import esbuild from 'esbuild';

const watch = process.argv.includes('--watch');
const quiet = process.argv.includes('--quiet');
const production = process.argv.includes('--production');

const common = {
  bundle: true,
  minify: production,
  sourcemap: !production,
  legalComments: 'none',
  logLevel: quiet ? 'warning' : 'info',
  metafile: true,
};
const node = { ...common, platform: 'node', target: 'node20', format: 'cjs' };

const programs = [
  {
    ...node,
    entryPoints: ['src/extension/extension.ts'],
    outfile: 'dist/extension.js',
    external: ['vscode'],
  },
  {
    ...node,
    entryPoints: ['src/trainer/main.ts'],
    outfile: 'dist/trainer.js',
    // Native or optional: found beside the bundle at run time.
    external: ['sharp', '@tensorflow/tfjs-node-gpu'],
  },
  {
    ...node,
    entryPoints: ['src/cli/main.ts'],
    outfile: 'dist/cli.js',
    banner: { js: '#!/usr/bin/env node' },
  },
  {
    ...common,
    entryPoints: ['src/webview/main.ts'],
    outfile: 'dist/webview.js',
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    loader: { '.css': 'text' },
  },
];

await mkdir('dist', { recursive: true });
const wasm = 'node_modules/@tensorflow/tfjs-backend-wasm/dist';
await Promise.all([
  cp(`${wasm}/tfjs-backend-wasm.wasm`, 'dist/tfjs-backend-wasm.wasm'),
  cp(`${wasm}/tfjs-backend-wasm-simd.wasm`, 'dist/tfjs-backend-wasm-simd.wasm'),
  cp('node_modules/@vscode/codicons/dist/codicon.css', 'dist/codicon.css'),
  cp('node_modules/@vscode/codicons/dist/codicon.ttf', 'dist/codicon.ttf'),
]);

if (watch) {
  for (const program of programs) await (await esbuild.context(program)).watch();
} else {
  await Promise.all(programs.map((program) => esbuild.build(program)));
}
