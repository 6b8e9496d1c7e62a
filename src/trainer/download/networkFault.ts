import { errorCode } from '../ioFailure';
import { SourceFault } from './sourceFault';
import type { Remedy } from './sourceFault';

/** No new attempt mends these, as long as the source has not given a byte. */
const hopeless =
  /^(ENOTFOUND|ERR_TLS_|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO_|ERR_SSL_|UND_ERR_INVALID_ARG)/;
const unreachable =
  /^(EAI_AGAIN|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH|ENETDOWN|ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/;

/** What went wrong on the wire, from what `fetch` or the reading of a body threw. */
export function networkFault(error: unknown, hasAnswered: boolean): SourceFault {
  const cause = rootOf(error);
  const code = errorCode(cause) ?? '';
  const message = cause instanceof Error ? cause.message : String(cause);
  // How undici words a proxy that refuses.
  const refusedByProxy = /Proxy response \(4\d\d\)|Proxy Authentication Required/.test(message);
  const remedy = hasAnswered ? 'again' : remedyFor(code, refusedByProxy);
  return new SourceFault(remedy, reasonOf(code, message), null, { cause: error });
}

function remedyFor(code: string, refusedByProxy: boolean): Remedy {
  // Without a code it is no error of the network: `fetch` itself refuses, such as a port that is none for HTTP.
  if (code === '' || refusedByProxy || hopeless.test(code)) return 'elsewhere';
  return unreachable.test(code) ? 'again-briefly' : 'again';
}

function reasonOf(code: string, message: string): string {
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'the name of the server could not be looked up';
    case 'ECONNREFUSED':
      return 'the server refused the connection';
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      return 'the connection was cut';
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return 'no connection in time';
    default:
      return message === '' ? code : message;
  }
}

/** `fetch` wraps the cause, and Node wraps one error for each address of a host that was tried. */
function rootOf(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) return rootOf(error.errors[0]);
  if (error instanceof Error && error.cause instanceof Error) return rootOf(error.cause);
  return error;
}
