import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { format } from 'node:util';
import { openWorkbench } from './browser';
import type { Editor } from './install.mjs';
import { firstLine, readResults, resultsVariable, type Results } from './results';
import { startServer, type Server, type Settings } from './server';

/** Which tests to run, and where. */
export interface ExtensionTestOptions {
  /** The folder that is open in the editor. */
  readonly workspace: string;
  /** The folder with the extension's package.json. */
  readonly extensionPath: string;
  /** The compiled module whose `run()` runs the tests. */
  readonly testsPath: string;
  readonly settings?: Settings;
  readonly locale?: string;
  /** How long nothing may be printed before the run counts as hung, in milliseconds; five minutes unless given. */
  readonly silence?: number;
  /** Receives each line that the tests print. */
  readonly log?: (line: string) => void;
}

/**
 * Runs a compiled mocha suite inside the extension host of a real VS Code and resolves with its results. The tests see
 * a fresh user-data folder.
 *
 * @throws Error if the editor does not come up, hangs, or ends before the tests are over.
 */
export async function runExtensionTests(editor: Editor, options: ExtensionTestOptions): Promise<Results> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'pet-cv-host-'));
  const resultsFile = path.join(scratch, 'results.json');
  try {
    const server = await startServer(editor, {
      dataDir: path.join(scratch, 'data'),
      env: { [resultsVariable]: resultsFile },
      ...(options.settings === undefined ? {} : { settings: options.settings }),
      ...(options.locale === undefined ? {} : { locale: options.locale }),
    });
    try {
      const transcript = new Transcript(options.log ?? console.log);
      const code = await exitOf(editor, server, options, transcript);
      if (existsSync(resultsFile)) return withExitCode(readResults(resultsFile), code);
      throw new Error(transcript.explain(`VS Code ended with code ${code} before the tests were over`));
    } finally {
      await server.stop();
    }
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** The workbench calls the two functions, for each line and at the end. */
async function exitOf(
  editor: Editor,
  server: Server,
  options: ExtensionTestOptions,
  transcript: Transcript,
): Promise<number> {
  const silence = options.silence ?? 5 * 60_000;
  const run: { end: (code: number) => void; fail: (why: string) => void } = { end: ignore, fail: ignore };
  const ended = new Promise<number>((resolve, reject) => {
    run.end = resolve;
    run.fail = (why) => {
      reject(new Error(transcript.explain(why)));
    };
  });
  // It may fail while the editor still opens, before anyone awaits it.
  ended.catch(ignore);
  const timer = setTimeout(() => {
    run.fail(`The extension host printed nothing for ${silence / 1000} s`);
  }, silence);
  void server.ended.then(() => {
    run.fail('The VS Code server ended during the tests');
  });
  const functions = {
    codeAutomationExit: (code: unknown) => {
      run.end(Number(code));
    },
    codeAutomationLog: (_severity: unknown, values: unknown) => {
      timer.refresh();
      const words: unknown[] = Array.isArray(values) ? values : [values];
      transcript.add(format(...words));
    },
  };
  try {
    const url = server.url(options.workspace, {
      extensionDevelopmentPath: options.extensionPath,
      extensionTestsPath: options.testsPath,
    });
    const workbench = await openWorkbench(editor, url, { functions });
    try {
      workbench.page.once('crash', () => {
        run.fail('The page with the editor crashed');
      });
      return await ended;
    } finally {
      await workbench.close();
    }
  } finally {
    clearTimeout(timer);
  }
}

/** Passes on what the tests print, and keeps what the workbench prints before them for when something goes wrong. */
class Transcript {
  readonly #before: string[] = [];
  #begun = false;

  constructor(private readonly log: (line: string) => void) {}

  add(line: string): void {
    if (this.#begun) this.log(line);
    else if (line === firstLine) this.#begun = true;
    else this.#before.push(line);
  }

  explain(problem: string): string {
    return this.#begun ? problem : [problem, ...this.#before].join('\n');
  }
}

/** A run that says it failed while every test passed did fail. */
function withExitCode(results: Results, code: number): Results {
  if (code === 0 || results.failed > 0) return results;
  const failure = { title: 'the run as a whole', detail: `VS Code ended the tests with code ${code}` };
  return { ...results, failed: 1, failures: [failure] };
}

function ignore(): void {
  // Nobody is waiting.
}
