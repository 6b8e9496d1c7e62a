import type { Answer } from './answer';

/** Where a step stands, from 1. */
export interface Position {
  step: number;
  totalSteps: number;
}

/** Asks one thing and returns `state` with the answer in it. */
export type Step<State> = (state: State, position: Position) => Promise<Answer<State>>;

/** Runs `steps` in order, with a way back that keeps what was answered. Null when the person turned away. */
export async function multiStep<State>(initial: State, steps: readonly Step<State>[]): Promise<State | null> {
  let state = initial;
  let at = 0;
  for (let step = steps[at]; step !== undefined; step = steps[at]) {
    const answer = await step(state, { step: at + 1, totalSteps: steps.length });
    switch (answer.kind) {
      case 'cancelled':
        return null;
      case 'back':
        at = Math.max(0, at - 1);
        break;
      case 'value':
        state = answer.value;
        at += 1;
        break;
    }
  }
  return state;
}
