import type { Dispatcher, Response } from 'undici';
import type { NetworkSettings } from '../../shared/protocol';
import { SourceFault } from './sourceFault';

/** HTTP and HTTPS as the person's network settings want it. */
export interface Web {
  /** One GET; redirects are answered, not followed. Rejects as `fetch` does. */
  get(url: URL, headers: Record<string, string>, signal: AbortSignal): Promise<Response>;
  close(): Promise<void>;
}

/**
 * Opens the web: `fetch` of undici, the package that Node's own fetch is made of and the only way to give that one a proxy.
 * Loaded here and not before: most jobs need no network.
 *
 * @throws SourceFault for a proxy that is not to be reached over http, https or socks5
 */
export async function openWeb(network: NetworkSettings): Promise<Web> {
  const { EnvHttpProxyAgent, fetch } = await import('undici');

  const tls = { rejectUnauthorized: network.strictSsl ?? true };
  const agent = new EnvHttpProxyAgent({
    ...proxies(network),
    ...(network.proxyAuthorization === undefined ? {} : { token: network.proxyAuthorization }),
    connect: tls,
    requestTls: tls,
    proxyTls: tls,
    // Many proxies allow tunnels to port 443 only; plain http needs none.
    proxyTunnel: false,
  });
  const dispatcher = agent.compose(asStored);
  return {
    get: (url, headers, signal) => fetch(url.href, { dispatcher, headers, signal, redirect: 'manual' }),
    close: () => agent.destroy(),
  };
}

/** Some servers call a .tar.gz a tar with the encoding gzip, which `fetch` would undo: the header is kept from it. */
const asStored: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
  const onResponseStart = handler.onResponseStart?.bind(handler);
  handler.onResponseStart = (controller, status, headers, message) => {
    const kept = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'content-encoding');
    onResponseStart?.(controller, status, Object.fromEntries(kept), message);
  };
  return dispatch(options, handler);
};

function proxies({ proxy, noProxy }: NetworkSettings): {
  httpProxy: string;
  httpsProxy: string;
  noProxy: string;
} {
  const http = proxy ?? environment('http_proxy');
  return {
    httpProxy: proxyAddress(http),
    httpsProxy: proxyAddress(proxy ?? (environment('https_proxy') || http)),
    noProxy: noProxy?.join(',') ?? environment('no_proxy'),
  };
}

function environment(name: string): string {
  return process.env[name] ?? process.env[name.toUpperCase()] ?? '';
}

/** In the environment a bare `host:port` is common. */
function proxyAddress(proxy: string): string {
  if (proxy === '') return '';
  const address = proxy.includes('://') ? proxy : `http://${proxy}`;
  const scheme = URL.canParse(address) ? new URL(address).protocol : '';
  if (!proxySchemes.has(scheme)) throw new SourceFault('elsewhere', 'the address of the proxy is not valid');
  return address;
}

const proxySchemes = new Set(['http:', 'https:', 'socks:', 'socks5:']);
