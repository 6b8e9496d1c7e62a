import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { EditorServer } from './install.mjs';
import { killTree, killTreeNow } from './processTree.mjs';

const run = promisify(execFile);

/** User settings: names as in `settings.json`. */
export type Settings = Readonly<Record<string, unknown>>;

/** What a server is started with. */
export interface ServerOptions {
  /** Where the editor keeps its user data. A fresh folder is a fresh install. */
  readonly dataDir: string;
  /** Installed extensions; by default a folder inside `dataDir`. */
  readonly extensionsDir?: string;
  /** Display language such as `es`. The workbench's own texts stay English; extensions see `vscode.env.language`. */
  readonly locale?: string;
  /** Added to (or replacing) the quiet defaults. */
  readonly settings?: Settings;
  /** Whether the editor asks for workspace trust, as it does for people. By default every folder is trusted. */
  readonly trust?: boolean;
  /** Added to the environment of the server and of the extension host. */
  readonly env?: Readonly<Record<string, string>>;
  /** Receives what the server prints. */
  readonly log?: (text: string) => void;
}

/** The extension under development and, for tests inside the host, the module whose `run()` is called. */
export interface DevelopmentPaths {
  readonly extensionDevelopmentPath?: string;
  readonly extensionTestsPath?: string;
}

/** A running VS Code server on the loopback interface. */
export interface Server {
  readonly port: number;
  /** The address that shows a folder. */
  url(workspaceFolder: string, paths?: DevelopmentPaths): string;
  /** Resolves when the server has ended, whether it was stopped or died. */
  readonly ended: Promise<void>;
  /** Ends the server with the extension hosts it started. Safe to call twice. */
  stop(): Promise<void>;
}

/** How long a server may take until it answers, in milliseconds: it takes about one second on an idle machine. */
const startDeadline = 60_000;

const quiet: Settings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'explorer.compactFolders': false,
  'explorer.confirmDelete': false,
  'window.commandCenter': false,
  'window.autoDetectHighContrast': false,
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.reduceMotion': 'on',
  'editor.accessibilitySupport': 'off',
};

/**
 * Starts a real VS Code server and resolves when it answers.
 *
 * @throws Error if the server ends or stays silent for a minute; its output is in the message.
 */
export async function startServer(editor: EditorServer, options: ServerOptions): Promise<Server> {
  const settingsFile = path.join(options.dataDir, 'data', 'User', 'settings.json');
  await mkdir(path.dirname(settingsFile), { recursive: true });
  const trust = { 'security.workspace.trust.enabled': options.trust ?? false };
  await writeFile(settingsFile, JSON.stringify({ ...quiet, ...trust, ...options.settings }, undefined, 2));
  if (options.locale !== undefined) await writeLanguagePack(options.dataDir, options.locale);

  // Any web page and any person on this machine could otherwise run programs through the open port.
  const token = randomUUID();
  const child = spawn(process.execPath, [editor.server.main, ...serverArguments(options, token)], {
    env: hostEnvironment(options.env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killOnExit = () => {
    if (child.pid !== undefined) killTreeNow(child.pid);
  };
  process.once('exit', killOnExit);
  const ended = endOf(child);
  const stop = async () => {
    await killTree(child.pid);
    await ended;
    process.removeListener('exit', killOnExit);
  };
  try {
    const port = await portOf(child, options.log);
    await answer(port);
    return {
      port,
      ended,
      url: (workspaceFolder, paths) => workbenchUrl(port, token, workspaceFolder, paths),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Installs a packed extension into a folder that `startServer` can use as `extensionsDir`.
 *
 * @throws Error if the editor refuses the file.
 */
export async function installVsix(editor: EditorServer, file: string, extensionsDir: string): Promise<void> {
  await mkdir(extensionsDir, { recursive: true });
  const data = path.join(extensionsDir, '.install-data');
  const done = await run(
    process.execPath,
    [
      editor.server.main,
      ...['--install-extension', path.resolve(file)],
      ...['--extensions-dir', extensionsDir, '--server-data-dir', data, '--accept-server-license-terms'],
    ],
    { env: hostEnvironment(), timeout: startDeadline },
  );
  if (!done.stdout.includes('successfully installed')) {
    throw new Error(`The editor did not install ${file}: ${done.stdout}${done.stderr}`);
  }
}

function serverArguments(options: ServerOptions, token: string): string[] {
  return [
    ...['--host', '127.0.0.1', '--port', '0', '--connection-token', token, '--accept-server-license-terms'],
    ...['--server-data-dir', options.dataDir, '--telemetry-level', 'off'],
    ...['--extensions-dir', options.extensionsDir ?? path.join(options.dataDir, 'extensions')],
    ...(options.locale === undefined ? [] : ['--locale', options.locale]),
  ];
}

/** Without what npm, mocha and an editor around us set: the server must behave as if a person had started it. */
function hostEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|VSCODE_|ELECTRON_|NODE_OPTIONS$)/i.test(name),
  );
  // An empty gallery keeps the tests on this machine.
  return { ...Object.fromEntries(own), EXTENSIONS_GALLERY: '{}', ...extra };
}

/** The extension service asks for a pack of that language; an empty one is enough to be asked for its own strings. */
async function writeLanguagePack(dataDir: string, locale: string): Promise<void> {
  const translations = path.join(dataDir, 'data', 'main.i18n.json');
  await writeFile(translations, JSON.stringify({ version: '1.0.0', contents: {} }));
  const pack = {
    hash: 'h1',
    extensions: [{ extensionIdentifier: { id: `test.lp-${locale}` }, version: '1.0.0' }],
    translations: { vscode: translations },
    label: locale,
  };
  await writeFile(path.join(dataDir, 'data', 'languagepacks.json'), JSON.stringify({ [locale]: pack }));
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('close', () => {
      resolve();
    });
    // A process that could not be started does not close.
    child.once('error', () => {
      resolve();
    });
  });
}

function portOf(child: ChildProcess, log: ServerOptions['log']): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (why: string) => {
      clearTimeout(timer);
      reject(new Error(`${why}:\n${output}`));
    };
    const timer = setTimeout(fail, startDeadline, 'The VS Code server stayed silent');
    const read = (chunk: Buffer) => {
      log?.(chunk.toString());
      if (output.length > 20_000) return;
      output += chunk.toString();
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', (error) => fail(`The VS Code server did not start (${error.message})`));
    child.once('close', () => fail('The VS Code server ended'));
  });
}

async function answer(port: number): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/version`, {
    signal: AbortSignal.timeout(startDeadline),
  });
  await response.text();
  if (!response.ok) throw new Error(`The VS Code server answered ${response.status}`);
}

function workbenchUrl(
  port: number,
  token: string,
  workspaceFolder: string,
  paths: DevelopmentPaths = {},
): string {
  const remote = (file: string) => `vscode-remote://127.0.0.1:${port}${path.resolve(file)}`;
  const payload = [
    ['skipWelcome', 'true'],
    ...(paths.extensionDevelopmentPath === undefined
      ? []
      : [['extensionDevelopmentPath', remote(paths.extensionDevelopmentPath)]]),
    ...(paths.extensionTestsPath === undefined
      ? []
      : [['extensionTestsPath', remote(paths.extensionTestsPath)]]),
  ];
  const query = new URLSearchParams({
    tkn: token,
    folder: path.resolve(workspaceFolder),
    payload: JSON.stringify(payload),
  });
  return `http://127.0.0.1:${port}/?${query.toString()}`;
}
