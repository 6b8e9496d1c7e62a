import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What the server does with one request instead of answering it well. */
export type Behaviour =
  | { kind: 'well' }
  /** Breaks the connection after so many bytes of this answer's body. */
  | { kind: 'cut'; after: number }
  /** Sends so many bytes, then nothing more. */
  | { kind: 'stall'; after: number }
  /** Sends so many bytes at a time, with pauses. */
  | { kind: 'drip'; bytes: number; everyMs: number }
  /** Sends the whole file, whatever was asked for. */
  | { kind: 'ignoreRange' }
  | { kind: 'status'; status: number; retryAfter?: string }
  | { kind: 'redirect'; to: string; status?: number }
  /** Adds this to the length that it promises; the body is what it is. */
  | { kind: 'wrongLength'; add: number }
  /** Says nothing about the length. */
  | { kind: 'noLength' }
  /** Says nothing about the length, and sends the file again and again until the client leaves. */
  | { kind: 'endless' }
  | { kind: 'html' }
  /** Another file below the root, under this address; `ifRange: false` takes no notice of If-Range. */
  | { kind: 'other'; file: string; ifRange?: boolean }
  /** A 206 that begins so many bytes away from where it was asked to. */
  | { kind: 'wrongRange'; by: number }
  /** No ETag and no Last-Modified. */
  | { kind: 'noValidators' }
  /** Calls the file a tar with this Content-Encoding. */
  | { kind: 'encoding'; name: string };

/** What a request asked for. */
export interface SeenRequest {
  path: string;
  range: string | null;
  ifRange: string | null;
  authorization: string | null;
}

/** A server on loopback. */
export interface MisbehavingServer {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  url: string;
  /** In the order in which they came. */
  requests: SeenRequest[];
  /** How the next requests for `path` are answered: a list is used up one by one, a single behaviour stays. */
  plan(path: string, behaviours: Behaviour[] | Behaviour): void;
  close(): Promise<void>;
}

/** How to start it. */
export interface ServerOptions {
  /** Folder with the files to serve. */
  root: string;
  /** With it, the server speaks https. */
  certificate?: { key: string; cert: string };
  /** Makes its ETags differ from those of another server with the same files. */
  salt?: string;
}

/**
 * Starts a real HTTP server on loopback that serves the files below `root`, with ranges and validators, and misbehaves as
 * planned. Port 0: the system chooses.
 */
export async function startMisbehavingServer({
  root,
  certificate,
  salt = '',
}: ServerOptions): Promise<MisbehavingServer> {
  const requests: SeenRequest[] = [];
  const plans = new Map<string, Behaviour[] | Behaviour>();
  const listener: RequestListener = (request, response) => {
    const name = decodeURIComponent(new URL(request.url ?? '/', 'http://server').pathname);
    requests.push(seen(name, request));
    const plan = plans.get(name);
    const behaviour = (Array.isArray(plan) ? plan.shift() : plan) ?? { kind: 'well' };
    answer({ root, name, salt, request, response }, behaviour).catch((error: unknown) => {
      // The client may leave at any moment.
      response.destroy(error instanceof Error ? error : undefined);
    });
  };
  const server =
    certificate === undefined ? createServer(listener) : createSecureServer(certificate, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http${certificate === undefined ? '' : 's'}://127.0.0.1:${portOf(server.address())}`,
    requests,
    plan: (name, behaviours) => plans.set(name, Array.isArray(behaviours) ? [...behaviours] : behaviours),
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The port of a listening server. */
export function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}

interface Exchange {
  root: string;
  name: string;
  salt: string;
  request: IncomingMessage;
  response: ServerResponse;
}

function seen(name: string, { headers }: IncomingMessage): SeenRequest {
  return {
    path: name,
    range: headers.range ?? null,
    ifRange: headers['if-range']?.toString() ?? null,
    authorization: headers.authorization ?? null,
  };
}

async function answer(exchange: Exchange, behaviour: Behaviour): Promise<void> {
  const { response } = exchange;
  switch (behaviour.kind) {
    case 'status': {
      const { status, retryAfter } = behaviour;
      response.writeHead(status, retryAfter === undefined ? {} : { 'Retry-After': retryAfter });
      response.end('no');
      return;
    }
    case 'redirect':
      response.writeHead(behaviour.status ?? 302, { Location: behaviour.to }).end();
      return;
    case 'html':
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!DOCTYPE html><title>Sign in</title>');
      return;
    case 'well':
    case 'cut':
    case 'stall':
    case 'drip':
    case 'ignoreRange':
    case 'wrongLength':
    case 'noLength':
    case 'endless':
    case 'other':
    case 'wrongRange':
    case 'noValidators':
    case 'encoding':
      await serve(exchange, behaviour);
  }
}

async function serve(exchange: Exchange, behaviour: Behaviour): Promise<void> {
  const { root, name, response } = exchange;
  const file = path.join(root, behaviour.kind === 'other' ? behaviour.file : name);
  const facts = await stat(file).catch(() => null);
  if (path.relative(root, file).startsWith('..') || facts?.isFile() !== true) {
    response.writeHead(404).end('no');
    return;
  }
  const etag = `"${facts.size}-${facts.mtimeMs}${exchange.salt}"`;
  const modified = facts.mtime.toUTCString();
  const start =
    behaviour.kind === 'ignoreRange' ? null : startOf(exchange.request, behaviour, etag, modified);
  if (start !== null && start >= facts.size) {
    response.writeHead(416, { 'Content-Range': `bytes */${facts.size}` }).end();
    return;
  }
  const from = (start ?? 0) + (start !== null && behaviour.kind === 'wrongRange' ? behaviour.by : 0);
  const length = facts.size - from + (behaviour.kind === 'wrongLength' ? behaviour.add : 0);
  response.writeHead(start === null ? 200 : 206, {
    'Content-Type': 'application/gzip',
    ...(isLengthTold(behaviour) ? { 'Content-Length': length } : {}),
    ...(behaviour.kind === 'noValidators' ? {} : { ETag: etag, 'Last-Modified': modified }),
    ...(behaviour.kind === 'encoding' ? { 'Content-Encoding': behaviour.name } : {}),
    ...(start === null ? {} : { 'Content-Range': `bytes ${from}-${facts.size - 1}/${facts.size}` }),
  });
  await sendBody(file, from, response, behaviour);
}

function isLengthTold({ kind }: Behaviour): boolean {
  return kind !== 'noLength' && kind !== 'endless';
}

/** Null where the whole file is to be sent. */
function startOf(
  { headers }: IncomingMessage,
  behaviour: Behaviour,
  etag: string,
  modified: string,
): number | null {
  const [, start] = /^bytes=(\d+)-$/.exec(headers.range ?? '') ?? [];
  if (start === undefined) return null;
  const condition = headers['if-range'];
  const heeds = !(behaviour.kind === 'other' && behaviour.ifRange === false);
  if (heeds && condition !== undefined && condition !== etag && condition !== modified) return null;
  return Number(start);
}

async function sendBody(
  file: string,
  start: number,
  response: ServerResponse,
  behaviour: Behaviour,
): Promise<void> {
  const most = behaviour.kind === 'cut' || behaviour.kind === 'stall' ? behaviour.after : Infinity;
  const highWaterMark = behaviour.kind === 'drip' ? behaviour.bytes : 65_536;
  let sent = 0;
  // Node flushes the headers with the first write only.
  response.flushHeaders();
  for await (const chunk of createReadStream(file, { start, highWaterMark })) {
    if (!Buffer.isBuffer(chunk) || response.destroyed || sent >= most) break;
    const part = chunk.subarray(0, most - sent);
    await new Promise<void>((resolve) => response.write(part, () => resolve()));
    sent += part.length;
    if (behaviour.kind === 'drip') await sleep(behaviour.everyMs);
  }
  if (behaviour.kind === 'stall') return;
  if (behaviour.kind === 'endless' && !response.destroyed) {
    await sendBody(file, 0, response, behaviour);
    return;
  }
  const short = behaviour.kind === 'cut' || (behaviour.kind === 'wrongLength' && behaviour.add > 0);
  if (!short) {
    response.end();
    return;
  }
  // A client drops what it has not yet read when the connection breaks.
  await sleep(40);
  response.socket?.destroySoon();
}
