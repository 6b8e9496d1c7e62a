import type { Response } from 'undici';
import { SourceFault } from './sourceFault';
import type { Web } from './web';

const mostRedirects = 10;

/**
 * GETs `address`, following redirects by hand: to http or https only, and never from https back to http.
 *
 * @throws SourceFault for every answer but 200, 206 and 416, and for redirects that are refused; what `fetch` throws
 */
export async function request(
  web: Web,
  address: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Response> {
  let url = new URL(address);
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const response = await web.get(
      withoutCredentials(url),
      { ...usualHeaders, ...authorization(url), ...headers },
      signal,
    );
    if (response.status === 200 || response.status === 206 || response.status === 416) return response;
    await response.body?.cancel();
    if (!redirectStatuses.has(response.status)) throw refusal(response);
    url = redirected(url, response.headers.get('location'));
  }
  throw new SourceFault('elsewhere', `more than ${mostRedirects} redirects`);
}

// A compressed answer would be counted and resumed in other bytes than those of the archive.
const usualHeaders = { 'accept-encoding': 'identity', 'user-agent': 'Pet CV' };
const redirectStatuses = new Set([301, 302, 303, 307, 308]);

function redirected(from: URL, location: string | null): URL {
  if (location === null || !URL.canParse(location, from.href))
    throw new SourceFault('elsewhere', 'redirect to nowhere');
  const url = new URL(location, from);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new SourceFault('elsewhere', `redirect to ${url.protocol} refused`);
  if (url.protocol === 'http:' && from.protocol === 'https:')
    throw new SourceFault('elsewhere', 'redirect from https: to http: refused');
  // A name and password are for the host that the person gave them to.
  if (url.origin === from.origin && url.username === '') {
    url.username = from.username;
    url.password = from.password;
  }
  return url;
}

function refusal({ status, statusText, headers }: Response): SourceFault {
  const reason = `${status} ${statusText}`.trim();
  const again = status >= 500 || status === 408 || status === 425 || status === 429;
  return new SourceFault(again ? 'again' : 'elsewhere', reason, retryAfter(headers.get('retry-after')));
}

/** Seconds or a date, as RFC 9110 has it, in milliseconds from now. */
function retryAfter(value: string | null): number | null {
  if (value === null) return null;
  const wait = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(wait) ? null : Math.max(0, wait);
}

function authorization({ username, password }: URL): Record<string, string> {
  if (username === '') return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** An address as it may be shown, kept and sent: without a name and password in it. */
export function withoutCredentials(url: URL): URL {
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  return shown;
}
