import { measurePrepare } from './prepare';
import { printTable } from './table';
import { measureTrainingStep } from './trainingStep';

printTable([...(await measureTrainingStep()), ...(await measurePrepare())]);
