/**
 * `npm run package [-- FILE]`: makes a VSIX for the machine it runs on, of production bundles and the native parts that npm
 * chose for this machine. It is put together in a temporary folder, so `dist/` stays as it is.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVSIX } from '@vscode/vsce';

/** @typedef {{ name: string, folder: string, manifest: Record<string, any> }} Package a package in node_modules */

const root = path.dirname(fileURLToPath(import.meta.url));
const stage = await mkdtemp(path.join(tmpdir(), 'pet-cv-package-'));
try {
  const bundled = await stageBundles();
  await stageOwnFiles();
  const native = await stageSharp();
  await writeNotices([...bundled, ...native]);
  const target = vscodeTarget();
  const packagePath = path.resolve(root, process.argv[2] ?? `pet-cv-${target}.vsix`);
  await createVSIX({ cwd: stage, target, packagePath, dependencies: false, allowMissingRepository: true });
  console.log(`${packagePath}: ${((await stat(packagePath)).size / 1e6).toFixed(1)} MB`);
} finally {
  await rm(stage, { recursive: true, force: true, maxRetries: 3 });
}

/** What VS Code calls this kind of machine. Linux with musl instead of glibc is `alpine` there. */
function vscodeTarget() {
  const header = /** @type {any} */ (process.report.getReport()).header;
  const musl = process.platform === 'linux' && header.glibcVersionRuntime === undefined;
  const arch = process.platform === 'linux' && process.arch === 'arm' ? 'armhf' : process.arch;
  return `${musl ? 'alpine' : process.platform}-${arch}`;
}

/** @returns {Promise<Package[]>} what the bundles that ship were made of */
async function stageBundles() {
  const metafile = path.join(stage, 'metafile.json');
  const options = ['--production', '--quiet', '--out', path.join(stage, 'dist'), '--metafile', metafile];
  run(['esbuild.mjs', ...options], root);
  const inputs = JSON.parse(await readFile(metafile, 'utf8'));
  const folders = Object.keys(inputs)
    .filter((bundle) => bundle !== 'cli.js')
    .flatMap((bundle) => inputs[bundle])
    .flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0] ?? []);
  return Promise.all([...new Set(folders)].map((folder) => readPackage(path.join(root, folder))));
}

/** Everything here that .vscodeignore may let through. */
async function stageOwnFiles() {
  const names = (await readdir(root)).filter((name) => /^package\.nls.*\.json$/.test(name));
  for (const name of ['.vscodeignore', 'CHANGELOG.md', 'LICENSE', 'l10n', 'media', ...names]) {
    await cp(path.join(root, name), path.join(stage, name), { recursive: true });
  }
  const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  // About the checkout, not about the extension.
  for (const key of ['bin', 'scripts', 'private', 'dependencies', 'optionalDependencies', 'devDependencies'])
    delete manifest[key];
  await writeFile(path.join(stage, 'package.json'), JSON.stringify(manifest, undefined, 2));
  const readme = await readFile(path.join(root, 'README.md'), 'utf8');
  // Files beside it do not ship, so it cannot point to them.
  await writeFile(path.join(stage, 'README.md'), readme.replace(/!?\[([^\]]*)\]\((?!\w+:|#)[^)]*\)/g, '$1'));
}

/**
 * Puts what `require('sharp')` in dist/trainer.js needs on this machine into dist/node_modules: its code, and the binaries
 * that npm chose.
 *
 * @returns {Promise<Package[]>}
 */
async function stageSharp() {
  /** @type {Map<string, Package>} */
  const found = new Map();
  const visit = async (/** @type {string} */ name, /** @type {string} */ from) => {
    const folder = packageFolder(name, from);
    if (folder === null || found.has(name)) return;
    const one = await readPackage(folder);
    found.set(name, one);
    const { dependencies, optionalDependencies } = one.manifest;
    for (const need of Object.keys({ ...dependencies, ...optionalDependencies })) await visit(need, folder);
  };
  await visit('sharp', root);
  const modules = path.join(stage, 'dist', 'node_modules');
  for (const [name, { folder }] of found) {
    await cp(folder, path.join(modules, name), {
      recursive: true,
      dereference: true,
      // Programs of their own: a build from source, a command line.
      filter: (file) => !/^(bin|install|node_modules)$/.test(path.relative(folder, file)),
    });
  }
  // From there it cannot see the node_modules of the checkout.
  run(['-e', "require('./dist/node_modules/sharp')"], stage);
  return [...found.values()];
}

/** Null where npm left an optional package out, since it is for another machine. */
function packageFolder(/** @type {string} */ name, /** @type {string} */ from) {
  const candidates = [from, root].map((folder) => path.join(folder, 'node_modules', name));
  return candidates.find((folder) => existsSync(path.join(folder, 'package.json'))) ?? null;
}

/** @returns {Promise<Package>} */
async function readPackage(/** @type {string} */ folder) {
  const manifest = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
  return { name: manifest.name, folder, manifest };
}

/** ThirdPartyNotices.txt: each package in the VSIX with its licence. @param {Package[]} packages */
async function writeNotices(packages) {
  const sorted = packages.sort((a, b) => (a.name < b.name ? -1 : 1));
  const texts = new Map(
    await Promise.all(sorted.map(async (one) => /** @type {const} */ ([one, await licenceOf(one)]))),
  );
  const sections = sorted.map((one) => {
    const { name, manifest } = one;
    const title = `${name} ${manifest.version} (${manifest.license})\n${homepage(manifest)}`;
    return `${title}\n\n${texts.get(one) ?? likeAnother(one, texts)}`;
  });
  const lgpl = sorted.some(({ manifest }) => /LGPL/.test(manifest.license));
  for (const name of lgpl ? ['LGPL-3.0', 'GPL-3.0'] : [])
    sections.push(await readFile(path.join(root, 'docs', 'licences', `${name}.txt`), 'utf8'));
  const intro = `Pet CV contains, whole or in parts, the work of others, under the licences below.`;
  const rule = `\n\n${'-'.repeat(80)}\n\n`;
  const text = [intro, ...sections.map((section) => section.trim())].join(rule);
  await writeFile(path.join(stage, 'ThirdPartyNotices.txt'), `${text}\n`);
}

/**
 * The package's licence files; what its README says where there is none, and where it names libraries in a binary.
 *
 * @param {Package} one @returns {Promise<string | null>} null where it says nothing
 */
async function licenceOf({ folder, manifest }) {
  const names = await readdir(folder);
  const files = names.filter((name) => /^(licen[cs]e|copying|notice)/i.test(name));
  const texts = await Promise.all(files.map((name) => readFile(path.join(folder, name), 'utf8')));
  if (texts.length === 0 || /LGPL/.test(manifest.license)) {
    const readme = names.find((name) => /^readme\.md$/i.test(name));
    const text = readme === undefined ? '' : await readFile(path.join(folder, readme), 'utf8');
    texts.push(...(/^(#+ )?licen[cs](e|ing)\b[^]*/im.exec(text) ?? []).slice(0, 1));
  }
  return texts.length === 0 ? null : texts.join('\n\n');
}

/** @param {Package} one @param {Map<Package, string | null>} texts */
function likeAnother({ name, manifest }, texts) {
  const ids = String(manifest.license).split(' AND ');
  const same = ids.map(
    (id) => [...texts].find(([other, text]) => text !== null && other.manifest.license === id)?.[0],
  );
  if (same.includes(undefined))
    throw new Error(`${name} ships without the text of its licence ${ids.join(', ')}`);
  const author = manifest.author?.name ?? manifest.author ?? `the authors of ${name}`;
  const terms = same.map((other) => `${other?.manifest.license}, whose text stands under ${other?.name}`);
  return `Copyright ${author}. The package has no licence file; its terms: ${terms.join(', and ')}.`;
}

function homepage(/** @type {Record<string, any>} */ { homepage, repository }) {
  return homepage ?? repository?.url ?? repository ?? '';
}

function run(/** @type {string[]} */ parameters, /** @type {string} */ cwd) {
  const { status } = spawnSync(process.execPath, parameters, { cwd, stdio: 'inherit' });
  if (status !== 0) throw new Error(`node ${parameters[0]} ended with ${status}`);
}
