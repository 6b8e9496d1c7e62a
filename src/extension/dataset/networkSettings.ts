import * as v from 'valibot';
import * as vscode from 'vscode';
import type { NetworkSettings } from '../../shared/protocol';

const text = v.fallback(v.pipe(v.string(), v.trim()), '');

/** The network as the editor's own settings have it; what they leave open is the environment's. */
export function networkSettings(): NetworkSettings {
  const http = vscode.workspace.getConfiguration('http');
  const proxy = v.parse(text, http.get<unknown>('proxy'));
  const authorization = v.parse(text, http.get<unknown>('proxyAuthorization'));
  const noProxy = v.parse(v.fallback(v.array(v.string()), []), http.get<unknown>('noProxy'));
  const off = http.get<unknown>('proxySupport') === 'off';
  return {
    ...(off ? { proxy: '' } : proxy === '' ? {} : { proxy }),
    ...(noProxy.length === 0 ? {} : { noProxy }),
    ...(authorization === '' ? {} : { proxyAuthorization: authorization }),
    strictSsl: http.get<unknown>('proxyStrictSSL') !== false,
  };
}
