import { progressOf } from '../data/progress';
import type { JobContext } from '../jobContext';
import type { WantedArchive } from './sources';

/** Told how many bytes are here and how many there will be, as far as that is known. */
export type ByteProgress = (done: number, total: number | null) => void;

/** Progress of one archive. Its expected size stands in for the real one until a server tells, or it proves too small. */
export function byteProgress(context: JobContext, wanted: WantedArchive): ByteProgress {
  let current: number | null = -1;
  let tell: (done: number) => void = () => undefined;
  return (done, known) => {
    const total = known ?? (done > wanted.bytes ? null : wanted.bytes);
    if (total === current) {
      tell(done);
      return;
    }
    current = total;
    tell = progressOf(context, 'downloading', total, { file: wanted.file, from: done });
  };
}
