import { execFile } from 'node:child_process';
import {
  access,
  constants,
  mkdir,
  readFile,
  readdir,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { isAlive } from './processTree.mjs';

const run = promisify(execFile);

/** The web server that is VS Code 1.100.3. A later one has not reported its extension tests back so far. */
const version = '4.100.3';
/** Raise it when what is done after the download changes: older installations are then made anew. */
const recipe = 1;
/** For one step of the installation, in milliseconds. */
const stepDeadline = 15 * 60_000;

const tests = fileURLToPath(new URL('../../.vscode-test/', import.meta.url));
const home = path.join(tests, 'server');
const inner = path.join('node_modules', 'code-server', 'lib', 'vscode');

const browsers = [
  ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const compilers = ['make', 'g++', 'python3'];
const debianPackages = ['chromium', 'fonts-liberation', 'fonts-dejavu-core', 'ripgrep', ...compilers];

/** Something this machine lacks, said so that a person can act on it. */
class CannotHost extends Error {}

/**
 * Makes sure that a real VS Code can be opened in a browser here: finds Chromium and ripgrep (and installs them, as root on
 * Debian), and puts the VS Code server into `.vscode-test/server` unless it is there already. The first time
 * takes about a minute and needs the npm registry; afterwards it is a matter of milliseconds. Never rejects.
 *
 * @param {(line: string) => void} [log] receives what is about to take long
 * @returns {Promise<import('./install.mjs').Editor | import('./install.mjs').NoEditor>}
 */
export async function ensureEditor(log = () => {}) {
  await installDebianPackages(log);
  const server = await ensureServer(log);
  if (!server.ok) return server;
  return orReason(async () => ({ ...server, chromium: await findBrowser() }));
}

/**
 * The same for a person who brings a browser of their own.
 *
 * @param {(line: string) => void} [log]
 * @returns {Promise<import('./install.mjs').EditorServer | import('./install.mjs').NoEditor>}
 */
export function ensureServer(log = () => {}) {
  return orReason(async () => {
    if (process.platform === 'win32') throw new CannotHost('the VS Code web server does not run on Windows');
    const ripgrep = await findProgram('rg');
    if (ripgrep === undefined) throw new CannotHost('ripgrep (rg) is not installed');
    await installServer(ripgrep, log);
    return { ok: true, server: { main: path.join(home, inner, 'out', 'server-main.js'), version } };
  });
}

/**
 * @template T
 * @param {() => Promise<T>} attempt
 * @returns {Promise<T | import('./install.mjs').NoEditor>}
 */
async function orReason(attempt) {
  try {
    return await attempt();
  } catch (error) {
    const why = error instanceof CannotHost ? error.message : `its installation failed: ${String(error)}`;
    return { ok: false, reason: `no VS Code in a browser here: ${why}` };
  }
}

async function findBrowser() {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') {
    if (await isExecutable(named)) return named;
    throw new CannotHost(`CHROMIUM_PATH is ${named}, which cannot be run`);
  }
  for (const name of browsers) {
    const found = await findProgram(name);
    if (found !== undefined) return found;
  }
  throw new CannotHost('Chromium is not installed; install it or set CHROMIUM_PATH');
}

/** Best effort: what is still missing afterwards is said where it is looked for. @param {(line: string) => void} log */
async function installDebianPackages(log) {
  if (process.getuid?.() !== 0 || (await findProgram('apt-get')) === undefined) return;
  const browser = process.env['CHROMIUM_PATH'] || (await firstProgram(browsers));
  const missing = await Promise.all(
    ['rg', ...compilers].map(async (name) => (await findProgram(name)) === undefined),
  );
  if (browser !== undefined && !missing.includes(true)) return;
  log('Installing Chromium, ripgrep and a compiler with apt-get');
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, timeout: stepDeadline };
  try {
    await run('apt-get', ['update', '-qq'], options);
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...debianPackages], options);
  } catch (error) {
    log(`apt-get failed: ${lastLines(error)}`);
  }
}

/**
 * Everything happens in a folder of this process's own that takes its final name when it is whole, so neither a cut-off
 * installation nor two at once leave a half-done one behind.
 *
 * @param {string} ripgrep @param {(line: string) => void} log
 */
async function installServer(ripgrep, log) {
  const native = (await firstMissing(compilers)) === undefined;
  const stamp = JSON.stringify({
    version,
    recipe,
    ripgrep,
    native,
    abi: process.versions.modules,
    arch: process.arch,
  });
  if (await isWhole(stamp)) return;
  log(`Installing VS Code for the tests into ${path.relative(process.cwd(), home)} (once, about a minute)`);
  await removeLeftovers();
  const draft = `${home}.${process.pid}`;
  try {
    await mkdir(draft, { recursive: true });
    await writeFile(path.join(draft, 'package.json'), '{ "private": true }');
    // Their install scripts fetch from elsewhere and build what a server without a desktop does not need.
    await npm(draft, ['install', '--ignore-scripts', `code-server@${version}`]);
    const vscode = path.join(draft, inner);
    await npm(vscode, ['install', '--omit=dev', '--ignore-scripts']);
    await linkRipgrep(vscode, ripgrep);
    await symlink('node_modules', path.join(vscode, 'node_modules.asar'));
    if (native) await buildAddons(draft, vscode, log);
    await writeFile(path.join(draft, 'stamp.json'), stamp);
    await rm(home, { recursive: true, force: true });
    await rename(draft, home);
  } catch (error) {
    // Another process may have been faster.
    if (!(await isWhole(stamp)))
      throw new CannotHost(`the VS Code server was not installed: ${lastLines(error)}`);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** @param {string} stamp */
async function isWhole(stamp) {
  try {
    return (await readFile(path.join(home, 'stamp.json'), 'utf8')) === stamp;
  } catch {
    return false;
  }
}

/** Drafts of processes that were killed. */
async function removeLeftovers() {
  await mkdir(tests, { recursive: true });
  for (const name of await readdir(tests)) {
    const pid = Number(/^server\.(\d+)$/.exec(name)?.[1] ?? NaN);
    if (Number.isInteger(pid) && !isAlive(pid))
      await rm(path.join(tests, name), { recursive: true, force: true });
  }
}

/** @param {string} vscode @param {string} ripgrep */
async function linkRipgrep(vscode, ripgrep) {
  const bin = path.join(vscode, 'node_modules', '@vscode', 'ripgrep', 'bin');
  await mkdir(bin, { recursive: true });
  await symlink(ripgrep, path.join(bin, 'rg'));
}

/**
 * Without these the editor runs, but output channels stay empty (spdlog) and terminals do not open (node-pty);
 * native-watchdog ends an extension host whose server was killed. So a failed build is told and lived with.
 *
 * @param {string} draft @param {string} vscode @param {(line: string) => void} log
 */
async function buildAddons(draft, vscode, log) {
  try {
    const headers = await nodeHeaders(draft);
    await Promise.all(
      ['@vscode/spdlog', 'node-pty', 'native-watchdog'].map((name) =>
        npm(vscode, ['explore', name, '--', 'node-gyp', 'rebuild', `--nodedir=${headers}`]),
      ),
    );
    // Where they had to be fetched they are half of the whole.
    await rm(path.join(draft, 'headers'), { recursive: true, force: true });
  } catch (error) {
    log(`VS Code's output channels and terminals will not work in the tests: ${lastLines(error)}`);
  }
}

/**
 * The headers that came with this Node, else those in the npm package of the same version: node-gyp's own source is
 * a download that many networks refuse.
 *
 * @param {string} draft
 */
async function nodeHeaders(draft) {
  const beside = path.resolve(process.execPath, '..', '..');
  if (await holdsHeaders(beside)) return beside;
  const name = `node-${process.platform}-${process.arch}`;
  const folder = path.join(draft, 'headers');
  await mkdir(folder);
  await writeFile(path.join(folder, 'package.json'), '{ "private": true }');
  await npm(folder, ['install', '--ignore-scripts', `${name}@${process.versions.node}`]);
  return path.join(folder, 'node_modules', name);
}

/** @param {string} folder */
async function holdsHeaders(folder) {
  try {
    const header = await readFile(path.join(folder, 'include', 'node', 'node_version.h'), 'utf8');
    return header.includes(`NODE_MODULE_VERSION ${process.versions.modules}\n`);
  } catch {
    return false;
  }
}

/** @param {string} cwd @param {string[]} parameters */
async function npm(cwd, parameters) {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^npm_(package|lifecycle|config_local_prefix)/i.test(name),
  );
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  await run('npm', [...quiet, ...parameters], {
    cwd,
    env: { ...Object.fromEntries(own), INIT_CWD: cwd },
    timeout: stepDeadline,
    maxBuffer: 64 * 1024 * 1024,
  });
}

/** @param {string} name @returns {Promise<string | undefined>} */
async function findProgram(name) {
  if (path.isAbsolute(name)) return (await isExecutable(name)) ? name : undefined;
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    const file = path.join(folder, name);
    if (folder !== '' && (await isExecutable(file))) return file;
  }
  return undefined;
}

/** @param {string[]} names */
async function firstProgram(names) {
  for (const name of names) {
    const found = await findProgram(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** @param {string[]} names */
async function firstMissing(names) {
  for (const name of names) {
    if ((await findProgram(name)) === undefined) return name;
  }
  return undefined;
}

/** @param {string} file */
async function isExecutable(file) {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @param {unknown} error */
function lastLines(error) {
  const output = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
  return (output === '' ? String(error) : output).split('\n').slice(-5).join(' ');
}

// Not awaited: a module that waits while it loads cannot be required.
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  void ensureEditor((line) => console.error(line)).then((editor) => {
    console.log(JSON.stringify(editor, undefined, 2));
    process.exitCode = editor.ok ? 0 : 1;
  });
}
