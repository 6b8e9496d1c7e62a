import * as v from 'valibot';
import * as vscode from 'vscode';
import { HumanError } from '../shared/failures';
import type { Run } from '../shared/run';
import { askRun } from './askRun';
import { parseOptions } from './parseOptions';
import type { Services } from './services';
import { RunNode } from './trees/runNode';

/** What the commands take instead of a line of the tree. */
const optionsSchema = v.union([
  v.object({ run: v.string() }),
  v.object({ runs: v.pipe(v.array(v.string()), v.minLength(1)) }),
]);

/** A line of the tree "Runs" as the options that commands about one run take; anything else as it is. */
export function runOption(given: unknown): unknown {
  return given instanceof RunNode ? { run: given.run.id } : given;
}

/**
 * The runs that a command is about: the lines of the tree that are selected, those that the options name, or the one that the
 * person chooses; none when they turned away.
 * @throws HumanError bad-config, run-missing
 */
export async function chooseRuns(
  services: Services,
  given: unknown,
  selected: unknown,
  title: string,
): Promise<Run[]> {
  if (given instanceof RunNode) return found(services, namesOf(given, selected));
  const options = parseOptions(optionsSchema, given);
  if (options !== null) return found(services, 'run' in options ? [options.run] : options.runs);
  const all = await services.runs.list();
  if (all.length === 0) {
    services.tell.information(vscode.l10n.t('Nothing was trained here yet.'));
    return [];
  }
  const chosen = await askRun(all, title);
  return chosen === null ? [] : [chosen];
}

/** A command on a line that is not among the selected ones is about that line alone. */
function namesOf(clicked: RunNode, selected: unknown): string[] {
  const all: unknown[] = Array.isArray(selected) ? selected : [];
  const nodes = all.filter((one) => one instanceof RunNode);
  return (nodes.includes(clicked) ? nodes : [clicked]).map(({ run }) => run.id);
}

async function found({ runs }: Services, ids: readonly string[]): Promise<Run[]> {
  return Promise.all(
    ids.map(async (id) => {
      const run = await runs.find(id);
      if (run !== null) return run;
      throw new HumanError('run-missing', { file: id });
    }),
  );
}
