import type { EngineChoice } from '../shared/config';
import { openEngine } from './engines/openEngine';
import type { OpenEngine } from './engines/openEngine';
import type { JobContext } from './jobContext';

let opened: { choice: EngineChoice; engine: OpenEngine } | null = null;

/**
 * Makes the engine that was asked for the one that computes in this process, and says which it is. A second job with the
 * same choice finds it open.
 * @throws HumanError `no-engine`
 */
export async function useEngine(choice: EngineChoice, context: JobContext): Promise<void> {
  if (opened?.choice !== choice) opened = { choice, engine: await openEngine(choice) };
  const { id, device, trials } = opened.engine;
  context.emit({ type: 'engine', engine: id, device, trials });
}
