import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { screenshot } from '../harness/browser';
import { notification, quickInput, runCommand } from '../harness/workbench';
import { clearNotifications, openSession } from './session';

describe('a window without a folder', function () {
  this.timeout(180_000);
  let page: Page;
  let close = () => Promise.resolve();

  before(async function () {
    this.timeout(900_000);
    const session = await openSession(this, { folder: false });
    page = session.page;
    close = () => session.close();
  });

  after(() => close());

  for (const command of [
    'Prepare Dataset',
    'Download Dataset…',
    'Import Folder as Dataset…',
    'Train Model',
    'Classify breed',
  ]) {
    it(`offers to open one when asked to: ${command}`, async () => {
      await runCommand(page, `Pet CV: ${command}`);
      const message = notification(page, 'Pet CV');
      const button = message.getByRole('button', { name: 'Open Folder' });
      await button.waitFor();
      assert.equal(await message.count(), 1);
      await screenshot(page, 'no-folder');
      await button.click();
      await quickInput(page).locator('input.input').waitFor();
      await page.keyboard.press('Escape');
      await clearNotifications(page);
    });
  }
});
