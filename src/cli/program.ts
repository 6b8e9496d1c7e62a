import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Argument, Command, CommanderError, Option } from 'commander';
import * as v from 'valibot';
import { defaultTrainConfig, engineIds, limits, presetIds } from '../shared/config';
import { parts } from '../shared/manifest';
import { classify, engines, evaluate, prepare, resume, train } from './commands';
import { addDataset } from './datasetProgram';
import { demo } from './demo';
import { exitCodes } from './exitCodes';
import type { ExitCode } from './exitCodes';
import { examples, exitCodeHelp, jsonHelp, usageHelp } from './help';
import { augmentation, decimal, path, paths, wholeNumber } from './options';
import type {
  ClassifyOptions,
  DemoOptions,
  EnginesOptions,
  EvaluateOptions,
  PrepareOptions,
  ResumeOptions,
  TrainOptions,
} from './options';
import { withSession } from './session';

const defaults = defaultTrainConfig;

/** Parses the words after `petcv`, runs the command and says what the shell gets. */
export async function runProgram(words: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done;
  const program = describeProgram((code) => (exitCode = code));
  try {
    await program.parseAsync(words, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Help and version end a parse too, with exit code 0; `petcv` alone does not: it asks for nothing that can be done.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    throw error;
  }
}

function describeProgram(exit: (code: ExitCode) => void): Command {
  const program = new Command('petcv')
    .usage('COMMAND ...')
    .description('Train a neural network on pet photos and read the breed of any photo, from a terminal.')
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .version(packageVersion())
    .exitOverride()
    .showHelpAfterError('(petcv COMMAND --help lists what it takes)')
    .addHelpText('after', `\n${usageHelp}\n\n${jsonHelp}\n\n${exitCodeHelp}\n\n${examples.program}`);
  addPrepare(program, exit);
  addDataset(program, exit);
  addTrain(program, exit);
  addResume(program, exit);
  addEvaluate(program, exit);
  addClassify(program, exit);
  addEngines(program, exit);
  addDemo(program, exit);
  return program;
}

function addPrepare(program: Command, exit: (code: ExitCode) => void): void {
  command(program, 'prepare', examples.prepare)
    .description(
      'Make a dataset of photos: copy, check, split into training and validation, pack the pixels.',
    )
    .addArgument(
      new Argument(
        '<source>',
        'a folder (one sub-folder a class, or files named BREED_12.jpg), a .tar.gz of either, or the word "drawn" for pets that Pet CV draws itself',
      ).argParser(path),
    )
    .addOption(new Option('--out <dir>', 'new folder of the dataset').argParser(path).makeOptionMandatory())
    .option('--size <pixels>', 'side of the square image', wholeNumber(limits.imageSize), defaults.imageSize)
    .option('--split <share>', 'share of each class for training', decimal({ min: 0.01, max: 0.99 }), 0.8)
    .option('--seed <number>', 'decides the split', wholeNumber(limits.seed), defaults.seed)
    .option('--title <text>', 'name of the dataset (default: of the source)')
    .option(
      '--per-breed <count>',
      'pictures of each breed, for "drawn"',
      wholeNumber({ min: 2, max: 1000 }),
      60,
    )
    .addOption(cacheOption())
    .action(async (source: string, options: PrepareOptions) => {
      exit(await withSession(options, (session) => prepare(session, source, options)));
    });
}

function addTrain(program: Command, exit: (code: ExitCode) => void): void {
  command(program, 'train', examples.train)
    .description('Train a network on a prepared dataset, then report on the best checkpoint.')
    .addArgument(datasetArgument())
    .addOption(new Option('--out <run>', 'new folder of the run').argParser(path).makeOptionMandatory())
    .addOption(new Option('--preset <name>', 'network').choices(presetIds).default(defaults.preset))
    .option(
      '--epochs <count>',
      'passes over the training photos',
      wholeNumber(limits.epochs),
      defaults.epochs,
    )
    .option('--batch <photos>', 'photos a training step', wholeNumber(limits.batchSize), defaults.batchSize)
    .option('--size <pixels>', 'side of the square image', wholeNumber(limits.imageSize), defaults.imageSize)
    .option('--seed <number>', 'decides weights and order', wholeNumber(limits.seed), defaults.seed)
    .addOption(engineOption())
    .option('--learning-rate <rate>', 'step size', decimal(limits.learningRate), defaults.learningRate)
    .addOption(
      new Option(
        '--augment <how>',
        'vary training photos: none, light, strong, or strengths as flip=0.5,crop=0.2,rotation=10,colour=0.2,cutout=0.3',
      )
        .argParser(augmentation)
        .default(defaults.augmentation, 'none'),
    )
    .addOption(cacheOption())
    .action(async (dataset: string, options: TrainOptions) => {
      exit(await withSession(options, (session) => train(session, dataset, options)));
    });
}

function addResume(program: Command, exit: (code: ExitCode) => void): void {
  command(program, 'resume', examples.resume)
    .description('Go on with a run that was stopped or killed, from its last checkpoint.')
    .addArgument(new Argument('<run>', 'folder of the run').argParser(path))
    .addOption(new Option('--dataset <dir>', 'where the dataset is now, when it was moved').argParser(path))
    .addOption(cacheOption())
    .action(async (run: string, options: ResumeOptions) => {
      exit(await withSession(options, (session) => resume(session, run, options)));
    });
}

function addEvaluate(program: Command, exit: (code: ExitCode) => void): void {
  command(program, 'evaluate', examples.evaluate)
    .description('Count the hits of a model on a prepared dataset, which may hold photos it never saw.')
    .addArgument(modelArgument())
    .addArgument(datasetArgument())
    .addOption(
      new Option('--part <part>', 'which side of the split').choices(['all', ...parts]).default('all'),
    )
    .addOption(engineOption())
    .addOption(cacheOption())
    .action(async (model: string, dataset: string, options: EvaluateOptions) => {
      exit(await withSession(options, (session) => evaluate(session, model, dataset, options)));
    });
}

function addClassify(program: Command, exit: (code: ExitCode) => void): void {
  command(program, 'classify', examples.classify)
    .description(
      'Name the breed on photos. One that cannot be read is told, the others go on, and the exit code is 1.',
    )
    .addArgument(modelArgument())
    .addArgument(new Argument('<photo...>', 'image files').argParser(paths))
    .option('--top <count>', 'how many breeds to name', wholeNumber({ min: 1, max: 1000 }), 5)
    .addOption(engineOption())
    .action(async (model: string, photos: string[], options: ClassifyOptions) => {
      exit(await withSession(options, (session) => classify(session, model, photos, options)));
    });
}

function addEngines(program: Command, exit: (code: ExitCode) => void): void {
  command(program, 'engines', examples.engines)
    .description('Try what this machine can train on, and say why the rest does not work.')
    .addOption(engineOption())
    .action(async (options: EnginesOptions) => {
      exit(await withSession(options, (session) => engines(session, options)));
    });
}

function addDemo(program: Command, exit: (code: ExitCode) => void): void {
  command(program, 'demo', examples.demo)
    .description('Everything once, in a minute or two: prepare, train, report, classify a photo.')
    .addOption(
      new Option('--data <path>', 'folder or archive of photos (default: pets that Pet CV draws)').argParser(
        path,
      ),
    )
    .option('--epochs <count>', 'passes over the training photos', wholeNumber(limits.epochs), 6)
    .addOption(new Option('--out <dir>', 'where everything goes').argParser(path).default('workspace/pet-cv'))
    .action(async (options: DemoOptions) => {
      exit(await withSession(options, (session) => demo(session, options)));
    });
}

function command(program: Command, name: string, example: string): Command {
  return program
    .command(name)
    .option('--json', 'one JSON object a line on standard output, for programs')
    .option('--verbose', "show the trainer's log on standard error")
    .addHelpText('after', `\n${exitCodeHelp}\n\n${example}`);
}

function datasetArgument(): Argument {
  return new Argument('<dataset>', 'folder made by petcv prepare').argParser(path);
}

function modelArgument(): Argument {
  return new Argument('<model>', "a run's folder, a checkpoint's folder or its model.json").argParser(path);
}

function engineOption(): Option {
  return new Option('--engine <name>', 'what computes')
    .choices(['auto', ...engineIds])
    .default(defaults.engine);
}

function cacheOption(): Option {
  return new Option('--cache <dir>', 'where packed pixels go (default: .cache in the dataset)').argParser(
    path,
  );
}

/** package.json lies beside dist, in the clone and in the installed extension. */
function packageVersion(): string {
  const text = readFileSync(join(__dirname, '..', 'package.json'), 'utf8');
  return v.parse(v.object({ version: v.string() }), JSON.parse(text)).version;
}
