import { failure } from '../shared/failures';
import type { Failure } from '../shared/failures';
import type { PhotoAnswer } from './classifier';

/** Why a photo could not be classified, as a failure that can be told. */
export function photoFailure({ code, parameters }: Extract<PhotoAnswer, { type: 'failed' }>): Failure {
  return failure(code, parameters);
}
