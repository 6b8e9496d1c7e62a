import type { CancellationToken } from 'vscode';
import type { Job, JobEnded, TrainerEvent } from '../shared/protocol';
import type { TrainerClient } from '../shared/trainerClient';

/** Runs one job in a process of its own, which is gone when this resolves. `token` stops it. Never rejects. */
export async function runJob(
  fork: () => TrainerClient,
  job: Job,
  onEvent: (event: TrainerEvent) => void,
  token?: CancellationToken,
): Promise<JobEnded> {
  const client = fork();
  const cancelled = token?.onCancellationRequested(() => client.stop());
  const running = client.run(job, onEvent);
  if (token?.isCancellationRequested === true) client.stop();
  const end = await running;
  cancelled?.dispose();
  await client.dispose();
  return end;
}
