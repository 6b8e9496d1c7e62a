import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import type { EngineTrial } from '../../src/shared/protocol';
import { commands, contextKeys } from '../../src/shared/names';
import { skip } from '../harness/skip';
import { finishedRun, petCv, petCvExtension, smallPhotos, textOf } from './petCv';

/** Libraries that this process has loaded and that are the trainer's or the extension's. */
function nativeModulesOfOurs(): string[] {
  const files = textOf('/proc/self/maps')
    .split('\n')
    .map((line) => line.slice(line.indexOf('/')))
    .filter((file) => /\.node$|\.so(\.\d+)*$/.test(file));
  const own = petCvExtension().extensionPath;
  const ours = (file: string) =>
    /sharp|vips|tensorflow|tfjs/i.test(file) || !path.relative(own, file).startsWith('..');
  // The editor that the tests run in may itself lie in an ignored folder of the repository.
  return [...new Set(files)].filter((file) => ours(file) && !file.includes('code-server'));
}

describe('extension host', function () {
  this.timeout(120_000);

  it('tells which engines work', async () => {
    const trials = await vscode.commands.executeCommand<EngineTrial[]>(commands.checkEngine);
    assert.equal(trials.find(({ engine }) => engine === 'wasm')?.works, true);
    const { facts } = await petCv();
    assert.equal(facts.values.get(contextKeys.engineReady), true);
  });

  it('has loaded no native module after every command was used', async function () {
    if (process.platform !== 'linux') skip(this, 'loaded libraries are looked up in /proc');
    const { id } = await finishedRun();
    const photos = (await smallPhotos()).slice(0, 2);
    await vscode.commands.executeCommand(commands.classifyBreed, { photos });
    await vscode.commands.executeCommand(commands.showTraining, { run: id });
    await vscode.commands.executeCommand(commands.stopTraining);
    await vscode.commands.executeCommand(commands.showLog);
    await vscode.commands.executeCommand(commands.openWorkshop);
    assert.deepEqual(nativeModulesOfOurs(), []);
    // The look itself must be able to see one: Node's own addons are listed there too.
    assert.ok(textOf('/proc/self/maps').includes(process.execPath));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
});
