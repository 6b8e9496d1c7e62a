import { HumanError } from '../shared/failures';

/** The code of an error of Node's file system, such as ENOENT. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/**
 * What to throw when writing `file` failed with `error`: a HumanError for what a person can mend (full disk, read-only
 * or foreign folder, folder gone), otherwise `error` itself.
 */
export function ioFailure(error: unknown, file: string): Error {
  switch (errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new HumanError('disk-full', { file }, { cause: error });
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return new HumanError('read-only', { file }, { cause: error });
    case 'ENOENT':
      return new HumanError('photo-missing', { file }, { cause: error });
    case undefined:
    default:
      return error instanceof Error ? error : new Error(String(error), { cause: error });
  }
}
