/**
 * `npm test`: builds the extension, runs the usual suites (or those named: `node test/run.mjs unit trainer`) each in a process
 * of its own, and adds up. The last line is `N passed, N failed` with `, N skipped` where there are any.
 *
 * A suite that crashes, leaves a process behind, does not end, or holds no test is a failure.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { clearInterval, clearTimeout, setInterval, setTimeout } from 'node:timers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { killTree, processesMarked } from './harness/processTree.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));

/** For a whole suite, in milliseconds. */
const suiteDeadline = 30 * 60_000;
/** How long a suite may take to end after its last test, in milliseconds. */
const endDeadline = 20_000;

/** What each suite is run with; the number is the time for one test in milliseconds. */
const suites = {
  unit: ['test/harness/mochaSuite.ts', '10000', 'test/unit', 'test/harness'],
  trainer: ['test/harness/mochaSuite.ts', '120000', 'test/trainer'],
  extension: ['test/harness/extensionSuite.ts'],
  ui: ['test/harness/mochaSuite.ts', '60000', 'test/ui'],
  parity: ['test/harness/mochaSuite.ts', '600000', 'test/parity'],
};
/** The suites that run when none is named: parity needs Python and what it compares with. */
const usual = ['unit', 'trainer', 'extension', 'ui'];

/** @typedef {import('./harness/results.ts').Results} Results */

/** Every process that a suite starts carries it in its environment, whoever started it in the end. */
const mark = `PET_CV_TEST_MARK=${randomUUID()}`;
const [markName = '', markValue = ''] = mark.split('=');

/** @type {import('node:child_process').ChildProcess | undefined} */
let running;
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.once(signal, () => {
    void killTree(running?.pid)
      .then(endMarked)
      .then(() => process.exit(130));
  });
}

const named = process.argv.slice(2);
const unknown = named.filter((name) => !(name in suites));
if (unknown.length > 0) {
  console.error(`There is no suite ${unknown.join(', ')}, only ${Object.keys(suites).join(', ')}`);
  process.exit(2);
}
const wanted = named.length > 0 ? named : usual;

/** @type {Map<string, Results>} */
const all = new Map();
// The unit tests read the sources alone.
if (wanted.some((name) => name !== 'unit')) {
  console.log('── build');
  const problem = await start(['esbuild.mjs'], {});
  if (problem !== undefined) all.set('build', failed('node esbuild.mjs', problem));
}
if (all.size === 0) {
  for (const name of wanted) {
    console.log(`\n── ${name}`);
    all.set(name, await runSuite(name, suites[name]));
  }
}
summarise();

/** @param {string} name @param {string[]} command @returns {Promise<Results>} */
async function runSuite(name, command) {
  const scratch = await mkdtemp(path.join(tmpdir(), 'pet-cv-results-'));
  const file = path.join(scratch, 'results.json');
  try {
    const environment = { [markName]: markValue, PET_CV_TEST_RESULTS: file };
    const problem = await start(['--import', 'tsx', ...command], environment, file);
    const left = await leftovers();
    const results = await read(file);
    if (results === undefined) return failed('the suite as a whole', problem ?? 'it ended without results');
    return withProblems(results, [
      ...(problem === undefined ? [] : [problem]),
      ...left.map(({ pid, command }) => `it left process ${pid} running: ${command}`),
    ]);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/**
 * Runs Node and resolves with nothing if it ended well, else with what was wrong.
 *
 * @param {string[]} command @param {Record<string, string>} environment
 * @param {string} [results] once this file is there, the process has to end soon
 * @returns {Promise<string | undefined>}
 */
function start(command, environment, results) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, command, {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    running = child;
    /** @type {string | undefined} */
    let killed;
    const kill = (/** @type {string} */ why) => {
      if (killed !== undefined) return;
      killed = why;
      void killTree(child.pid);
    };
    const timer = setTimeout(kill, suiteDeadline, `it was not over after ${suiteDeadline / 60_000} minutes`);
    /** @type {number | undefined} */
    let written;
    const ending = setInterval(() => {
      if (results === undefined || !existsSync(results)) return;
      written ??= Date.now();
      if (Date.now() - written > endDeadline) kill('its tests were over but something kept it alive');
    }, 500);
    const settle = (/** @type {string | undefined} */ problem) => {
      clearTimeout(timer);
      clearInterval(ending);
      running = undefined;
      resolve(killed ?? problem);
    };
    child.once('error', (error) => settle(error.message));
    child.once('close', (code, signal) => settle(code === 0 ? undefined : `it ended with ${code ?? signal}`));
  });
}

/** Processes of a suite that is over, given two seconds to notice, then ended. */
async function leftovers() {
  for (let tries = 0; tries < 20 && processesMarked(mark).length > 0; tries++) await sleep(100);
  return endMarked();
}

async function endMarked() {
  const left = processesMarked(mark);
  await Promise.all(left.map(({ pid }) => killTree(pid)));
  return left;
}

/** Nothing is there if the suite crashed before its tests were over. @param {string} file @returns {Promise<Results | undefined>} */
async function read(file) {
  return existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : undefined;
}

/** @param {Results} results @param {string[]} problems @returns {Results} */
function withProblems(results, problems) {
  const tests = results.passed + results.failed + results.skips.length;
  const explained = results.skips.length > 0 && results.skips.every(({ reason }) => reason !== undefined);
  const idle = results.passed + results.failed === 0 && !explained;
  const told = [
    ...problems,
    ...(idle ? [tests === 0 ? 'it holds no test' : 'every test was skipped without a reason'] : []),
  ];
  if (told.length === 0) return results;
  return {
    ...results,
    failed: results.failed + told.length,
    failures: [...results.failures, ...told.map((detail) => ({ title: 'the suite as a whole', detail }))],
  };
}

/** @param {string} title @param {string} detail @returns {Results} */
function failed(title, detail) {
  return { passed: 0, failed: 1, failures: [{ title, detail }], skips: [] };
}

function summarise() {
  const each = [...all];
  const skips = each.flatMap(([name, results]) => results.skips.map((skip) => ({ name, ...skip })));
  const failures = each.flatMap(([name, results]) =>
    results.failures.map((failure) => ({ name, ...failure })),
  );
  if (skips.length > 0) console.log('\nSkipped');
  for (const { name, title, reason } of skips)
    console.log(`  ${name}: ${title}: ${reason ?? 'no reason given'}`);
  if (failures.length > 0) console.log('\nFailed');
  for (const { name, title, detail } of failures) {
    console.log(`  ${name}: ${title}\n    ${detail.replaceAll('\n', '\n    ')}`);
  }
  console.log();
  for (const [name, results] of each) console.log(`${name}: ${totals([results])}`);
  process.exitCode = failures.length > 0 ? 1 : 0;
  console.log(totals(each.map(([, results]) => results)));
}

/** @param {Results[]} results */
function totals(results) {
  const sum = (/** @type {(one: Results) => number} */ of) =>
    results.reduce((total, one) => total + of(one), 0);
  const skipped = sum((one) => one.skips.length);
  const counts = [`${sum((one) => one.passed)} passed`, `${sum((one) => one.failed)} failed`];
  return [...counts, ...(skipped > 0 ? [`${skipped} skipped`] : [])].join(', ');
}
