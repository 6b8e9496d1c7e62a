import path from 'node:path';
import { HumanError } from '../../shared/failures';
import type { NetworkSettings } from '../../shared/protocol';
import { makeFolder } from '../data/partial';
import { errorCode, ioFailure } from '../ioFailure';
import type { JobContext } from '../jobContext';
import { byteProgress } from './byteProgress';
import type { ByteProgress } from './byteProgress';
import { openDelivery } from './delivery';
import type { Delivery } from './delivery';
import { makeSureOfSpace } from './freeSpace';
import type { SpaceNeed } from './freeSpace';
import { Ledger } from './ledger';
import { findArchive, localArchive } from './localArchive';
import type { FileFacts } from './localArchive';
import { patienceWith } from './patience';
import type { Patience } from './patience';
import { SourceFault } from './sourceFault';
import { isAddress } from './sources';
import type { WantedArchive } from './sources';
import { transfer } from './transfer';
import { wishFor } from './wish';
import type { Wish } from './wish';

/** An archive that is whole. */
export interface Downloaded extends FileFacts {
  /** Where it lies: in the folder of downloads, or where a mirror on this computer has it. */
  file: string;
  /** The address or path it came from, without a password in it. */
  from: string;
}

/** How to download. */
export interface DownloadOptions {
  /** Keeps the archives, parts of them, and `known.json`. Made where it is missing. */
  downloads: string;
  network: NetworkSettings;
  context: JobContext;
  /** What will be written elsewhere once the archive is here, counted in the check of free space. */
  alsoNeeds?: SpaceNeed;
  /** Other waiting times than usual. */
  patience?: Partial<Patience>;
}

/**
 * Gets one archive from the first of its sources that has it, whole and checked. What a cut connection, a kill or the
 * signal leaves behind is gone on with by the next call. Emits `progress` of stage `downloading` in bytes, and `retrying`.
 *
 * @throws HumanError `download-failed` (no source could be reached), `download-wrong` (only other content than
 * expected was found), `no-space`, `read-only`; the signal's reason when aborted
 */
export async function downloadArchive(wanted: WantedArchive, options: DownloadOptions): Promise<Downloaded> {
  const { downloads, context } = options;
  try {
    await makeFolder(downloads);
    const ledger = await Ledger.open(downloads);
    const search = new Search(wanted, options, ledger);
    const found = await search.run();
    const { bytes, sha256 } = found;
    if (isAddress(found.from)) await ledger.note(found.from, { file: wanted.file, bytes, sha256 });
    return found;
  } catch (error) {
    context.signal.throwIfAborted();
    if (errorCode(error) === 'ENOSPC' || errorCode(error) === 'EDQUOT') {
      const detail = `the disk of ${downloads} is full; what has arrived is kept`;
      throw new HumanError('no-space', { file: wanted.file, detail }, { cause: error });
    }
    throw ioFailure(error, path.join(downloads, wanted.file));
  }
}

/** One archive, looked for in one place after the other. */
class Search {
  private readonly target: string;
  private readonly tell: ByteProgress;
  /** Opened for the first source that needs it. */
  private delivery: Delivery | null = null;

  constructor(
    private readonly wanted: WantedArchive,
    private readonly options: DownloadOptions,
    private readonly ledger: Ledger,
  ) {
    this.target = path.join(options.downloads, wanted.file);
    this.tell = byteProgress(options.context, wanted);
  }

  async run(): Promise<Downloaded> {
    const wishes = this.wanted.sources.map((source) => wishFor(source, this.ledger));
    const here = await findArchive(this.target, wishes, this.options.context.signal);
    if (here !== null) {
      await this.makeSure(0);
      return { file: this.target, ...here };
    }
    try {
      return await this.firstOf(wishes);
    } finally {
      await this.delivery?.close();
    }
  }

  private async firstOf(wishes: readonly Wish[]): Promise<Downloaded> {
    const faults: { shown: string; fault: SourceFault }[] = [];
    for (const wish of wishes) {
      try {
        return await (isAddress(wish.address) ? this.fromWeb(wish) : this.fromDisk(wish));
      } catch (error) {
        if (!(error instanceof SourceFault)) throw error;
        faults.push({ shown: wish.shown, fault: error });
      }
    }
    const wrong = faults.length > 0 && faults.every(({ fault }) => fault.remedy === 'wrong');
    const reasons = faults.map(({ shown, fault }) => `${shown}: ${fault.reason}`);
    throw new HumanError(
      wrong ? 'download-wrong' : 'download-failed',
      { file: this.wanted.file, detail: reasons.join('; ') || 'no mirror has it' },
      { cause: faults.at(-1)?.fault },
    );
  }

  private async fromDisk(wish: Wish): Promise<Downloaded> {
    await this.makeSure(0);
    const facts = await localArchive(wish, this.options.context.signal, this.tell);
    return { file: path.resolve(wish.address), from: wish.shown, ...facts };
  }

  private async fromWeb(wish: Wish): Promise<Downloaded> {
    const { context, network, patience } = this.options;
    this.delivery ??= await openDelivery(this.target, network, context.signal);
    const { part, web } = this.delivery;
    await this.makeSure((wish.bytes ?? this.wanted.bytes) - part.size);
    this.tell(part.size, part.meta?.total ?? wish.bytes);
    await transfer(wish, {
      part,
      web,
      context,
      patience: patienceWith(patience),
      expected: this.wanted.bytes,
      makeSure: (total) => this.makeSure(total - part.size),
      tell: this.tell,
    });
    const facts = { bytes: part.size, sha256: part.sha256 };
    await part.finish();
    return { file: this.target, from: wish.shown, ...facts };
  }

  /** Is there room for `missing` more bytes of the archive, and for what comes after it? */
  private makeSure(missing: number): Promise<void> {
    const { downloads, alsoNeeds } = this.options;
    const needs = [{ folder: downloads, bytes: Math.max(0, missing) }];
    return makeSureOfSpace(this.wanted.file, alsoNeeds === undefined ? needs : [...needs, alsoNeeds]);
  }
}
