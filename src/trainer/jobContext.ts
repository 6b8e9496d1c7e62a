import type { TrainerEvent } from '../shared/protocol';

/** What a job gets from whoever runs it: a way to speak, and the word to stop. */
export interface JobContext {
  emit(event: TrainerEvent): void;
  /** Aborted when the person stops the job: the job tidies up and throws the signal's reason. */
  signal: AbortSignal;
}
