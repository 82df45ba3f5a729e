// SPDX-License-Identifier: Apache-2.0
/**
 * `start`, `stop`, `kill`, `restart`, `freeze`, `unfreeze` and `rm`: what is done to containers by name, one after the
 * other. A failure of one does not keep the others from their turn.
 */

import { isConfirmed, type StateChange } from '../../../contract/confirmations.ts';
import { isFailure } from '../../../contract/errors.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { operations, type OperationName } from '../../../contract/operations/index.ts';
import type { Client } from '../../../rpc/client.ts';
import { namesArgument } from '../../arguments/argument-parsers.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { describeContainers } from '../../format/container-row.ts';
import { consents, yesOption } from '../../confirmations.ts';
import { examples } from '../../format/help-text.ts';
import { escapeText } from '../../../report/escape-text.ts';
import { exitCodes, problemLine } from '../../format/problem-line.ts';
import { problemOf } from '../../format/problem.ts';
import type { Registry } from '../../registry.ts';

interface VerbOptions {
  readonly force?: boolean;
  readonly yes?: boolean;
}

/** Does it to one container; gives the container as it is then, undefined when it is gone. */
type Change = (client: Client, name: string, signal: AbortSignal) => Promise<Container | undefined>;

interface Verb {
  readonly word: string;
  /** The change by which the contract declares whether the verb asks first. */
  readonly kind: StateChange;
  readonly done: string;
  readonly operation: OperationName;
  readonly summary: string;
  /** What --force does; without it there is no such option. */
  readonly force?: string;
  readonly change: (options: VerbOptions) => Change;
}

const verbs: readonly Verb[] = [
  {
    word: 'start',
    kind: 'start',
    done: 'started',
    operation: 'container.start',
    summary: 'start containers',
    change: () => (client, name, signal) => client.request('container.start', { name }, { signal }),
  },
  {
    word: 'stop',
    kind: 'stop',
    done: 'stopped',
    operation: 'container.stop',
    summary: 'stop containers',
    force: 'kill it at once instead of asking its init to shut down',
    change:
      ({ force = false }) =>
      (client, name, signal) =>
        client.request('container.stop', { name, force }, { signal }),
  },
  {
    word: 'kill',
    kind: 'kill',
    done: 'killed',
    operation: 'container.stop',
    summary: 'end all processes of containers at once',
    change: () => (client, name, signal) => client.request('container.stop', { name, force: true }, { signal }),
  },
  {
    word: 'restart',
    kind: 'restart',
    done: 'restarted',
    operation: 'container.restart',
    summary: 'stop containers and start them again',
    change: () => (client, name, signal) => client.request('container.restart', { name }, { signal }),
  },
  {
    word: 'freeze',
    kind: 'freeze',
    done: 'froze',
    operation: 'container.freeze',
    summary: 'suspend all processes of containers',
    change: () => (client, name, signal) => client.request('container.freeze', { name }, { signal }),
  },
  {
    word: 'unfreeze',
    kind: 'unfreeze',
    done: 'unfroze',
    operation: 'container.unfreeze',
    summary: 'resume frozen containers',
    change: () => (client, name, signal) => client.request('container.unfreeze', { name }, { signal }),
  },
  {
    word: 'rm',
    kind: 'remove',
    done: 'removed',
    operation: 'container.remove',
    summary: 'remove containers with all their files',
    force: 'remove it also while it runs',
    change:
      ({ force = false }) =>
      async (client, name, signal) => {
        await client.request('container.remove', { name, force }, { signal });
        return undefined;
      },
  },
];

const killing = 'Ends all processes of a container at once, as stop --force does: its init is not asked to shut down.';

export function addStateChanges(registry: Registry): void {
  for (const verb of verbs) addVerb(registry, verb);
}

function addVerb({ program, act }: Registry, verb: Verb): void {
  const command = program
    .command(verb.word)
    .summary(verb.summary)
    .description(verb.kind === 'kill' ? killing : operations[verb.operation].summary)
    .argument('<name...>', 'names of containers', namesArgument)
    .addHelpText(
      'after',
      examples(
        `${verb.word} web`,
        `${verb.word} web db${verb.force === undefined ? '' : ' --force'}${isConfirmed(verb.kind) ? ' --yes' : ' --json'}`,
      ),
    );
  if (verb.force !== undefined) command.option('--force', verb.force);
  if (isConfirmed(verb.kind)) command.option(...yesOption);
  command.action((names: readonly string[], options: VerbOptions) =>
    act((context) => changeAll(context, verb, { names, options })),
  );
}

async function changeAll(
  context: CommandContext,
  verb: Verb,
  { names, options }: { names: readonly string[]; options: VerbOptions },
): Promise<number> {
  const { force = false, yes = false } = options;
  const kind = verb.kind === 'stop' && force ? 'kill' : verb.kind;
  if (isConfirmed(kind) && !(await consents(context, kind, { names, yes }))) return exitCodes.failed;
  const change = verb.change(options);
  return withClient(context, async (client) => {
    let exitCode = 0;
    for (const name of names) {
      try {
        const container = await change(client, name, context.signal);
        await tell(context, client, { name, done: verb.done, container });
      } catch (error) {
        if (!isFailure(error) || error.code === 'cancelled') throw error;
        const problem = problemOf(error);
        await context.output.complain(problemLine(problem, context.output.isJson));
        exitCode ||= problem.exitCode;
      }
    }
    return exitCode;
  });
}

async function tell(
  { output, signal, environment }: CommandContext,
  client: Client,
  { name, done, container }: { name: string; done: string; container: Container | undefined },
): Promise<void> {
  if (!output.isJson) return output.isQuiet ? undefined : output.write(`${done} ${escapeText(name)}\n`);
  if (container === undefined) return output.json({ removed: name });
  const [row] = await describeContainers(client, [container], { signal, now: environment.now() });
  return output.json(row);
}
