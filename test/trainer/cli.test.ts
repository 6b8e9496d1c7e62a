import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { layout } from '../../src/shared/layout';
import { skip } from '../harness/skip';
import { classNames, drawPhotos, petcv } from './cliHarness';
import type { Ended, JsonLine } from './cliHarness';

const small = ['--size', '32', '--batch', '8', '--engine', 'wasm'];

/** The last line, which must be a result. */
function resultOf(ended: Ended): JsonLine {
  assert.equal(ended.code, 0, ended.stderr);
  const last = ended.lines().at(-1);
  assert.ok(last?.type === 'result', JSON.stringify(last));
  return last;
}

/** The failure's code on the last line. */
function failureOf(ended: Ended): unknown {
  assert.equal(ended.code, 1, ended.stderr);
  const last = ended.lines().at(-1);
  assert.equal(last?.type, 'error');
  const failure: unknown = last['failure'];
  return typeof failure === 'object' && failure !== null && 'code' in failure ? failure.code : undefined;
}

function share(value: unknown): number {
  assert.ok(typeof value === 'number' && value >= 0 && value <= 1, `a share: ${String(value)}`);
  return value;
}

describe('petcv, the real bundle', function () {
  this.timeout(120_000);
  let home = '';
  const at = (...names: string[]) => join(home, ...names);
  const run = (...words: string[]) => petcv(words, home);

  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'petcv-cli-'));
    await drawPhotos(at('photos'), 12);
    await drawPhotos(at('unseen'), 4, 100);
    assert.equal((await run('prepare', 'photos', '--out', 'pets', '--size', '32', '--json')).code, 0);
    assert.equal((await run('train', 'pets', '--out', 'run', '--epochs', '2', ...small, '--json')).code, 0);
  });

  after(async () => {
    await rm(home, { recursive: true, force: true });
  });

  describe('prepare', () => {
    it('makes a dataset and counts its photos', async () => {
      const result = resultOf(
        await run('prepare', 'photos', '--out', 'other', '--size', '32', '--split', '0.5', '--json'),
      );
      assert.deepEqual([result['photos'], result['trainPhotos'], result['validationPhotos']], [36, 18, 18]);
      assert.deepEqual(result['classes'], classNames);
      assert.equal(result['dataset'], at('other'));
      assert.ok(existsSync(at('other', layout.manifest)));
      assert.ok(existsSync(at('other', layout.cache)));
    });

    it('makes drawn pets from the word alone, and says so', async () => {
      const result = resultOf(
        await run('prepare', 'drawn', '--per-breed', '2', '--out', 'drawn-pets', '--size', '32', '--json'),
      );
      assert.equal(result['drawn'], true);
    });

    it('takes an --out that was given with a space and another letter', async () => {
      const result = resultOf(await run('prepare', 'photos', '--out', 'mis niños', '--size', '32', '--json'));
      assert.equal(result['dataset'], at('mis niños'));
    });

    it('fails where a file is in the way of --out', async () => {
      await writeFile(at('a-file'), '');
      const ended = await run('prepare', 'photos', '--out', join('a-file', 'pets'), '--json');
      assert.equal(failureOf(ended), 'dataset-exists');
    });

    it('fails where --out cannot be written', async function () {
      // Nobody can make a folder in sysfs, root included.
      if (process.platform !== 'linux') skip(this, 'needs a folder that even root cannot write to');
      assert.equal(failureOf(await run('prepare', 'photos', '--out', '/sys/petcv', '--json')), 'read-only');
    });

    it('fails where there is no such source', async () => {
      assert.equal(failureOf(await run('prepare', 'nowhere', '--out', 'x', '--json')), 'source-missing');
      assert.ok(!existsSync(at('x')));
    });
  });

  describe('train', () => {
    it('streams its events and ends with the result', async () => {
      const ended = await run('train', 'pets', '--out', 'run-json', '--epochs', '2', ...small, '--json');
      const types = ended.lines().map((line) => line.type);
      for (const type of ['engine', 'started', 'batch', 'epoch', 'checkpoint', 'report', 'done']) {
        assert.ok(types.includes(type), type);
      }
      assert.equal(types.filter((type) => type === 'epoch').length, 2);
      assert.equal(types.filter((type) => type === 'result').length, 1);
      const result = resultOf(ended);
      assert.ok(share(result['top1']) <= share(result['top3']));
      assert.ok(share(result['top3']) <= share(result['top5']));
      assert.deepEqual(result['classes'], classNames);
      assert.ok(typeof result['model'] === 'string' && isAbsolute(result['model']));
      assert.ok(existsSync(result['model']));
    });

    it('gives the same result for the same seed', async () => {
      const words = ['--epochs', '2', ...small, '--json', '--seed', '7'];
      const [first, second] = [
        resultOf(await run('train', 'pets', '--out', 'seed-a', ...words)),
        resultOf(await run('train', 'pets', '--out', 'seed-b', ...words)),
      ];
      assert.equal(first['top1'], second['top1']);
    });

    it('writes one line for each epoch, without colours, where there is no terminal', async () => {
      const { code, stdout } = await run('train', 'pets', '--out', 'run-text', '--epochs', '3', ...small);
      assert.equal(code, 0);
      assert.equal([...stdout.matchAll(/^Epoch \d\/3 /gm)].length, 3);
      assert.ok(!stdout.includes('\u001b'));
      assert.ok(stdout.includes(join('run-text', 'checkpoints', 'best')));
    });

    it('does not touch a run that is there already', async () => {
      const before = await readFile(at('run', layout.run), 'utf8');
      assert.equal(failureOf(await run('train', 'pets', '--out', 'run', ...small, '--json')), 'run-exists');
      assert.equal(await readFile(at('run', layout.run), 'utf8'), before);
    });

    it('fails without a dataset', async () => {
      assert.equal(failureOf(await run('train', 'nowhere', '--out', 'y', '--json')), 'dataset-missing');
      assert.ok(!existsSync(at('y')));
    });

    it('leaves no log behind when all went well', async () => {
      const logs = async () => (await readdir(tmpdir())).filter((name) => /^petcv-\w{6}$/.test(name)).length;
      const before = await logs();
      await run('engines', '--engine', 'wasm', '--json');
      assert.ok((await logs()) <= before);
    });
  });

  describe('evaluate', () => {
    it('scores photos that were never in training', async () => {
      await run('prepare', 'unseen', '--out', 'unseen-pets', '--size', '32', '--json');
      const result = resultOf(await run('evaluate', 'run', 'unseen-pets', '--json'));
      assert.equal(result['photos'], 12);
      assert.equal(result['part'], 'all');
      assert.ok(share(result['top1']) <= share(result['top3']));
      assert.equal(result['top3'], 1, 'three classes');
      assert.deepEqual(result['classes'], classNames);
      assert.ok(typeof result['model'] === 'string' && existsSync(result['model']));
    });

    it('scores one part of the split, and agrees with the report of the run', async () => {
      const result = resultOf(await run('evaluate', 'run', 'pets', '--part', 'validation', '--json'));
      const report: unknown = JSON.parse(await readFile(at('run', layout.report), 'utf8'));
      const score: unknown =
        typeof report === 'object' && report !== null && 'score' in report ? report.score : null;
      assert.ok(typeof score === 'object' && score !== null && 'top1' in score && 'photos' in score);
      assert.equal(result['photos'], score.photos);
      assert.equal(result['top1'], score.top1);
    });

    it('takes the checkpoint by its model.json too', async () => {
      const result = resultOf(
        await run('evaluate', join('run', layout.lastModel), 'pets', '--part', 'train', '--json'),
      );
      assert.equal(result['model'], at('run', layout.lastModel));
    });

    it('fails without a model', async () => {
      assert.equal(failureOf(await run('evaluate', 'nowhere', 'pets', '--json')), 'checkpoint-missing');
    });
  });

  describe('classify', () => {
    const good = join('unseen', 'cat_Red', 'cat_Red_100.jpg');

    it('answers for each photo, by the name it was given', async () => {
      const again = `./${good}`;
      const ended = await run('classify', 'run', good, again, good, '--top', '2', '--json');
      assert.equal(ended.code, 0, ended.stderr);
      const answers = ended.lines().filter((line) => line.type === 'classified');
      assert.deepEqual(
        answers.map((line) => line['photo']),
        [good, again, good],
      );
      assert.equal(ended.lines().at(-1)?.type, 'classified');
      for (const { top } of answers) {
        assert.ok(Array.isArray(top));
        assert.equal(top.length, 2);
        for (const guess of top as unknown[]) {
          assert.ok(
            typeof guess === 'object' && guess !== null && 'class' in guess && 'probability' in guess,
          );
          assert.ok(classNames.includes(String(guess.class)));
          share(guess.probability);
        }
      }
    });

    it('tells of a damaged and of a missing photo, and goes on', async () => {
      await writeFile(at('damaged.jpg'), 'this is a text');
      const ended = await run('classify', 'run', good, 'damaged.jpg', 'missing.jpg', good, '--json');
      assert.equal(ended.code, 1);
      const answers = ended.lines().filter((line) => line.type === 'classified' || line.type === 'failed');
      assert.deepEqual(
        answers.map((line) => [line.type, line['photo'], line['code']]),
        [
          ['classified', good, undefined],
          ['failed', 'damaged.jpg', 'photo-unreadable'],
          ['failed', 'missing.jpg', 'photo-missing'],
          ['classified', good, undefined],
        ],
      );
      for (const line of answers.filter(({ type }) => type === 'failed'))
        assert.equal(typeof line['reason'], 'string');
    });

    it('writes answers to standard output and complaints to standard error', async () => {
      const { code, stdout, stderr } = await run('classify', 'run', good, 'missing.jpg');
      assert.equal(code, 1);
      assert.ok(stdout.includes(good));
      assert.ok(!stdout.includes('missing.jpg'));
      assert.ok(stderr.includes('missing.jpg'));
    });
  });

  it('says which engine works', async () => {
    const result = resultOf(await run('engines', '--engine', 'wasm', '--json'));
    assert.equal(result['engine'], 'wasm');
    assert.ok(Array.isArray(result['trials']));
  });

  it('shows the whole way in the demo, and prepares the same photos only once', async () => {
    const words = ['demo', '--data', 'photos', '--epochs', '1', '--out', 'demo', '--json'];
    const first = await run(...words);
    const result = resultOf(first);
    assert.equal(result['photos'], 6);
    assert.equal(result['drawn'], false);
    for (const name of ['model', 'dataset', 'run']) {
      const path = result[name];
      assert.ok(typeof path === 'string' && existsSync(path), name);
    }
    assert.ok(first.lines().some((line) => line.type === 'classified'));
    const second = await run(...words);
    assert.equal(resultOf(second)['dataset'], result['dataset']);
    assert.ok(!second.lines().some((line) => line.type === 'prepared'));
  });

  describe('wrong usage', () => {
    const wrong: string[][] = [
      [],
      ['teach'],
      ['prepare', 'photos'],
      ['prepare', 'photos', '--out', 'z', '--bogus'],
      ['prepare', 'photos', '--out', 'z', '--split', '1.5'],
      ['train', 'pets', '--out', 'z', '--epochs', '0'],
      ['train', 'pets', '--out', 'z', '--engine', 'abacus'],
      ['train', 'pets', 'photos', '--out', 'z'],
      ['evaluate', 'run'],
      ['evaluate', 'run', 'pets', '--part', 'half'],
      ['classify', 'run'],
      ['classify', 'run', ''],
    ];
    for (const words of wrong) {
      it(`gives 2 for: petcv ${words.join(' ')}`, async () => {
        const { code, stdout, stderr } = await run(...words);
        assert.equal(code, 2);
        assert.equal(stdout, '');
        assert.notEqual(stderr, '');
        assert.ok(!existsSync(at('z')));
      });
    }
  });

  describe('--help', () => {
    for (const command of ['', 'prepare', 'train', 'resume', 'evaluate', 'classify', 'engines', 'demo']) {
      it(`gives 0 and the exit codes for: petcv ${command}`, async () => {
        const { code, stdout } = await run(...(command === '' ? [] : [command]), '--help');
        assert.equal(code, 0);
        for (const exitCode of ['0', '1', '2', '130'])
          assert.match(stdout, new RegExp(`^ +${exitCode} `, 'm'));
      });
    }
  });
});
