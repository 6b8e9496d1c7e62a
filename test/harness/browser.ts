import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import type { Editor } from './install.mjs';
import { pick, runCommand } from './workbench';

/** Where screenshots land: git-ignored. */
export const screenshots = fileURLToPath(new URL('../../artifacts/screenshots', import.meta.url));

/** A VS Code in a browser of its own. */
export interface Workbench {
  readonly page: Page;
  /** Closes the page and ends the browser. Safe to call twice. */
  close(): Promise<void>;
}

/** How the browser shows the workbench. */
export interface WorkbenchOptions {
  /** In CSS pixels; 1280 by 800 unless given. */
  readonly size?: { readonly width: number; readonly height: number };
  /** Functions that the page may call, there before it loads. */
  readonly functions?: Readonly<Record<string, (...values: unknown[]) => void>>;
}

/** The themes that everything drawn by us must work in. */
export type Theme = 'light' | 'dark' | 'hc' | 'hc-light';

const themes: Record<Theme, { readonly id: string; readonly label: string; readonly className: string }> = {
  light: { id: 'Default Light Modern', label: 'Light Modern', className: 'vs' },
  dark: { id: 'Default Dark Modern', label: 'Dark Modern', className: 'vs-dark' },
  hc: { id: 'Default High Contrast', label: 'Dark High Contrast', className: 'hc-black' },
  'hc-light': { id: 'Default High Contrast Light', label: 'Light High Contrast', className: 'hc-light' },
};

/** The first load on a slow machine, in milliseconds: two cores need about five seconds. */
const loadDeadline = 90_000;

/**
 * Opens an address from `server.url(...)` in a browser of its own and resolves when the workbench stands. Extensions
 * may still be starting: `runCommand` waits for theirs.
 *
 * @throws Error (Playwright's TimeoutError) if the workbench does not come up.
 */
export async function openWorkbench(
  editor: Editor,
  url: string,
  options: WorkbenchOptions = {},
): Promise<Workbench> {
  const browser = await chromium.launch({
    executablePath: editor.chromium,
    // Without a sandbox because containers run as root; the rest keeps the browser from phoning home.
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
      ...['--disable-sync', '--no-first-run', '--disable-dev-shm-usage'],
    ],
  });
  try {
    const page = await browser.newPage({ viewport: options.size ?? { width: 1280, height: 800 } });
    page.setDefaultTimeout(20_000);
    for (const [name, body] of Object.entries(options.functions ?? {})) await page.exposeFunction(name, body);
    await page.goto(url, { timeout: loadDeadline, waitUntil: 'domcontentloaded' });
    await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: loadDeadline });
    return { page, close: () => browser.close() };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** Switches the colour theme as a person would, and resolves when the workbench wears it. */
export async function setTheme(page: Page, theme: Theme): Promise<void> {
  await runCommand(page, 'Preferences: Color Theme');
  await pick(page, themes[theme].label);
  await page.locator(`.monaco-workbench.${themes[theme].className}`).waitFor();
}

/** The user settings that start the editor in a theme, for `startServer({ settings })`. */
export function themeSettings(theme: Theme): Record<string, unknown> {
  return { 'workbench.colorTheme': themes[theme].id };
}

/** Saves what the page shows as `artifacts/screenshots/<name>.png` and returns that path. */
export async function screenshot(page: Page, name: string): Promise<string> {
  await mkdir(screenshots, { recursive: true });
  const file = path.join(screenshots, `${name}.png`);
  await page.screenshot({ path: file });
  return file;
}
