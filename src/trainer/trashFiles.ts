import { lstat } from 'node:fs/promises';
import { HumanError } from '../shared/failures';
import type { TrashJob } from '../shared/protocol';
import { errorCode } from './ioFailure';
import type { JobContext } from './jobContext';

/** So many files are given to the computer at once. */
const atOnce = 100;

/**
 * Moves files to the computer's trash. Those that are gone already are passed over. `trashed` names what was moved, also
 * when one could not be.
 *
 * @throws HumanError `trash-failed`, of the first file that is still there; the signal's reason when aborted
 */
export async function trashFiles({ files }: TrashJob, context: JobContext): Promise<void> {
  // Loaded here and not before: it is large, and other jobs do without it.
  const { default: trash } = await import('trash');
  for (let start = 0; start < files.length; start += atOnce) {
    context.signal.throwIfAborted();
    const there = await existing(files.slice(start, start + atOnce));
    const failed: unknown = await trash(there, { glob: false }).then(
      () => null,
      (error: unknown) => error,
    );
    const left = new Set(await existing(there));
    const moved = there.filter((file) => !left.has(file));
    if (moved.length > 0) context.emit({ type: 'trashed', files: moved });
    const [first] = left;
    if (first === undefined) continue;
    const detail = failed instanceof Error ? failed.message : 'it is still there';
    throw new HumanError('trash-failed', { file: first, detail }, { cause: failed });
  }
}

async function existing(files: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    files.map(async (file) => {
      try {
        await lstat(file);
        return [file];
      } catch (error) {
        if (errorCode(error) === 'ENOENT') return [];
        throw error;
      }
    }),
  );
  return found.flat();
}
