/** A process that downloads one archive and can be killed at any moment: `downloadKill.test.ts` forks it. */
import { downloadArchive } from '../../src/trainer/download/download';
import type { WantedArchive } from '../../src/trainer/download/sources';
import { direct, shortPatience } from './downloadSupport';

process.on('message', ({ wanted, downloads }: { wanted: WantedArchive; downloads: string }) => {
  const context = {
    signal: new AbortController().signal,
    emit: (event: unknown) => void process.send?.(event),
  };
  void downloadArchive(wanted, { downloads, network: direct, context, patience: shortPatience }).then(() =>
    process.disconnect(),
  );
});
