import type { Job, JobEnded } from '../shared/protocol';
import { classify } from './classify';
import { prepareDataset } from './data/prepareDataset';
import { evaluate } from './evaluation/evaluate';
import { checkDataset } from './health/checkDataset';
import { fixDataset } from './health/fixDataset';
import { leaveOutPhotos } from './health/leaveOutPhotos';
import { splitDataset } from './health/splitDataset';
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
      await checkDataset(job, context);
      return done();
    case 'fix':
      await fixDataset(job, context);
      return done();
    case 'split':
      await splitDataset(job, context);
      return done();
    case 'leaveOut':
      await leaveOutPhotos(job, context);
      return done();
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
