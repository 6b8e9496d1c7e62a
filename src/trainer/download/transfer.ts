import { setTimeout as sleep } from 'node:timers/promises';
import type { Response } from 'undici';
import type { JobContext } from '../jobContext';
import type { ByteProgress } from './byteProgress';
import { checkPart, metaOf, rangeHeaders, sizeIn416, tieBetween } from './continuation';
import { headBytes, isGzip, isWholeGzip, kindOf } from './gzip';
import { networkFault } from './networkFault';
import type { PartFile, PartMeta } from './partFile';
import { waitBefore } from './patience';
import type { Patience } from './patience';
import { request } from './request';
import { SourceFault } from './sourceFault';
import { StallTimer } from './stallTimer';
import type { Web } from './web';
import type { Wish } from './wish';

/** A mirror's archive may well be larger than the catalogue's; one whose size nobody tells may be so many times as large. */
const mostOverExpected = 4;

/** What a transfer works with. */
export interface TransferOptions {
  part: PartFile;
  web: Web;
  context: JobContext;
  patience: Patience;
  /** Bytes that the archive is expected to have, roughly. */
  expected: number;
  /** Is there room for so many bytes in all? Throws where not. */
  makeSure: (total: number) => Promise<void>;
  /** Told at the beginning of each answer, and after each chunk. */
  tell: ByteProgress;
}

/**
 * Brings the archive at `wish.address` into `part`, whole and checked: after as many attempts as patience allows, each of
 * which goes on where the last one ended.
 *
 * @throws SourceFault when this source is given up; the signal's reason
 */
export async function transfer(wish: Wish, options: TransferOptions): Promise<void> {
  const { part, context, patience } = options;
  let best = part.size;
  let attempt = 0;
  let whole = false;
  for (;;) {
    try {
      await attemptOnce(wish, whole, options);
      return;
    } catch (error) {
      context.signal.throwIfAborted();
      if (!(error instanceof SourceFault)) throw error;
      if (error.remedy === 'elsewhere' || error.remedy === 'wrong') throw error;
      attempt = part.size > best ? 1 : attempt + 1;
      best = Math.max(best, part.size);
      const most = error.remedy === 'again-briefly' ? patience.attemptsToReach : patience.attempts;
      if (attempt > most) throw error;
      whole = error.remedy === 'again-whole';
      await pause(wish, error, attempt, options);
    }
  }
}

async function pause(
  wish: Wish,
  fault: SourceFault,
  attempt: number,
  { context, patience }: TransferOptions,
): Promise<void> {
  const wait = waitBefore(attempt, fault.retryAfterMs, patience);
  const { reason } = fault;
  context.emit({ type: 'retrying', address: wish.shown, reason, attempt, seconds: wait / 1000 });
  await sleep(wait, undefined, { signal: context.signal }).catch(() => context.signal.throwIfAborted());
}

/** One request, and the check of what it completes. */
async function attemptOnce(wish: Wish, whole: boolean, options: TransferOptions): Promise<void> {
  const { part } = options;
  const meta = whole ? null : part.meta;
  const tie = tieBetween(meta, wish);
  const goOn = meta === null || tie === null ? null : { meta, size: part.size, tie, wish };
  if (goOn?.meta.total !== part.size) await ask(wish, goOn, options);
  await check(wish, options);
}

type GoOn = Parameters<typeof checkPart>[1];

async function ask(wish: Wish, goOn: GoOn | null, options: TransferOptions): Promise<void> {
  const { part, context, web, patience } = options;
  const stall = new StallTimer(patience.stallMs);
  const signal = AbortSignal.any([context.signal, stall.signal]);
  const hasAnswered = part.meta?.address === wish.shown;
  const headers = goOn === null ? {} : rangeHeaders(goOn.meta, goOn.size, goOn.tie);
  try {
    const response = await onWire(() => request(web, wish.address, headers, signal), hasAnswered, stall);
    const total = await begin(response, wish, goOn, options);
    if (response.status === 416) return;
    const chunks = chunksOf(response, stall);
    if (response.status === 200) await startOver(chunks, metaOf(response, wish), options);
    await receive(wish, chunks, total, options);
  } finally {
    stall.stop();
  }
}

/** What the answer promises: bytes of the whole archive, null where it does not tell. */
async function begin(
  response: Response,
  wish: Wish,
  goOn: GoOn | null,
  { part, makeSure }: TransferOptions,
): Promise<number | null> {
  if (response.status === 200) {
    const { total } = metaOf(response, wish);
    if (total !== null && wish.bytes !== null && total !== wish.bytes)
      throw new SourceFault('wrong', `${total} bytes, not ${wish.bytes} ${wish.basis}`);
    await makeSure(total ?? wish.bytes ?? 0);
    return total;
  }
  if (goOn === null) throw new SourceFault('again', `${response.status} to a plain request`);
  if (response.status === 416) {
    if (sizeIn416(response) !== part.size) throw new SourceFault('again-whole', 'it has become smaller');
    return part.size;
  }
  const total = checkPart(response, goOn);
  await makeSure(total ?? 0);
  part.inOnePiece = false;
  return total;
}

/** Looks at the first bytes before it gives up for them what is here. */
async function startOver(
  chunks: AsyncIterator<Uint8Array, undefined>,
  meta: PartMeta,
  { part }: TransferOptions,
): Promise<void> {
  let head = Buffer.alloc(0);
  while (head.length < headBytes) {
    const { value } = await chunks.next();
    if (value === undefined) break;
    head = Buffer.concat([head, value]);
  }
  if (head.length === 0) throw new SourceFault('again', 'nothing arrived');
  if (!isGzip(head)) throw new SourceFault('wrong', kindOf(head));
  await part.startOver(meta);
  await part.append(head);
}

async function receive(
  wish: Wish,
  chunks: AsyncIterable<Uint8Array>,
  total: number | null,
  { part, tell, expected }: TransferOptions,
): Promise<void> {
  const most = total ?? wish.bytes ?? expected * mostOverExpected;
  tell(part.size, total);
  for await (const chunk of chunks) {
    await part.append(chunk);
    tell(part.size, total);
    if (part.size > most) await refuse(part, `more than ${most} bytes came`);
  }
  if (total !== null && part.size < total) throw new SourceFault('again', 'the connection was cut');
}

/** What a completed part must be. */
async function check(wish: Wish, { part, context }: TransferOptions): Promise<void> {
  if (!(await part.isAsCounted())) throw new SourceFault('again-whole', 'another program wrote to it');
  const reason = await whatIsWrong(wish, part, context.signal);
  if (reason !== null) await refuse(part, reason);
}

/** What was put together is given a second chance; a whole answer is just wrong. */
async function refuse(part: PartFile, reason: string): Promise<never> {
  const remedy = part.inOnePiece ? 'wrong' : 'again-whole';
  if (remedy === 'wrong') await part.discard();
  throw new SourceFault(remedy, reason);
}

async function whatIsWrong(wish: Wish, part: PartFile, signal: AbortSignal): Promise<string | null> {
  if (wish.bytes !== null && part.size !== wish.bytes)
    return `${part.size} bytes, not ${wish.bytes} ${wish.basis}`;
  if (wish.sha256 !== null) return part.sha256 === wish.sha256 ? null : `another SHA-256 than ${wish.basis}`;
  return (await isWholeGzip(part.path, part.size, signal)) ? null : 'the archive is damaged or cut short';
}

async function* chunksOf(response: Response, stall: StallTimer): AsyncGenerator<Uint8Array, undefined> {
  const reader = response.body?.getReader();
  for (;;) {
    const next = await onWire(async () => reader?.read(), true, stall);
    if (next?.value === undefined) return;
    stall.refresh();
    yield next.value;
  }
}

/** Tells what goes wrong on the wire from what goes wrong on the disk. */
async function onWire<T>(work: () => Promise<T>, hasAnswered: boolean, stall: StallTimer): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SourceFault) throw error;
    throw stall.fault ?? networkFault(error, hasAnswered);
  }
}
