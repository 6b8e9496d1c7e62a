import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands, panelViewType } from '../../src/shared/names';
import { finishedRun, petCv, until } from './petCv';

function newPanel(): vscode.WebviewPanel {
  return vscode.window.createWebviewPanel(panelViewType, '', vscode.ViewColumn.One);
}

function webviewTabs(): number {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.filter(({ input }) => input instanceof vscode.TabInputWebview).length;
}

async function closed(): Promise<void> {
  const { panel } = await petCv();
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await until(() => panel.shownRun === null && webviewTabs() === 0);
}

describe('training panel', function () {
  this.timeout(60_000);

  before(closed);
  afterEach(closed);

  it('shows a run in one panel, however often it is asked for', async () => {
    const { id } = await finishedRun();
    const { panel } = await petCv();
    for (let times = 0; times < 2; times += 1) {
      assert.deepEqual(await vscode.commands.executeCommand(commands.showTraining, { run: id }), {
        runId: id,
      });
    }
    await until(() => panel.visible);
    assert.equal(panel.shownRun, id);
    await until(() => webviewTabs() === 1);
  });

  it('does not show a run that does not exist', async () => {
    const { panel } = await petCv();
    assert.equal(await vscode.commands.executeCommand(commands.showTraining, { run: 'nowhere' }), null);
    assert.equal(panel.shownRun, null);
  });

  it('comes back after a reload with the run it showed', async () => {
    const { id } = await finishedRun();
    const { panel } = await petCv();
    await panel.deserializeWebviewPanel(newPanel(), { runId: id, tab: 'report' });
    assert.equal(panel.shownRun, id);
  });

  it('closes a panel whose state it does not know', async () => {
    const { panel } = await petCv();
    for (const state of [
      undefined,
      null,
      'curves',
      {},
      { runId: 1, tab: 'report' },
      { runId: 'a', tab: 'b' },
    ]) {
      await panel.deserializeWebviewPanel(newPanel(), state);
      assert.equal(panel.shownRun, null);
    }
  });

  it('lets nothing run but its own script', async () => {
    const { id } = await finishedRun();
    const { panel } = await petCv();
    const restored = newPanel();
    await panel.deserializeWebviewPanel(restored, { runId: id, tab: 'curves' });
    const { html } = restored.webview;
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    const nonce = /script-src 'nonce-([A-Za-z0-9+/=]{22,})'/.exec(policy)?.[1];
    assert.ok(policy.startsWith("default-src 'none'"));
    assert.ok(!policy.includes('unsafe'));
    assert.ok(nonce !== undefined && html.includes(`nonce="${nonce}"`));
    assert.equal(restored.options.retainContextWhenHidden ?? false, false);
  });
});
