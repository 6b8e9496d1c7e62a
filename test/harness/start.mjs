/**
 * `npm start`: builds the extension and opens it on the folder `workspace/`, in the desktop VS Code where the command
 * `code` is there, else (or with `--web`) in a VS Code for the browser, until Ctrl-C.
 */
import { spawnSync } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { tsImport } from 'tsx/esm/api';
import { ensureServer } from './install.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const workspace = path.join(root, 'workspace');
const dataDir = path.join(root, '.vscode-test', 'start');

await mkdir(workspace, { recursive: true });
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
  if (status === 0) console.log(`Opened ${workspace} in VS Code`);
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
  console.log(`  ${server.url(workspace, { extensionDevelopmentPath: root })}\n`);
  await server.ended;
}

/** What the person changed last time. */
async function ownSettings() {
  try {
    return JSON.parse(await readFile(path.join(dataDir, 'data', 'User', 'settings.json'), 'utf8'));
  } catch {
    return {};
  }
}
