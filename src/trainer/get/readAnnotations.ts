import { Buffer } from 'node:buffer';
import path from 'node:path';
import type { Part } from '../../shared/manifest';
import { isClutter, partsOf } from '../data/entryName';
import { walkArchive, type FileSink, type WalkedArchive } from '../data/walkArchive';
import { mostXmlBytes, parseHeadBox, type HeadBox, type Species } from './headBox';

/** What Oxford's annotations say of photos, each by its file name without ending. */
export interface Annotations {
  /** The official sides: trainval.txt is for training, test.txt for validation. */
  official: Map<string, Part>;
  species: Map<string, Species>;
  boxes: Map<string, HeadBox>;
  /** Names of annotations in the archive that hold no box. */
  unreadable: string[];
}

/** Oxford's longest list has 0.2 MB. */
const mostListBytes = 4 * 1024 * 1024;

/**
 * Reads what matters here from Oxford's annotations.tar.gz: the lists and the head boxes, not the trimaps.
 * @throws HumanError source-unreadable, unsafe-archive; the signal's reason
 */
export async function readAnnotations(
  archive: string,
  signal: AbortSignal,
): Promise<Annotations & { archive: WalkedArchive }> {
  const found: Annotations = {
    official: new Map(),
    species: new Map(),
    boxes: new Map(),
    unreadable: [],
  };
  const walked = await walkArchive(archive, { signal }, ({ name, bytes }) => {
    const parts = partsOf(name);
    const { base, name: stem, ext } = path.parse(parts.at(-1) ?? '');
    if (parts.some(isClutter)) return undefined;
    if (ext === '.xml') {
      if (bytes <= mostXmlBytes) return textSink((xml) => takeBox(found, name, stem, xml));
      found.unreadable.push(name);
    }
    const reader = readers.get(base);
    if (reader === undefined || bytes > mostListBytes) return undefined;
    return textSink((text) => {
      for (const words of linesOf(text)) reader(found, words);
    });
  });
  return { ...found, archive: walked };
}

/** What to do with a line of a list: `Abyssinian_1 1 1 1`, which are name, class, species (1 cat, 2 dog), breed. */
const readers = new Map<string, (found: Annotations, words: readonly string[]) => void>([
  ['trainval.txt', ({ official }, [name]) => name !== undefined && official.set(name, 'train')],
  ['test.txt', ({ official }, [name]) => name !== undefined && official.set(name, 'validation')],
  [
    'list.txt',
    ({ species }, [name, , kind]) => {
      if (name === undefined) return;
      if (kind === '1') species.set(name, 'cat');
      if (kind === '2') species.set(name, 'dog');
    },
  ],
]);

function takeBox(found: Annotations, name: string, stem: string, xml: string): void {
  const box = parseHeadBox(xml);
  if (box) found.boxes.set(stem, box);
  else found.unreadable.push(name);
}

function linesOf(text: string): string[][] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return lines.map((line) => line.trim().split(/\s+/));
}

/** Collects a small file. */
function textSink(use: (text: string) => void): FileSink {
  const pieces: Uint8Array[] = [];
  return {
    write: (piece) => pieces.push(piece),
    end: () => use(Buffer.concat(pieces).toString('utf8')),
    abandon: () => undefined,
  };
}
