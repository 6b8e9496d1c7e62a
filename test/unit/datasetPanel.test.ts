import assert from 'node:assert/strict';
import { augmentationPresets } from '../../src/shared/config';
import { datasetTable } from '../../src/shared/datasetStrings';
import { findingTexts, worstOf } from '../../src/shared/health';
import { type Look, lookKey } from '../../src/shared/protocol';
import { DatasetStore, folderName, isDatasetMessage } from '../../src/webview/datasetStore';
import { findingGroups, fixSentences } from '../../src/webview/healthFacts';
import { augmentationText, presetOf, sliderRange } from '../../src/webview/preview';
import { TileShelf } from '../../src/webview/tileShelf';
import { english, Words } from '../../src/webview/words';
import { datasetMessage, datasetView, healthy, unhealthy } from '../fixtures/datasetView';

const photoLook: Look = { kind: 'photo' };
const network = (seed: number): Look => ({
  ...{ kind: 'network', imageSize: 64, augmentation: augmentationPresets.light },
  seed,
});

describe('the shelf of tiles', () => {
  it('asks for a tile once', () => {
    const shelf = new TileShelf();
    assert.deepEqual(shelf.ask(photoLook, [1, 2, 2, 3]), [1, 2, 3]);
    assert.deepEqual(shelf.ask(photoLook, [2, 3, 4]), [4]);
    shelf.clear();
    assert.deepEqual(shelf.ask(photoLook, [2]), [2]);
  });

  it('keeps what came, and what could not be made', () => {
    const shelf = new TileShelf();
    shelf.ask(photoLook, [1, 2]);
    assert.ok(shelf.put({ type: 'tiles', look: 'photo', tiles: [{ photo: 1, uri: 'a' }], failed: [2] }));
    assert.equal(shelf.of(photoLook).uris.get(1), 'a');
    assert.ok(shelf.of(photoLook).failed.has(2));
  });

  it('drops late tiles of a look that is shown no more, and keeps the photos', () => {
    const shelf = new TileShelf();
    shelf.ask(photoLook, [1]);
    shelf.ask(network(1), [1]);
    shelf.ask(network(2), [1]);
    const tilesOf = (look: Look): Parameters<TileShelf['put']>[0] => ({
      ...{ type: 'tiles', look: lookKey(look) },
      ...{ tiles: [{ photo: 1, uri: 'a' }], failed: [] },
    });
    assert.equal(shelf.put(tilesOf(network(1))), false);
    assert.equal(shelf.of(network(1)).uris.size, 0);
    assert.ok(shelf.put(tilesOf(network(2))));
    assert.deepEqual(shelf.ask(photoLook, [1]), []);
  });
});

describe('the dataset panel’s store', () => {
  const view = datasetView();
  const store = (kept: ConstructorParameters<typeof DatasetStore>[0] = null) => {
    let changes = 0;
    return { store: new DatasetStore(kept, () => changes++), changes: () => changes };
  };

  it('opens in the tab it was left in, for the same dataset only', () => {
    assert.equal(folderName(view), 'oxford-pets');
    const same = store({ dataset: 'oxford-pets', tab: 'health' }).store;
    same.apply(datasetMessage(view));
    assert.equal(same.tab, 'health');
    const other = store({ dataset: 'petfaces', tab: 'health' }).store;
    other.apply(datasetMessage(view));
    assert.equal(other.tab, 'photos');
  });

  it('shows the tab and the finding that the host asks for, and then stays', () => {
    const { store: subject } = store({ dataset: 'oxford-pets', tab: 'network' });
    subject.apply(datasetMessage(view, { tab: 'health', finding: 'small-3', label: null, part: null }));
    assert.equal(subject.tab, 'health');
    assert.deepEqual(subject.finding, { id: 'small-3' });
    subject.choose('photos');
    subject.apply(datasetMessage(view));
    assert.equal(subject.tab, 'photos');
  });

  it('asks again for every tile when the photos are others, and not when only their sides changed', () => {
    const { store: subject } = store();
    subject.apply(datasetMessage(view));
    subject.ask(photoLook, [0, 1]);
    const photos = view.photos.map((photo) => ({ ...photo, part: 'train' as const }));
    subject.apply(datasetMessage({ ...view, photos }));
    assert.deepEqual(subject.ask(photoLook, [0, 1]), []);
    subject.apply(datasetMessage({ ...view, photos: photos.slice(1) }));
    assert.deepEqual(subject.ask(photoLook, [0, 1]), [0, 1]);
  });

  it('draws nothing for tiles that nobody waits for', () => {
    const { store: subject, changes } = store();
    subject.apply({ type: 'tiles', look: 'photo', tiles: [{ photo: 0, uri: 'a' }], failed: [] });
    assert.equal(changes(), 0);
    assert.ok(isDatasetMessage(datasetMessage(view)));
    assert.ok(![null, 'tiles', { type: 'snapshot' }, { type: 'tiles' }].some(isDatasetMessage));
  });
});

describe('what the dataset panel says', () => {
  it('groups findings, errors first', () => {
    const groups = findingGroups(unhealthy());
    const order = ['error', 'warning', 'info'];
    const places = groups.map(({ severity }) => order.indexOf(severity));
    assert.deepEqual(places, [...places].sort());
    assert.equal(groups[0]?.kind, 'leakage');
    // What cannot be read does no harm: it is left out already.
    assert.equal(groups.find(({ kind }) => kind === 'unreadable')?.severity, 'info');
    assert.equal(
      groups.reduce((sum, { findings }) => sum + findings.length, 0),
      unhealthy().findings.length,
    );
    assert.equal(worstOf(healthy()), null);
  });

  it('has a sentence of its own for each safe fix', () => {
    const kinds = (Object.keys(findingTexts) as (keyof typeof findingTexts)[]).filter(
      (kind) => findingTexts[kind].safe,
    );
    const photos = [{ path: 'a.jpg', file: '/a.jpg', class: null, part: 'train' as const, detail: '' }];
    const findings = kinds.map((kind) => ({ id: kind, kind, photos, detail: '' }));
    const sentences = fixSentences({ ...healthy(), findings }, english);
    assert.equal(new Set(sentences).size, kinds.length);
    for (const kind of kinds) assert.ok(!sentences.includes(findingTexts[kind].title), kind);
  });

  it('counts in the person’s language', () => {
    const words = new Words(
      { 'photos.shown.one': 'una: {count}', 'photos.shown.other': 'más: {count}' },
      'es',
    );
    assert.deepEqual(
      [0, 1, 12_345].map((count) => words.counted('photos.shown', count)),
      ['más: 0', 'una: 1', 'más: 12.345'],
    );
  });

  it('brings every text of both panels and every kind of finding', () => {
    const table = datasetTable((text) => `[${text}]`);
    assert.equal(table['finding.leakage.title'], `[${findingTexts.leakage.title}]`);
    assert.equal(new Words(table, 'en').finding('leakage').advice, `[${findingTexts.leakage.advice}]`);
    assert.ok(table['drawn.why']?.startsWith('['));
  });

  it('names what is on, and knows the presets', () => {
    assert.equal(augmentationText(augmentationPresets.none, english), '');
    assert.equal(augmentationText(augmentationPresets.light, english).split(',').length, 4);
    assert.equal(presetOf({ ...augmentationPresets.strong }), 'strong');
    assert.equal(presetOf({ ...augmentationPresets.strong, flip: 0.55 }), null);
    assert.equal(sliderRange('rotation').max, 45);
  });
});
