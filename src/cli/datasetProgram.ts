import { Argument, Command, Option } from 'commander';
import { knownDatasetIds } from '../shared/catalogue';
import type { KnownDatasetId } from '../shared/catalogue';
import { defaultTrainConfig, limits } from '../shared/config';
import { check, fix, get, importFolder, leaveOut, list, split } from './datasetCommands';
import { mirrors, splitShare } from './datasetOptions';
import type {
  CheckOptions,
  FixOptions,
  GetOptions,
  ImportOptions,
  LeaveOutOptions,
  SplitOptions,
} from './datasetOptions';
import type { ExitCode } from './exitCodes';
import { datasetExamples, exitCodeHelp } from './help';
import { path, paths, wholeNumber } from './options';
import { withSession } from './session';
import type { CommonOptions } from './session';

const defaults = defaultTrainConfig;

/** Adds `petcv dataset` with its commands. */
export function addDataset(program: Command, exit: (code: ExitCode) => void): void {
  const dataset = program
    .command('dataset')
    .description('Get photos, look for what is wrong with them, fix it, share them out.')
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .addHelpText('after', `\n${datasetExamples.group}`);
  addGet(dataset, exit);
  addImport(dataset, exit);
  addCheck(dataset, exit);
  addFix(dataset, exit);
  addSplit(dataset, exit);
  addLeaveOut(dataset, exit);
  addList(dataset, exit);
}

function addGet(dataset: Command, exit: (code: ExitCode) => void): void {
  making(command(dataset, 'get', datasetExamples.get))
    .description(
      'Download a known dataset and prepare it. Interrupted, the same command goes on where it was.',
    )
    .addArgument(new Argument('<name>', 'which dataset').choices(knownDatasetIds))
    .addOption(new Option('--out <dir>', 'new folder of the dataset (default: its name)').argParser(path))
    .addOption(
      new Option('--from <way>', "PetFaces: its archive, or cut from Oxford's photos with their head boxes")
        .choices(['auto', 'archive', 'oxford'])
        .default('auto'),
    )
    .addOption(
      new Option(
        '--mirror <place>',
        'address or folder that holds the archives, instead of the known ones; may be repeated',
      )
        .argParser(mirrors)
        .default([], 'none'),
    )
    .option('--no-annotations', 'oxford-pets: without annotations, and so without the official split')
    .addOption(
      new Option('--downloads <dir>', 'keeps archives (default: .downloads beside the dataset)').argParser(
        path,
      ),
    )
    .action(async (name: KnownDatasetId, options: GetOptions) => {
      exit(await withSession(options, (session) => get(session, name, options)));
    });
}

function addImport(dataset: Command, exit: (code: ExitCode) => void): void {
  making(command(dataset, 'import', datasetExamples.import))
    .description('Make a dataset of photos of your own, which are copied and never changed.')
    .addArgument(folderArgument('folder', 'one sub-folder a class, or files named BREED_12.jpg'))
    .addOption(new Option('--out <dir>', 'new folder of the dataset').argParser(path).makeOptionMandatory())
    .option('--trash-rejected', 'move your files that cannot be read to the trash')
    .action(async (folder: string, options: ImportOptions) => {
      exit(await withSession(options, (session) => importFolder(session, folder, options)));
    });
}

function addCheck(dataset: Command, exit: (code: ExitCode) => void): void {
  command(dataset, 'check', datasetExamples.check)
    .description('Look for unreadable photos, copies, leakage, probable label errors and the like.')
    .addArgument(folderArgument('folder', 'a dataset, or any folder of photos, which is left as it is'))
    .option('--strict', 'exit code 1 when something is wrong that spoils training or its score')
    .addOption(cacheOption())
    .action(async (folder: string, options: CheckOptions) => {
      exit(await withSession(options, (session) => check(session, folder, options)));
    });
}

function addFix(dataset: Command, exit: (code: ExitCode) => void): void {
  command(dataset, 'fix', datasetExamples.fix)
    .description(
      'Apply the safe fixes: photos are left out, renamed or moved across the split, never deleted.',
    )
    .addArgument(folderArgument('dataset', 'folder of the dataset'))
    .option('--dry-run', 'only say what would be done')
    .addOption(cacheOption())
    .action(async (folder: string, options: FixOptions) => {
      exit(await withSession(options, (session) => fix(session, folder, options)));
    });
}

function addSplit(dataset: Command, exit: (code: ExitCode) => void): void {
  splitting(command(dataset, 'split', datasetExamples.split))
    .description(
      'Share the photos out anew. Near-duplicates stay on one side. Runs that began before cannot go on.',
    )
    .addArgument(folderArgument('dataset', 'folder of the dataset'))
    .action(async (folder: string, options: SplitOptions) => {
      exit(await withSession(options, (session) => split(session, folder, options)));
    });
}

function addLeaveOut(dataset: Command, exit: (code: ExitCode) => void): void {
  command(dataset, 'leave-out', datasetExamples.leaveOut)
    .description('Leave photos out of training and validation; they stay in their folder.')
    .addArgument(folderArgument('dataset', 'folder of the dataset'))
    .addArgument(
      new Argument('<photo...>', 'as the report names them, such as Siamese/Siamese_12.jpg').argParser(paths),
    )
    .option('--undo', 'take them in again')
    .action(async (folder: string, photos: string[], options: LeaveOutOptions) => {
      exit(await withSession(options, (session) => leaveOut(session, folder, photos, options)));
    });
}

function addList(dataset: Command, exit: (code: ExitCode) => void): void {
  command(dataset, 'list', datasetExamples.list)
    .description('The datasets in a folder, and those that can be downloaded.')
    .addArgument(
      new Argument('[folder]', 'where to look: it, what lies in it, and in pet-cv/datasets')
        .default('.')
        .argParser(path),
    )
    .action(async (folder: string, options: CommonOptions) => {
      exit(await withSession(options, (session) => list(session, folder)));
    });
}

function command(dataset: Command, name: string, example: string): Command {
  return dataset
    .command(name)
    .option('--json', 'one JSON object a line on standard output, for programs')
    .option('--verbose', "show the trainer's log on standard error")
    .addHelpText('after', `\n${exitCodeHelp}\n\n${example}`);
}

function making(one: Command): Command {
  return splitting(one)
    .option('--size <pixels>', 'side of the square image', wholeNumber(limits.imageSize), defaults.imageSize)
    .option('--title <text>', 'name of the dataset')
    .addOption(cacheOption());
}

function splitting(one: Command): Command {
  return one
    .addOption(
      new Option('--split <share>', 'share of each class for training, or "official"')
        .argParser(splitShare)
        .default(0.8),
    )
    .option('--seed <number>', 'decides the split', wholeNumber(limits.seed), defaults.seed);
}

function folderArgument(name: string, description: string): Argument {
  return new Argument(`<${name}>`, description).argParser(path);
}

function cacheOption(): Option {
  return new Option('--cache <dir>', 'where packed pixels go (default: .cache in the dataset)').argParser(
    path,
  );
}
