import * as tf from '@tensorflow/tfjs-core';
import { engineIds, type EngineChoice, type EngineId } from '../../shared/config';
import { fillIn, HumanError } from '../../shared/failures';
import { engineTexts, type EngineReason, type EngineTrial } from '../../shared/protocol';
import { departure, probeStep } from './probe';
import { loadCuda, loadNative } from './tensorflowEngine';
import { loadWasm } from './wasmEngine';

/** The engine that all of tfjs computes on from now on. */
export interface OpenEngine {
  id: EngineId;
  /** What it runs on, for a person. */
  device: string;
  /** How each rung of the ladder fared, in its order, down to the one that works. */
  trials: EngineTrial[];
}

/** What became of loading an engine: the device, or why there is none. */
export type Loaded = { device: string } | { reason: EngineReason; detail: string };

const loaders: Record<EngineId, () => Promise<Loaded>> = {
  cuda: loadCuda,
  native: loadNative,
  wasm: loadWasm,
};

/**
 * Opens the engine of that name, or for `auto` the first of the ladder that works. Each is made to take one training step
 * and trusted only when the answer is the known one: a driver that loads may still compute nonsense.
 * @throws HumanError `no-engine`, which says of each why not
 */
export async function openEngine(choice: EngineChoice): Promise<OpenEngine> {
  const trials: EngineTrial[] = [];
  for (const engine of engineIds) {
    const trial = choice === 'auto' || choice === engine ? await tryEngine(engine) : notAsked(engine);
    trials.push(trial);
    if (trial.works) return { id: engine, device: trial.detail, trials };
  }
  const detail = trials
    .filter(({ reason }) => reason !== 'not-asked')
    .map((trial) => `${trial.engine}: ${fillIn(engineTexts[trial.reason], { detail: trial.detail })}`)
    .join(' ');
  throw new HumanError('no-engine', { detail });
}

const notAsked = (engine: EngineId): EngineTrial => ({
  engine,
  works: false,
  reason: 'not-asked',
  detail: '',
});

async function tryEngine(engine: EngineId): Promise<EngineTrial> {
  try {
    const loaded = await loaders[engine]();
    if ('reason' in loaded) return { engine, works: false, ...loaded };
    await tf.ready();
    const wrong = departure(await probeStep());
    if (wrong !== null) return { engine, works: false, reason: 'wrong-answer', detail: wrong };
    return { engine, works: true, reason: 'works', detail: loaded.device };
  } catch (error) {
    return { engine, works: false, reason: 'load-failed', detail: messageOf(error) };
  }
}

/** tfjs also throws plain objects with a message. */
function messageOf(error: unknown): string {
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  return String(message).split('\n', 1)[0] ?? '';
}
