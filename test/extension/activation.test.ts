import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands } from '../../src/shared/names';
import { skip } from '../harness/skip';
import { petCv, petCvExtension, trainerProcesses } from './petCv';

describe('activation', () => {
  it('registers every command', async () => {
    const began = performance.now();
    await petCv();
    console.log(
      `      activated in ${Math.round(performance.now() - began)} ms, with a bundle that is not minified`,
    );
    const registered = await vscode.commands.getCommands(true);
    assert.deepEqual(
      Object.values(commands).filter((command) => !registered.includes(command)),
      [],
    );
  });

  it('is active and starts no process before one is needed', async function () {
    if (process.platform !== 'linux') skip(this, 'processes are looked up in /proc');
    await petCv();
    assert.equal(petCvExtension().isActive, true);
    assert.deepEqual(trainerProcesses(), []);
  });

  it('opens no panel before one is asked for', async () => {
    const { panel } = await petCv();
    assert.equal(panel.shownRun, null);
  });
});
