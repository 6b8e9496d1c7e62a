// Makes a VSIX for the machine it runs on: production bundles, and beside them the native parts that fit this machine.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVSIX } from '@vscode/vsce';

const root = path.dirname(fileURLToPath(import.meta.url));

/** Everything that `require('sharp')` in dist/trainer.js needs on this machine: its code, and the binaries npm chose for it. */
async function sharpPackages() {
  const found = new Map();
  const visit = async (name, from) => {
    const folder = packageFolder(name, from);
    if (folder === null || found.has(name)) return;
    found.set(name, folder);
    const manifest = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
    const needs = { ...manifest.dependencies, ...manifest.optionalDependencies };
    for (const need of Object.keys(needs)) await visit(need, folder);
  };
  await visit('sharp', root);
  return found;
}

/** Null where npm left an optional package out, since it is for another machine. */
function packageFolder(name, from) {
  const candidates = [from, root].map((folder) => path.join(folder, 'node_modules', name));
  return candidates.find((folder) => existsSync(path.join(folder, 'package.json'))) ?? null;
}

const built = spawnSync(process.execPath, ['esbuild.mjs', '--production', '--quiet'], { cwd: root, stdio: 'inherit' });
if (built.status !== 0) process.exit(1);
await rm(path.join(root, 'dist/node_modules'), { recursive: true, force: true });
for (const [name, folder] of await sharpPackages()) {
  await cp(folder, path.join(root, 'dist/node_modules', name), { recursive: true, dereference: true });
}
const target = `${process.platform}-${process.arch}`;
const packagePath = path.resolve(root, process.argv[2] ?? `pet-cv-${target}.vsix`);
await createVSIX({ cwd: root, target, packagePath, dependencies: false, allowMissingRepository: true });
// The next development build must not find a second sharp.
await rm(path.join(root, 'dist/node_modules'), { recursive: true, force: true });
console.log(packagePath);
