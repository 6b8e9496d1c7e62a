import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { augmentationPresets } from '../../src/shared/config';
import { type DatasetIntent, type DatasetPanelState, datasetTabs, lookKey } from '../../src/shared/protocol';
import { chosenPhotos, everyPhoto } from '../../src/webview/photoChoice';
import { english } from '../../src/webview/words';
import { type DatasetPage, openDataset } from '../fixtures/datasetPage';
import {
  activePlace,
  asked,
  choose,
  labels,
  placesInPage,
  scrollThrough,
  settle,
  shownCount,
} from '../fixtures/datasetProbe';
import { datasetMessage, datasetView, healthy, photoCount, unhealthy } from '../fixtures/datasetView';
import {
  addressOf,
  findChromium,
  launchChromium,
  type PanelPageOptions,
  servePanel,
  type ThemeName,
} from '../fixtures/panelPage';
import { accessibilityFaults } from '../fixtures/panelProbe';
import { skip } from '../harness/skip';

const themes: readonly ThemeName[] = ['dark', 'light', 'hc', 'hc-light'];
const screenshots = fileURLToPath(new URL('../../artifacts/screenshots', import.meta.url));
const view = datasetView();
const checked = { ...view, health: unhealthy(view) };

describe('the dataset panel, in a browser under the strict policy', () => {
  let browser: Browser;
  let server: Server;
  let open: DatasetPage[] = [];
  let close = () => Promise.resolve();

  before(async function () {
    const executablePath = findChromium();
    if (executablePath === null) skip(this, 'no Chromium (set CHROMIUM_PATH)');
    browser = await launchChromium(executablePath);
    server = await servePanel();
    close = async () => {
      server.close();
      await browser.close();
    };
    await mkdir(screenshots, { recursive: true });
  });

  after(() => close());

  afterEach(async () => {
    for (const panel of open) {
      assert.deepEqual(panel.errors(), []);
      assert.deepEqual(await panel.violations(), []);
      await panel.page.close();
    }
    open = [];
  });

  const show = async (
    options: PanelPageOptions<DatasetPanelState> = {},
    broken?: ReadonlySet<number>,
  ): Promise<DatasetPage> => {
    const panel = await openDataset(browser, addressOf(server), options, broken);
    open.push(panel);
    return panel;
  };
  const showPhotos = async (): Promise<DatasetPage> => {
    const panel = await show();
    await panel.post(datasetMessage(view));
    await settle(panel);
    return panel;
  };
  const shoot = (panel: DatasetPage, name: string) =>
    panel.page.screenshot({ path: path.join(screenshots, `dataset-${name}.png`) });
  const last = async (panel: DatasetPage): Promise<DatasetIntent | undefined> => {
    await panel.post();
    return (await panel.posted()).filter(({ type }) => type !== 'tiles').at(-1);
  };

  it('says it is ready, then shows the first of 7,390 photos and asks for no more than it shows', async () => {
    const panel = await show();
    assert.deepEqual(await panel.posted(), [{ type: 'ready' }]);
    await panel.post(datasetMessage(view));
    await settle(panel);
    assert.equal(await shownCount(panel), photoCount);
    const places = await placesInPage(panel);
    assert.equal(places[0], 0);
    assert.ok(places.length > 20 && places.length < 200, String(places.length));
    assert.deepEqual(
      (await asked(panel, 'photo')).sort((one, other) => one - other),
      places,
    );
    assert.deepEqual(await panel.state(), { dataset: 'oxford-pets', tab: 'photos' });
  });

  it('keeps the page small down to the last photo, and asks for each tile once', async () => {
    const panel = await showPhotos();
    await choose(panel, 'size', 'small');
    const most = await scrollThrough(panel, 40);
    await settle(panel);
    assert.ok(most < 200, String(most));
    assert.equal((await placesInPage(panel)).at(-1), photoCount - 1);
    const photos = await asked(panel, 'photo');
    assert.equal(new Set(photos).size, photos.length);
    assert.ok(photos.includes(photoCount - 1));
    const bare = await panel.page.locator('.tile:not(:has(img))').count();
    assert.equal(bare, 0);
  });

  it('asks for nothing that only flies by', async () => {
    const panel = await showPhotos();
    const before = (await asked(panel, 'photo')).length;
    await panel.page.evaluate(async () => {
      for (let step = 1; step <= 60; step++) {
        window.scrollTo(0, step * 3000);
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    });
    await settle(panel);
    const places = await placesInPage(panel);
    const after = await asked(panel, 'photo');
    assert.ok(places.every((place) => after.includes(place)));
    assert.ok(after.length - before < 3 * places.length, String(after.length - before));
  });

  it('walks with the keys, also to tiles that are not in the page', async () => {
    const panel = await showPhotos();
    const { keyboard } = panel.page;
    const press = async (key: string) => {
      await keyboard.press(key);
      await settle(panel);
      return activePlace(panel);
    };
    await panel.page.locator('[role=option]').first().focus();
    const columns = await press('ArrowDown');
    assert.ok(columns !== null && columns > 2);
    assert.equal(await press('ArrowRight'), columns + 1);
    assert.equal(await press('End'), 2 * columns - 1);
    assert.equal(await press('Home'), columns);
    assert.equal(await press('ArrowUp'), 0);
    assert.equal(await press('Control+End'), photoCount - 1);
    const tile = panel.page.locator('[role=option]:focus');
    assert.equal(await tile.getAttribute('aria-posinset'), String(photoCount));
    assert.equal(await tile.getAttribute('aria-setsize'), String(photoCount));
    const paged = (await press('PageUp')) ?? 0;
    assert.ok(paged < photoCount - columns && paged > photoCount - 10 * columns);
    assert.equal(await press('Control+Home'), 0);
    const far = (await press('PageDown')) ?? 0;
    assert.equal(far % columns, 0);
    await keyboard.press('Enter');
    assert.deepEqual(await last(panel), { type: 'openPhoto', photo: view.photos[far]?.path });
    assert.equal(await panel.page.locator('[role=option][tabindex="0"]').count(), 1);
  });

  it('walks on from the tile that the wheel took away, and comes back to the page by Tab', async () => {
    const panel = await showPhotos();
    await panel.page.locator('[role=option]').nth(3).focus();
    await panel.page.mouse.move(600, 600);
    await panel.page.mouse.wheel(0, 20_000);
    await settle(panel);
    assert.ok(!(await placesInPage(panel)).includes(3));
    assert.equal(await panel.page.locator('[role=listbox]:focus').count(), 1);
    await panel.page.keyboard.press('ArrowRight');
    await settle(panel);
    assert.equal(await activePlace(panel), 4);
    await panel.page.locator('#size').focus();
    await panel.page.mouse.wheel(0, 20_000);
    await settle(panel);
    await panel.page.keyboard.press('Tab');
    await settle(panel);
    const active = (await activePlace(panel)) ?? 0;
    assert.ok(active > 100, String(active));
  });

  it('filters by class and side, and says how many are left', async () => {
    const panel = await showPhotos();
    await choose(panel, 'class', '4');
    const beagles = view.photos.filter(({ label }) => label === 4);
    assert.equal(await shownCount(panel), beagles.length);
    await choose(panel, 'part', 'validation');
    const left = beagles.filter(({ part }) => part === 'validation');
    assert.equal(await shownCount(panel), left.length);
    const [first] = await labels(panel);
    assert.ok(first?.includes('Beagle, validation, beagle_'), first);
    await choose(panel, 'part', 'unused');
    const count = beagles.filter(({ part }) => part === 'unused').length;
    assert.equal(await panel.page.locator('[role=option]').count(), count);
  });

  it('shuffles by a seed, the same way each time', async () => {
    const panel = await showPhotos();
    await choose(panel, 'order', 'shuffled');
    const first = await labels(panel);
    const expected = chosenPhotos(view.photos, { ...everyPhoto, shuffled: true });
    const names = expected.slice(0, first.length).map(({ photo }) => path.basename(photo.path));
    assert.ok(first.every((label, place) => label.includes(names[place] ?? '?')));
    await panel.page.locator('#again').click();
    await settle(panel);
    assert.notDeepEqual(await labels(panel), first);
    await panel.page.locator('#seed').fill('1');
    await panel.page.locator('#seed').press('Enter');
    await settle(panel);
    assert.deepEqual(await labels(panel), first);
    await panel.page.locator('#seed').fill('-3');
    await panel.page.locator('#seed').press('Enter');
    await settle(panel);
    assert.equal(await panel.page.locator('#seed').inputValue(), '1');
  });

  it('selects by Space and by the mouse, compares, leaves out and takes in again', async () => {
    const panel = await showPhotos();
    const tile = panel.page.locator('[role=option]');
    await tile.nth(1).focus();
    await panel.page.keyboard.press('Space');
    await panel.page.keyboard.press('ArrowRight');
    await panel.page.keyboard.press('Space');
    const paths = view.photos.map((photo) => photo.path);
    await panel.page.locator('#compare').click();
    assert.deepEqual(await last(panel), { type: 'compare', photos: [paths[1], paths[2]] });
    await tile.nth(5).click({ modifiers: ['Shift'] });
    await panel.page.locator('#leave-out').click();
    assert.deepEqual(await last(panel), { type: 'leaveOut', photos: paths.slice(1, 6), out: true });
    await panel.page.keyboard.press('Escape');
    await tile.nth(0).focus();
    await panel.page.keyboard.press('Escape');
    await panel.post();
    assert.equal(await panel.page.locator('[role=option][aria-selected=true]').count(), 0);
    await choose(panel, 'part', 'unused');
    await tile.nth(0).click({ modifiers: ['Control'] });
    await panel.page.locator('#take-in').click();
    assert.deepEqual(await last(panel), { type: 'leaveOut', photos: [paths[96]], out: false });
    await tile.nth(1).click();
    assert.deepEqual(await last(panel), { type: 'openPhoto', photo: paths[193] });
  });

  it('shows which photos have no tile', async () => {
    const panel = await show({}, new Set([2, 5]));
    await panel.post(datasetMessage(view));
    await settle(panel);
    const failed = panel.page.locator('.tile:has(.failed)');
    assert.deepEqual(
      await failed.evaluateAll((tiles) => tiles.map((tile) => tile.getAttribute('data-place'))),
      ['2', '5'],
    );
  });

  it('shows training photos as the network receives them, and tries augmentation before it is used', async () => {
    const panel = await show({ kept: { dataset: 'oxford-pets', tab: 'network' } });
    await panel.post(datasetMessage(view));
    await settle(panel);
    assert.equal(await shownCount(panel), view.dataset.trainPhotos);
    const look = (augmentation = view.augmentation, seed = 1) =>
      lookKey({ kind: 'network', imageSize: 64, augmentation, seed });
    const plain = await asked(panel, look());
    assert.ok(plain.length > 20 && plain.every((photo) => view.photos[photo]?.part === 'train'));
    const width = await panel.page
      .locator('.tile img')
      .first()
      .evaluate((image) => image.clientWidth);
    assert.equal(width % 64, 0);

    await panel.page.getByRole('radio', { name: english.text('augment.preset.light') }).check();
    await settle(panel);
    assert.deepEqual(await asked(panel, look(augmentationPresets.light)), plain);
    const slider = panel.page.getByRole('slider', { name: english.text('augment.rotation') });
    await slider.focus();
    for (let press = 0; press < 4; press++) await panel.page.keyboard.press('ArrowRight');
    await settle(panel);
    const own = { ...augmentationPresets.light, rotation: 12 };
    assert.deepEqual(await asked(panel, look(own)), plain);
    assert.deepEqual(await asked(panel, look({ ...own, rotation: 10 })), []);
    await panel.page.locator('#draw').click();
    await settle(panel);
    assert.deepEqual(await asked(panel, look(own, 2)), plain);

    await panel.page.locator('#use').click();
    assert.deepEqual(await last(panel), { type: 'useAugmentation', augmentation: own });
    await panel.post(datasetMessage({ ...view, augmentation: own }));
    assert.equal(await panel.page.locator('#use').getAttribute('aria-disabled'), 'true');
  });

  it('ignores tiles of a look that is tried no more', async () => {
    const panel = await show({ kept: { dataset: 'oxford-pets', tab: 'network' } });
    await panel.post(datasetMessage(view));
    await settle(panel);
    await panel.page.getByRole('radio', { name: english.text('augment.preset.strong') }).check();
    await settle(panel);
    const sources = () =>
      panel.page
        .locator('.tile img')
        .evaluateAll((images) => images.map((image) => image.getAttribute('src')));
    const before = await sources();
    const photo = view.photos.findIndex(({ part }) => part === 'train');
    const old = lookKey({ kind: 'network', imageSize: 64, augmentation: view.augmentation, seed: 1 });
    await panel.post({ type: 'tiles', look: old, tiles: [{ photo, uri: '/tiles/late.jpg' }], failed: [] });
    assert.deepEqual(await sources(), before);
  });

  it('offers a check where there was none, and says when it is done', async () => {
    const panel = await show();
    await panel.post(datasetMessage(view, { tab: 'health', finding: null, label: null, part: null }));
    await panel.page.locator('#check').click();
    assert.deepEqual(await last(panel), { type: 'check' });
    await panel.post(datasetMessage({ ...view, busy: true }));
    assert.equal(await panel.page.locator('#check').getAttribute('aria-disabled'), 'true');
    assert.equal(await panel.page.getByRole('progressbar').count(), 1);
    await panel.post(datasetMessage({ ...view, health: healthy(view) }));
    const live = panel.page.locator('.visually-hidden[aria-live=polite]');
    assert.ok((await live.innerText()).includes(english.text('health.good')));
    assert.equal(await panel.page.locator('.verdict.good').count(), 1);
    assert.equal(await panel.page.locator('pet-finding').count(), 0);
  });

  it('shows every finding with its photos, and passes on what a person does about it', async () => {
    const panel = await show({ height: 1400 });
    await panel.post(datasetMessage(checked, { tab: 'health', finding: null, label: null, part: null }));
    await settle(panel);
    const kinds = await panel.page
      .locator('[data-kind]')
      .evaluateAll((sections) => sections.map((section) => section.getAttribute('data-kind')));
    assert.deepEqual(kinds.slice(0, 3), ['leakage', 'label-conflict', 'exact-copies']);
    const conflict = panel.page.locator('[data-kind=label-conflict]');
    assert.equal(await conflict.locator('img').count(), 3);
    assert.equal(await panel.page.locator('[data-kind=unreadable] img').count(), 0);
    const photos = [430, 6901, 6902].map((index) => view.photos[index]?.path);
    await conflict.locator('.compare').click();
    assert.deepEqual(await last(panel), { type: 'compare', photos });
    await conflict.locator('.leave-out').nth(1).click();
    assert.deepEqual(await last(panel), { type: 'leaveOut', photos: [photos[1]], out: true });
    await conflict.locator('button.picture').first().click();
    assert.deepEqual(await last(panel), { type: 'openPhoto', photo: photos[0] });
    await panel.page.locator('#fix').click();
    assert.deepEqual(await last(panel), { type: 'fix' });
    assert.equal(await panel.page.locator('.fixes li').count(), 3);

    const small = panel.page.locator('[data-kind=small]');
    assert.equal(await small.locator('pet-finding').count(), 20);
    await small.locator('.all').click();
    assert.equal(await small.locator('pet-finding').count(), 45);
    const tiles = await asked(panel, 'photo');
    assert.equal(new Set(tiles).size, tiles.length);
  });

  it('goes to the finding that the host names, also beyond the first twenty', async () => {
    const panel = await show();
    await panel.post(
      datasetMessage(checked, { tab: 'health', finding: 'small-44', label: null, part: null }),
    );
    await settle(panel);
    const focused = panel.page.locator('article:focus');
    assert.equal(await focused.count(), 1);
    assert.ok((await focused.innerText()).includes(path.basename(view.photos[3044]?.path ?? '?')));
    const box = await focused.boundingBox();
    assert.ok(box !== null && box.y > 0 && box.y < 900);
  });

  for (const theme of themes) {
    it(`has no serious fault of accessibility in ${theme}`, async () => {
      const panel = await show({ theme }, new Set([3]));
      const faults: string[] = [];
      const check = async (name: string) => {
        await settle(panel);
        await shoot(panel, `${name}-${theme}`);
        faults.push(...(await accessibilityFaults(panel)).map((fault) => `${name}: ${fault}`));
      };
      const drawn = { ...view.dataset, drawn: true, title: 'Drawn pets' };
      await panel.post(datasetMessage({ ...checked, dataset: drawn, busy: true }));
      await choose(panel, 'order', 'shuffled');
      const tile = panel.page.locator('[role=option]');
      for (const place of [1, 2]) await tile.nth(place).click({ modifiers: ['Control'] });
      await panel.page.keyboard.press('ArrowRight');
      await check('photos');
      await panel.post(datasetMessage(checked));
      await choose(panel, 'part', 'unused');
      await check('left-out');
      await panel.page.locator('#tab-network').click();
      await panel.page.getByRole('radio', { name: english.text('augment.preset.strong') }).check();
      await check('network');
      await panel.page.locator('#tab-health').click();
      await check('health');
      await panel.page.evaluate(() => window.scrollTo(0, 1e6));
      await check('classes');
      await panel.post(datasetMessage({ ...view, health: healthy(view) }));
      await panel.page.evaluate(() => window.scrollTo(0, 0));
      await check('healthy');
      await panel.post(datasetMessage(view));
      await check('unchecked');
      assert.deepEqual(faults, []);
    });
  }

  const widths: [number, 'en' | 'es'][] = [
    [400, 'en'],
    [400, 'es'],
    // 1280 pixels at 150 %.
    [853, 'es'],
    [1600, 'en'],
  ];
  for (const [width, language] of widths) {
    it(`fits ${String(width)} pixels, without scrolling sideways (${language})`, async () => {
      const bundle = await readFile(new URL('../../l10n/bundle.l10n.es.json', import.meta.url), 'utf8');
      const spanish = language === 'es' ? (JSON.parse(bundle) as Record<string, string>) : undefined;
      const panel = await show({ width });
      for (const tab of datasetTabs) {
        await panel.post(datasetMessage(checked, { tab, finding: null, label: null, part: null }, spanish));
        await settle(panel);
        const scroll = await panel.page.evaluate(
          () => document.documentElement.scrollWidth - window.innerWidth,
        );
        assert.ok(scroll <= 0, `${tab} is ${String(scroll)} pixels too wide`);
        await shoot(panel, `${tab}-${String(width)}-${language}`);
      }
    });
  }
});
