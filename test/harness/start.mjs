/**
 * `npm start`: builds the extension and opens it on the folder `workspace/`, in the desktop VS Code where the command
 * `code` is there, else (or with `--web`) in a VS Code for the browser, until Ctrl-C.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { tsImport } from 'tsx/esm/api';
import { ensureServer } from './install.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const workspace = path.join(root, 'workspace');
const photos = path.join(workspace, 'photos');
const dataDir = path.join(root, '.vscode-test', 'start');
const next = [
  'Next: press F1 there and choose "Pet CV: Open Workshop".',
  'With a trained network, right-click a photo in photos/ and choose "Classify breed".',
].join('\n');

await mkdir(workspace, { recursive: true });
if (!existsSync(photos)) await drawMysteryPets();
const built = spawnSync(process.execPath, ['esbuild.mjs', '--quiet'], { cwd: root, stdio: 'inherit' });
if (built.status !== 0) process.exit(1);
if (process.argv.includes('--web') || !openDesktop()) await openWeb();

/** Whether the command `code` took it. */
function openDesktop() {
  const parameters = [workspace, `--extensionDevelopmentPath=${root}`];
  const windows = process.platform === 'win32';
  const quoted = windows ? parameters.map((text) => `"${text}"`) : parameters;
  // On Windows `code` is a batch file, which only a shell runs.
  const { status } = spawnSync('code', quoted, { stdio: ['ignore', 'ignore', 'inherit'], shell: windows });
  if (status === 0) console.log(`Opened ${workspace} in VS Code.\n${next}`);
  return status === 0;
}

async function openWeb() {
  const editor = await ensureServer((line) => console.log(line));
  if (!editor.ok) {
    console.error(`There is no command "code", and ${editor.reason}`);
    process.exitCode = 1;
    return;
  }
  const { startServer } = await tsImport('./server.ts', import.meta.url);
  const server = await startServer(editor, { dataDir, settings: await ownSettings() });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.once(signal, () => void server.stop().then(() => process.exit(0)));
  }
  console.log('Open this in a browser (Ctrl-C ends it):\n');
  const extensionDevelopmentPath = await linkToRoot();
  console.log(`  ${server.url(workspace, { extensionDevelopmentPath })}\n\n${next}\n`);
  await server.ended;
}

/**
 * The checkout under another path. VS Code shows a theme of the extension under development, if it has any, whatever the
 * person chose; and all built-in themes lie below the checkout, in `.vscode-test`.
 */
async function linkToRoot() {
  const link = path.join(dataDir, 'extension');
  await rm(link, { force: true });
  await symlink(root, link);
  return link;
}

/** Something to right-click that no dataset holds: a pet of each breed, drawn from a seed of its own, its breed not in its name. */
async function drawMysteryPets() {
  const { drawnPets } = await tsImport('../../src/trainer/drawn/drawPets.ts', import.meta.url);
  const pets = [];
  for await (const { breed, jpeg } of drawnPets({ perBreed: 1, seed: 2026 })) {
    pets.push({ breed, jpeg, hash: createHash('sha256').update(jpeg).digest('hex') });
  }
  // Breeds are drawn in an order that could be learned by heart.
  pets.sort((a, b) => (a.hash < b.hash ? -1 : 1));
  await mkdir(photos);
  for (const [index, { jpeg }] of pets.entries()) {
    await writeFile(path.join(photos, `mystery-pet-${index + 1}.jpg`), jpeg);
  }
  const answers = pets.map(({ breed }, index) => `mystery-pet-${index + 1}: ${breed.replaceAll('_', ' ')}`);
  const heading = 'Pets that Pet CV drew. Guess first, then ask the network, then look here.';
  await writeFile(path.join(photos, 'answers.txt'), `${heading}${'\n'.repeat(40)}${answers.join('\n')}\n`);
}

/** What the person changed last time. */
async function ownSettings() {
  try {
    return JSON.parse(await readFile(path.join(dataDir, 'data', 'User', 'settings.json'), 'utf8'));
  } catch {
    return {};
  }
}
