import type { FrameLocator, Locator, Page } from 'playwright-core';

/**
 * Runs a command by its full title ("Pet CV: Train Model") through the command palette, as a person would. Waits up to
 * `deadline` milliseconds for it to be offered: commands appear as their extension is read, and with their `when`.
 *
 * @throws Error if it is not offered; the message lists what was.
 */
export async function runCommand(page: Page, title: string, deadline = 30_000): Promise<void> {
  const end = Date.now() + deadline;
  for (;;) {
    await askPalette(page, title);
    const row = quickRow(page, title);
    // The palette does not add commands that arrive while it is open, so it is opened anew.
    if (await appears(row, 1500)) {
      await row.click();
      return;
    }
    const offered = await quickRows(page).locator('.label-name').allInnerTexts();
    await closeQuickInput(page);
    if (Date.now() > end)
      throw new Error(`The palette does not offer "${title}", only: ${offered.join('; ')}`);
  }
}

/** Titles that the palette offers for a text. For asserting that a command is hidden. */
export async function commandsOffered(page: Page, text: string): Promise<string[]> {
  await askPalette(page, text);
  await page.waitForTimeout(300);
  const offered = await quickRows(page).locator('.label-name').allInnerTexts();
  await closeQuickInput(page);
  return offered;
}

/** Chooses (or, where several may be chosen, ticks) the item of the open quick pick with exactly this label. */
export async function pick(page: Page, label: string): Promise<void> {
  const row = quickRow(page, label);
  try {
    await row.click({ timeout: 3000 });
  } catch {
    // A long list draws only what is in view, the ends of it half hidden: typing brings the row to the top.
    await quickInput(page).locator('input.input').fill(label);
    await row.click();
  }
}

/** Types into the open input box or quick pick and presses Enter. */
export async function type(page: Page, text: string): Promise<void> {
  await quickInput(page).locator('input.input').fill(text);
  await accept(page);
}

/** Presses Enter in the open quick pick or input box. */
export async function accept(page: Page): Promise<void> {
  await quickInput(page).locator('input.input').press('Enter');
}

/** The open quick pick or input box, with its title, rows and validation message. */
export function quickInput(page: Page): Locator {
  return page.locator('.quick-input-widget');
}

/**
 * The document inside the visible webview panel or view with this title, to be searched with Playwright locators.
 * Waits until the extension has given it a document.
 *
 * @throws Error if no such webview comes up within twenty seconds; the message lists those that are.
 */
export async function webview(page: Page, title: string): Promise<FrameLocator> {
  const end = Date.now() + 20_000;
  for (;;) {
    const seen: string[] = [];
    for (const outer of await page.locator('iframe.webview').all()) {
      const name = await outer.getAttribute('name', { timeout: 1000 }).catch(() => null);
      const frame = page.frameLocator(`iframe.webview[name="${name ?? ''}"]`);
      const inner = frame.locator('iframe#active-frame');
      if (!(await outer.isVisible()) || (await inner.count().catch(() => 0)) === 0) continue;
      // It may be closing: another editor takes its place.
      const label = await inner.getAttribute('title', { timeout: 1000 }).catch(() => null);
      if (label === null) continue;
      if (label === title) return frame.frameLocator('iframe#active-frame');
      seen.push(label);
    }
    if (Date.now() > end)
      throw new Error(`No webview "${title}" is visible, only: ${seen.join('; ') || 'none'}`);
    await page.waitForTimeout(100);
  }
}

/** The row of a file or folder in the explorer; `file` is relative to the workspace, and its folders are opened. */
export async function explorerRow(page: Page, file: string): Promise<Locator> {
  const names = file.split('/');
  for (const depth of names.keys()) {
    const row = explorerItem(page, names.slice(0, depth + 1).join('/'));
    await row.waitFor();
    if (depth < names.length - 1 && (await row.getAttribute('aria-expanded')) === 'false') await row.click();
  }
  return explorerItem(page, file);
}

/** Selects one or several files in the explorer, opens their context menu and chooses an item by its label. */
export async function explorerContextMenu(
  page: Page,
  files: string | readonly string[],
  item: string,
): Promise<void> {
  await openExplorerContextMenu(page, files);
  await chooseMenuItem(page, item);
}

/** Opens the context menu of one or several files in the explorer and returns the labels in it. It stays open. */
export async function openExplorerContextMenu(
  page: Page,
  files: string | readonly string[],
): Promise<string[]> {
  const rows: Locator[] = [];
  for (const file of typeof files === 'string' ? [files] : files) rows.push(await explorerRow(page, file));
  if (rows.length > 1) {
    // A plain click would open the file: the selection is cleared and built up with the modifier alone.
    await page.locator('.explorer-folders-view .monaco-list').focus();
    await page.keyboard.press('Escape');
    for (const row of rows) await row.click({ modifiers: ['ControlOrMeta'] });
  }
  await rows.at(-1)?.click({ button: 'right' });
  const items = page.locator('.monaco-menu .action-item .action-label:not(.separator)');
  await items.first().waitFor();
  return items.allInnerTexts();
}

/** Chooses an item of the open menu and resolves when the menu has gone. */
export async function chooseMenuItem(page: Page, label: string): Promise<void> {
  const menu = page.locator('.monaco-menu').first();
  const item = page
    .locator('.monaco-menu')
    .locator('.action-item', { has: exactly(page, '.action-label', label) });
  await item.waitFor();
  // A menu ignores the mouse for the first tenth of a second, lest the click that opened it also chooses.
  for (let tries = 0; tries < 5 && (await menu.isVisible()); tries++) {
    await item.click({ delay: 150 });
    await menu.waitFor({ state: 'hidden', timeout: 1000 }).catch(() => undefined);
  }
  await menu.waitFor({ state: 'hidden' });
}

/** What the notifications on the screen say, newest last. */
export function notifications(page: Page): Promise<string[]> {
  return page.locator('.notification-toast .notification-list-item-message').allInnerTexts();
}

/** The notification on the screen whose message fits; wait for it, or find its buttons by role. */
export function notification(page: Page, message: string | RegExp): Locator {
  return page.locator('.notification-toast', {
    has: page.locator('.notification-list-item-message', { hasText: message }),
  });
}

/** Presses a button of the open modal dialog. */
export async function answerDialog(page: Page, button: string): Promise<void> {
  await page.locator('.monaco-dialog-box').getByRole('button', { name: button, exact: true }).click();
}

/** Opens the palette and types. It closes again when an editor that was still loading takes the focus: then once more. */
async function askPalette(page: Page, text: string): Promise<void> {
  const input = quickInput(page).locator('input.input');
  for (let attempt = 0; attempt < 5; attempt++) {
    await openPalette(page);
    const typed = await input.fill(`>${text}`, { timeout: 3000 }).then(
      () => true,
      () => false,
    );
    if (typed) return;
  }
  throw new Error('The palette does not stay open');
}

async function openPalette(page: Page): Promise<void> {
  const box = quickInput(page).locator('input.input');
  // A webview that has the focus and is still loading swallows the key.
  for (let tries = 0; tries < 5; tries++) {
    await page.keyboard.press('F1');
    if (await appears(box, 3000)) return;
  }
  await box.waitFor();
}

async function closeQuickInput(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await quickInput(page).waitFor({ state: 'hidden' });
}

function explorerItem(page: Page, file: string): Locator {
  const label = page.locator(`.explorer-item[aria-label$="/${file.replace(/["\\]/g, '\\$&')}"]`);
  return page.locator('.explorer-folders-view .monaco-list-row', { has: label });
}

function quickRows(page: Page): Locator {
  return quickInput(page).locator('.quick-input-list .monaco-list-row');
}

function quickRow(page: Page, label: string): Locator {
  return quickRows(page).filter({ has: exactly(page, '.label-name', label) });
}

/** Whitespace at the ends is not told apart: icons before a label leave some. */
function exactly(page: Page, selector: string, text: string): Locator {
  return page.locator(selector, {
    hasText: new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`),
  });
}

async function appears(locator: Locator, timeout: number): Promise<boolean> {
  try {
    await locator.waitFor({ timeout });
    return true;
  } catch {
    return false;
  }
}
