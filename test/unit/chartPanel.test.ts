import assert from 'node:assert/strict';
import { failure, failureTexts } from '../../src/shared/failures';
import { panelStrings, panelTable } from '../../src/shared/panelStrings';
import { engineTexts, type PanelMessage, type TrainerEvent } from '../../src/shared/protocol';
import { newRun, reduce, type Run, settled } from '../../src/shared/run';
import { announcement } from '../../src/webview/announcement';
import { type ClassOrder, sortedScores, turned } from '../../src/webview/classOrder';
import { isPanelMessage, PanelStore } from '../../src/webview/panelStore';
import { elapsedSeconds, runProgress } from '../../src/webview/runProgress';
import { english, Words } from '../../src/webview/words';
import { runEvents, startedAt } from '../fixtures/runEvents';

const events = runEvents();
const fold = (some: TrainerEvent[]): Run => some.reduce(reduce, newRun('run'));
const snapshot = (run: Run): PanelMessage => ({
  ...{ type: 'snapshot', run, baseUri: 'base', strings: {}, locale: 'en', tab: 'report' },
});

describe('panel words', () => {
  it('speak the host’s language, and English where a text is missing', () => {
    const words = new Words({ 'tab.curves': 'Curvas {x}' }, 'es');
    assert.equal(words.text('tab.curves', { x: 12345.5 }), 'Curvas 12.345,5');
    assert.equal(words.text('tab.report'), panelStrings['tab.report']);
    assert.equal(words.share(0.6125).replace(/\s/g, ' '), '61,3 %');
  });

  it('survive a locale that Intl does not know', () => {
    assert.equal(new Words({}, 'not_a_locale').number(1234), '1,234');
  });

  it('write durations in their two largest units', () => {
    const table: [number, string][] = [
      [-3, '0s'],
      [0.4, '0s'],
      [59.6, '1m 0s'],
      [75, '1m 15s'],
      [3725, '1h 2m'],
    ];
    for (const [seconds, text] of table) assert.equal(english.duration(seconds), text);
  });

  it('put a dash where there is no number', () => {
    assert.equal(english.loss(Number.NaN), english.share(null));
  });

  it('translate every text, failure and engine through the host', () => {
    const table = panelTable((text) => `<${text}>`);
    const count = [panelStrings, failureTexts, engineTexts].reduce(
      (sum, texts) => sum + Object.keys(texts).length,
      0,
    );
    assert.equal(Object.keys(table).length, count);
    const words = new Words(table, 'en');
    assert.ok(words.failure(failure('disk-full', { file: 'x' })).startsWith('<'));
    assert.ok(words.failure(failure('disk-full', { file: 'x.bin' })).includes('x.bin'));
    assert.ok(words.trial({ engine: 'cuda', works: false, reason: 'no-gpu', detail: 'why' }).includes('why'));
  });
});

describe('panel store', () => {
  it('folds events into the snapshot and says so each time', () => {
    let changes = 0;
    const store = new PanelStore(null, () => changes++);
    store.apply({ type: 'event', runId: 'run', event: { type: 'done', at: 1 } });
    assert.equal(changes, 0);
    store.apply(snapshot(newRun('run')));
    for (const event of events) store.apply({ type: 'event', runId: 'run', event });
    assert.deepEqual(store.view?.run, fold(events));
    assert.equal(changes, events.length + 1);
  });

  it('ignores the events of another run', () => {
    const store = new PanelStore(null, () => undefined);
    store.apply(snapshot(newRun('run')));
    store.apply({ type: 'event', runId: 'other', event: { type: 'done', at: 1 } });
    assert.equal(store.view?.run.status, 'starting');
  });

  it('opens in the snapshot’s tab, but the same run in the tab it was left in', () => {
    const fresh = new PanelStore(null, () => undefined);
    fresh.apply(snapshot(newRun('run')));
    assert.equal(fresh.tab, 'report');
    fresh.choose('samples');
    fresh.apply(snapshot(newRun('run')));
    assert.equal(fresh.tab, 'samples');
    const kept = new PanelStore({ runId: 'run', tab: 'samples' }, () => undefined);
    kept.apply(snapshot(newRun('run')));
    assert.equal(kept.tab, 'samples');
    kept.apply(snapshot(newRun('another')));
    assert.equal(kept.tab, 'report');
  });

  it('listens to the host’s messages alone', () => {
    assert.ok(isPanelMessage(snapshot(newRun('run'))));
    for (const other of [
      null,
      'event',
      {},
      { type: 'event' },
      { type: 'ready' },
      { type: 'event', event: { type: 'later' } },
    ])
      assert.equal(isPanelMessage(other), false);
  });
});

describe('panel progress', () => {
  it('counts the stage before the first batch', () => {
    assert.equal(runProgress(fold(events.slice(0, 3)), english)?.share, 0.2);
    assert.equal(runProgress(newRun('run'), english)?.share, null);
  });

  it('counts the whole run from then on', () => {
    const at = events.findIndex((event) => event.type === 'batch' && event.epoch === 3 && event.batch === 6);
    assert.equal(runProgress(fold(events.slice(0, at + 1)), english)?.share, (2 * 15 + 6) / 75);
    assert.equal(runProgress(fold(events), english)?.share, 1);
  });

  it('says nothing of a run that ended before its first batch', () => {
    assert.equal(runProgress(settled(newRun('run')), english), null);
  });

  it('knows how long a run takes while it is active and when it ended, and not when it was interrupted', () => {
    const half = fold(events.slice(0, 60));
    assert.equal(elapsedSeconds(half, startedAt + 5000), 5);
    assert.equal(elapsedSeconds(fold(events), 0), 74);
    assert.equal(elapsedSeconds(settled(half), 0), null);
    assert.equal(elapsedSeconds(newRun('run'), 0), null);
  });
});

describe('panel announcements', () => {
  it('tell each epoch and the end, and not a single batch', () => {
    let run = newRun('run');
    const told: string[] = [];
    for (const event of events) {
      const next = reduce(run, event);
      const text = announcement(run, next, english);
      if (text !== null) told.push(event.type);
      run = next;
    }
    assert.deepEqual(told, ['epoch', 'epoch', 'epoch', 'epoch', 'epoch', 'done']);
  });

  it('say nothing of what was there when the panel opened', () => {
    assert.equal(announcement(null, fold(events), english), null);
    assert.equal(announcement(newRun('other'), fold(events), english), null);
  });

  it('carry the sentence of a failure', () => {
    const run = fold(events.slice(0, 60));
    const failed = reduce(run, { type: 'error', at: 1, failure: failure('disk-full', { file: 'last.bin' }) });
    assert.ok(announcement(run, failed, english)?.includes('last.bin'));
  });
});

describe('class table', () => {
  const scores = [
    { label: 0, photos: 5, top1: 0.4 },
    { label: 1, photos: 9, top1: 0.9 },
    { label: 2, photos: 0, top1: 0 },
    { label: 3, photos: 5, top1: 0.1 },
  ];
  const labels = (order: ClassOrder) =>
    sortedScores(scores, order, (score) => 'dacb'.charAt(score.label), english).map((score) => score.label);

  it('sorts by each column, both ways, with the class without photos last', () => {
    assert.deepEqual(labels({ column: 'top1', descending: false }), [3, 0, 1, 2]);
    assert.deepEqual(labels({ column: 'top1', descending: true }), [1, 0, 3, 2]);
    assert.deepEqual(labels({ column: 'class', descending: false }), [1, 3, 2, 0]);
    assert.deepEqual(labels({ column: 'photos', descending: true }), [1, 3, 0, 2]);
  });

  it('turns round at the second click on a column', () => {
    const once = turned({ column: 'top1', descending: false }, 'class');
    assert.deepEqual(once, { column: 'class', descending: false });
    assert.deepEqual(turned(once, 'class'), { column: 'class', descending: true });
  });
});
