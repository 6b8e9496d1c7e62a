import { appendFile, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { eventLine, parseEventLog, replay } from '../shared/eventLog';
import { layout } from '../shared/layout';
import { isJobEnd } from '../shared/protocol';
import type { JobEnded } from '../shared/protocol';
import { settled } from '../shared/run';
import type { Run } from '../shared/run';

interface Remembered {
  stamp: string;
  run: Run;
}

/** Reads runs from their folders; a log that did not change is not folded again. */
export class RunFolders {
  private readonly remembered = new Map<string, Remembered>();

  /** The run that lies in `folder`, as it stands without a trainer; null where there is none. */
  async read(folder: string): Promise<Run | null> {
    const log = path.join(folder, layout.events);
    try {
      const { mtimeMs, size } = await stat(log);
      const stamp = `${mtimeMs} ${size}`;
      const known = this.remembered.get(folder);
      if (known?.stamp === stamp) return known.run;
      const run = settled(replay(path.basename(folder), await readFile(log, 'utf8')));
      this.remembered.set(folder, { stamp, run });
      return run;
    } catch {
      this.remembered.delete(folder);
      return null;
    }
  }

  /** Notes how a run ended whose trainer could not: it was killed. Its last line may be torn, so a new one is begun. */
  async close(folder: string, end: JobEnded): Promise<void> {
    const log = path.join(folder, layout.events);
    const text = await readFile(log, 'utf8').catch(() => null);
    if (text === null) return;
    const last = parseEventLog(text).at(-1);
    if (last !== undefined && !isJobEnd(last)) await appendFile(log, `\n${eventLine(end)}`);
  }
}
