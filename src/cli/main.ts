import { exitCodes } from './exitCodes';
import { runProgram } from './program';

runProgram(process.argv.slice(2)).then(
  (code) => {
    // Not process.exit: what is still on its way to a pipe arrives.
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = exitCodes.failed;
  },
);
