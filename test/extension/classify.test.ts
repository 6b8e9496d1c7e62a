import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { PhotoAnswer } from '../../src/extension/classifier';
import { commands, contextKeys } from '../../src/shared/names';
import { skip } from '../harness/skip';
import { finishedRun, petCv, petFolder, smallPhotos, trainerProcesses } from './petCv';

function classify(first: unknown, second?: unknown): Thenable<PhotoAnswer[]> {
  return vscode.commands.executeCommand<PhotoAnswer[]>(commands.classifyBreed, first, second);
}

describe('classify breed', function () {
  this.timeout(120_000);
  let photos: string[];

  before(async function () {
    this.timeout(120_000);
    photos = await smallPhotos();
    await finishedRun();
  });

  afterEach(() => vscode.commands.executeCommand('workbench.action.closeQuickOpen'));

  it('names the breed of the photo that was clicked', async () => {
    const [photo = ''] = photos;
    const [answer, ...more] = await classify(vscode.Uri.file(photo), [vscode.Uri.file(photo)]);
    assert.deepEqual(more, []);
    assert.ok(answer?.type === 'classified');
    assert.equal(answer.photo, photo);
    assert.equal(answer.top.length, 5);
    const probabilities = answer.top.map(({ probability }) => probability);
    assert.deepEqual(
      probabilities,
      [...probabilities].sort((a, b) => b - a),
    );
    assert.ok(probabilities.every((probability) => probability >= 0 && probability <= 1));
    const { facts } = await petCv();
    assert.equal(facts.values.get(contextKeys.hasClassified), true);
  });

  it('goes on where one of several photos cannot be read', async () => {
    const folder = path.join(petFolder(), 'odd');
    await mkdir(folder, { recursive: true });
    const text = path.join(folder, 'text.jpg');
    const nothing = path.join(folder, 'empty.png');
    await writeFile(text, 'no photo at all');
    await writeFile(nothing, '');
    const [first = '', second = ''] = photos;
    const wanted = [first, text, nothing, path.join(folder, 'gone.jpg'), second];
    const answers = await classify(
      vscode.Uri.file(first),
      wanted.map((file) => vscode.Uri.file(file)),
    );
    assert.deepEqual(
      answers.map(({ photo }) => photo),
      wanted,
    );
    assert.deepEqual(
      answers.map((answer) => (answer.type === 'failed' ? answer.code : answer.type)),
      ['classified', 'photo-unreadable', 'photo-unreadable', 'photo-missing', 'classified'],
    );
  });

  it('keeps one warm process for all questions', async function () {
    if (process.platform !== 'linux') skip(this, 'processes are looked up in /proc');
    const [photo = ''] = photos;
    await classify({ photos: [photo] });
    const warm = trainerProcesses();
    assert.equal(warm.length, 1);
    await Promise.all([classify({ photos: [photo] }), classify({ photos: photos.slice(0, 3) })]);
    assert.deepEqual(trainerProcesses(), warm);
  });

  it('classifies the photo in the active tab', async () => {
    const [photo = ''] = photos;
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(photo));
    const [answer] = await classify(undefined);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    assert.equal(answer?.photo, photo);
  });

  it('says so where the asked model does not exist', async () => {
    assert.equal(await classify({ photos: photos.slice(0, 1), run: 'nowhere' }), null);
  });
});
