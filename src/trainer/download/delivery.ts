import path from 'node:path';
import { HumanError } from '../../shared/failures';
import type { NetworkSettings } from '../../shared/protocol';
import { takeLock } from './lock';
import { PartFile } from './partFile';
import { openWeb } from './web';
import type { Web } from './web';

/** What downloads into `target` need, held until `close`. */
export interface Delivery {
  part: PartFile;
  web: Web;
  close(): Promise<void>;
}

/**
 * @throws HumanError `download-failed` while another process downloads the same file; SourceFault for a proxy that is none;
 * the signal's reason
 */
export async function openDelivery(
  target: string,
  network: NetworkSettings,
  signal: AbortSignal,
): Promise<Delivery> {
  const file = path.basename(target);
  const unlock = await takeLock(`${target}.lock`, signal);
  if (typeof unlock === 'number') {
    const who = unlock === 0 ? 'another process' : `process ${unlock}`;
    throw new HumanError('download-failed', { file, detail: `${who} is downloading it now` });
  }
  try {
    const part = await PartFile.open(target, signal);
    const web = await openWeb(network);
    return {
      part,
      web,
      close: async () => {
        await web.close();
        await part.close();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}
