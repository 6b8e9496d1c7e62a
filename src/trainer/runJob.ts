import type { Job, JobEnded } from '../shared/protocol';
import { classify } from './classify';
import { prepareDataset } from './data/prepareDataset';
import { evaluate } from './evaluation/evaluate';
import { done, endOf } from './jobEnd';
import { getDataset } from './get/getDataset';
import type { JobContext } from './jobContext';
import { resume, train } from './training/train';
import { trashFiles } from './trashFiles';
import { useEngine } from './useEngine';
import { viewTiles } from './view/viewTiles';

/** Does one job; the last event that it emits says how it ended. Never rejects. */
export async function runJob(job: Job, context: JobContext): Promise<void> {
  context.emit(await endOf(() => work(job, context)));
}

async function work(job: Job, context: JobContext): Promise<JobEnded> {
  context.signal.throwIfAborted();
  switch (job.type) {
    case 'prepare':
      await prepareDataset(job, context);
      return done();
    case 'get':
      await getDataset(job, context);
      return done();
    case 'check':
    case 'fix':
    case 'split':
    case 'leaveOut':
      throw new Error(`The job ${job.type} is not built yet.`);
    case 'view':
      await viewTiles(job, context);
      return done();
    case 'trash':
      await trashFiles(job, context);
      return done();
    case 'train':
      return train(job, context);
    case 'resume':
      return resume(job, context);
    case 'evaluate':
      await evaluate(job, context);
      return done();
    case 'classify':
      await classify(job, context);
      return done();
    case 'probe':
      await useEngine(job.engine, context);
      return done();
  }
}
