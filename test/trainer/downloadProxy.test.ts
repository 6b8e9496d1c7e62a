import assert from 'node:assert/strict';
import { createServer, request as forward } from 'node:http';
import { connect } from 'node:net';
import { selfSigned } from '../harness/selfSigned';
import { portOf, startMisbehavingServer } from '../harness/misbehavingServer';
import type { NetworkSettings } from '../../src/shared/protocol';
import { trainerEnvironment } from '../../src/shared/trainerEnvironment';
import { codeOfRejection } from './dataSupport';
import { withDownloads } from './downloadSupport';

const file = '/pets.tar.gz';
const names = ['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'];

describe('downloads through a proxy', function () {
  this.timeout(30_000);
  const before = new Map(names.map((name) => [name, process.env[name]]));

  beforeEach(() => {
    for (const name of names) Reflect.deleteProperty(process.env, name);
  });

  after(() => {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  });

  it('go through the one that the settings name, with its password', () =>
    withProxy('Basic abc', async (proxy) => {
      await withDownloads(async ({ get, server }) => {
        const network = { proxy: proxy.url, proxyAuthorization: 'Basic abc' };
        await get(undefined, { network });
        assert.deepEqual(proxy.seen, [`GET ${server.url}${file}`]);
      });
    }));

  it('fail where it wants another password, without trying for long', () =>
    withProxy('Basic abc', async (proxy) => {
      await withDownloads(async ({ get, source, context }) => {
        const network = { proxy: proxy.url, proxyAuthorization: 'Basic wrong' };
        const sources = [source(), source('https://127.0.0.1:8443')];
        assert.equal(await codeOfRejection(get(sources, { network })), 'download-failed');
        assert.equal(context.events.filter(({ type }) => type === 'retrying').length, 0);
      });
    }));

  it('go through the one of the environment, where the settings say nothing', () =>
    withProxy(null, async (proxy) => {
      for (const name of ['http_proxy', 'HTTP_PROXY']) {
        process.env[name] = proxy.url.replace('http://', '');
        await withDownloads(async ({ get, server }) => {
          await get(undefined, { network: {} });
          assert.equal(proxy.seen.at(-1), `GET ${server.url}${file}`);
        });
        Reflect.deleteProperty(process.env, name);
      }
    }));

  it('go straight where the settings or the environment want that', () =>
    withProxy(null, async (proxy) => {
      process.env['HTTP_PROXY'] = proxy.url;
      const direct: NetworkSettings[] = [
        { proxy: '' },
        { noProxy: ['127.0.0.1'] },
        { proxy: proxy.url, noProxy: ['example.org', '127.0.0.1'] },
      ];
      for (const network of direct) await withDownloads(({ get }) => done(get(undefined, { network })));
      process.env['NO_PROXY'] = 'example.org,127.0.0.1';
      await withDownloads(({ get }) => done(get(undefined, { network: {} })));
      assert.deepEqual(proxy.seen, []);
    }));

  it('reach https through a tunnel, and trust strangers only when told to', () =>
    withProxy('Basic abc', async (proxy) => {
      await withDownloads(async ({ get, source, root, server, archive }) => {
        const secure = await startMisbehavingServer({ root, certificate: selfSigned() });
        const network = { proxy: proxy.url, proxyAuthorization: 'Basic abc' };
        const sources = [source(secure.url)];
        try {
          assert.equal(await codeOfRejection(get(sources, { network })), 'download-failed');
          assert.equal(await codeOfRejection(get(sources)), 'download-failed');
          assert.equal(secure.requests.length, 0);
          secure.plan(file, [{ kind: 'cut', after: 90_000 }]);
          const { bytes } = await get(sources, { network: { ...network, strictSsl: false } });
          assert.equal(bytes, archive.length);
          assert.ok(proxy.seen.every((line) => line === `CONNECT ${new URL(secure.url).host}`));
          assert.equal(secure.requests.length, 2);
          assert.equal(server.requests.length, 0);
        } finally {
          await secure.close();
        }
      });
    }));

  it('do not follow a redirect from https to http, but one the other way', () =>
    withDownloads(async ({ get, source, root, server, archive }) => {
      const secure = await startMisbehavingServer({ root, certificate: selfSigned() });
      const network = { proxy: '', strictSsl: false };
      try {
        secure.plan(file, { kind: 'redirect', to: `${server.url}${file}` });
        const sources = [source(secure.url)];
        assert.equal(await codeOfRejection(get(sources, { network })), 'download-failed');
        assert.equal(server.requests.length, 0);
        secure.plan(file, []);
        server.plan(file, { kind: 'redirect', to: `${secure.url}${file}` });
        assert.equal((await get(undefined, { network })).bytes, archive.length);
      } finally {
        await secure.close();
      }
    }));

  it('reach the child with what the environment says of the network', () => {
    const own = { http_proxy: 'a', HTTPS_PROXY: 'b', no_proxy: 'c', NODE_EXTRA_CA_CERTS: 'd' };
    const kept = trainerEnvironment({ ...own, PROXY_SECRET: 'e' }, { electron: false, cores: 1 });
    assert.deepEqual(kept, { ...own, UV_THREADPOOL_SIZE: '1' });
  });

  it('say so where the address of the proxy is none', () =>
    withDownloads(async ({ get }) => {
      for (const proxy of ['http://', 'gopher://127.0.0.1:70'])
        assert.equal(await codeOfRejection(get(undefined, { network: { proxy } })), 'download-failed');
    }));
});

interface TestProxy {
  url: string;
  /** What it was asked for, in order, where the password was right. */
  seen: string[];
}

/** A real, small proxy on loopback: forwards plain requests, makes tunnels. */
async function withProxy(password: string | null, use: (proxy: TestProxy) => Promise<void>): Promise<void> {
  const seen: string[] = [];
  const mayPass = (given: string | undefined) => password === null || given === password;
  const server = createServer((request, response) => {
    if (!mayPass(request.headers['proxy-authorization'])) {
      response.writeHead(407, { 'Proxy-Authenticate': 'Basic' }).end();
      return;
    }
    seen.push(`${request.method ?? ''} ${request.url ?? ''}`);
    const onward = forward(request.url ?? '', { headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    onward.end();
  });
  server.on('connect', (request, socket) => {
    if (!mayPass(request.headers['proxy-authorization'])) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    seen.push(`CONNECT ${request.url ?? ''}`);
    const { hostname, port } = new URL(`http://${request.url ?? ''}`);
    const onward = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use({ url: `http://127.0.0.1:${portOf(server.address())}`, seen });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function done(work: Promise<unknown>): Promise<void> {
  await work;
}
