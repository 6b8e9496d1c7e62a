import * as v from 'valibot';
import { HumanError } from '../shared/failures';

/**
 * The options that a keybinding, a walkthrough or a test gave to a command; null where it was called without.
 * @throws HumanError bad-config
 */
export function parseOptions<Schema extends v.GenericSchema>(
  schema: Schema,
  given: unknown,
): v.InferOutput<Schema> | null {
  if (given === undefined || given === null) return null;
  const parsed = v.safeParse(schema, given);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new HumanError('bad-config', { detail: `${v.getDotPath(issue) ?? ''} ${issue.message}`.trim() });
}
