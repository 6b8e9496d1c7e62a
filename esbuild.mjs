// Bundles the programs: extension (host), trainer (child) and its thread, cli, webview (panel), into dist/ or into another folder.
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import esbuild from 'esbuild';

const { watch, quiet, production, out, metafile } = parseArgs({
  options: {
    watch: { type: 'boolean', default: false },
    quiet: { type: 'boolean', default: false },
    production: { type: 'boolean', default: false },
    out: { type: 'string', default: 'dist' },
    /** Gets the path of every file that went into a bundle, by bundle. */
    metafile: { type: 'string' },
  },
}).values;

const common = {
  bundle: true,
  minify: production,
  sourcemap: !production,
  legalComments: 'none',
  logLevel: quiet ? 'warning' : 'info',
  metafile: true,
};
const node = { ...common, platform: 'node', target: 'node20', format: 'cjs' };

/** What trash reads the list of disks with requires its parts by names without `.js`, which esbuild does not find. */
const procfsParts = {
  name: 'procfs-parts',
  setup(build) {
    build.onLoad({ filter: /@stroncium[\\/]procfs[\\/]lib[\\/]parsers\.js$/ }, async ({ path: file }) => {
      const source = await readFile(file, 'utf8');
      return { contents: source.replace('./parsers/${name}`', './parsers/${name}.js`') };
    });
  },
};

const programs = [
  {
    ...node,
    entryPoints: ['src/extension/extension.ts'],
    outfile: path.join(out, 'extension.js'),
    external: ['vscode'],
  },
  {
    ...node,
    entryPoints: ['src/trainer/main.ts'],
    outfile: path.join(out, 'trainer.js'),
    // tfjs's ES modules: of its CommonJS builds every package would bring a copy of its own.
    mainFields: ['module', 'main'],
    // Native or optional: found beside the bundle at run time.
    external: ['sharp', '@tensorflow/tfjs-node-gpu'],
    // trash looks for its helper program beside itself, which in a bundle is beside the bundle.
    plugins: [procfsParts],
    define: { 'import.meta.url': 'bundleUrl' },
    banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
  },
  {
    ...node,
    entryPoints: ['src/trainer/augmentation/worker.ts'],
    outfile: path.join(out, 'augment.js'),
  },
  {
    ...node,
    entryPoints: ['src/cli/main.ts'],
    outfile: path.join(out, 'cli.js'),
    banner: { js: '#!/usr/bin/env node' },
  },
  {
    ...common,
    entryPoints: ['src/webview/main.ts'],
    outfile: path.join(out, 'webview.js'),
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    loader: { '.css': 'text' },
  },
];

/** What trash moves files with; on Linux it needs none. */
const trashHelpers = { darwin: ['macos-trash'], win32: ['windows-trash.exe'] };

await mkdir(out, { recursive: true });
const assets = [
  'node_modules/@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm',
  'node_modules/@vscode/codicons/dist/codicon.css',
  'node_modules/@vscode/codicons/dist/codicon.ttf',
  ...(trashHelpers[process.platform] ?? []).map((name) => `node_modules/trash/lib/${name}`),
];
await Promise.all(assets.map((file) => cp(file, path.join(out, path.basename(file)))));

if (watch) {
  for (const program of programs) await (await esbuild.context(program)).watch();
} else {
  const built = await Promise.all(programs.map((program) => esbuild.build(program)));
  const inputs = built.map((result, index) => [
    path.basename(programs[index].outfile),
    Object.keys(result.metafile.inputs),
  ]);
  if (metafile !== undefined)
    await writeFile(metafile, JSON.stringify({ ...Object.fromEntries(inputs), assets }));
}
