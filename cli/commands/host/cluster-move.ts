// SPDX-License-Identifier: Apache-2.0
/** `cluster move`: one container, or several one after another, to a member or to the one with the least load. */

import type { Command } from 'commander';
import { fail, isFailure } from '../../../contract/errors.ts';
import { operations, type Params } from '../../../contract/operations/index.ts';
import type { MoveStep } from '../../../contract/operations/host/cluster.ts';
import { rankMembers } from '../../../contract/rules/rank-members.ts';
import { say } from '../../../contract/text.ts';
import type { Client } from '../../../rpc/client.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { followSteps } from '../../follow/follow-steps.ts';
import { describeContainers } from '../../format/container-row.ts';
import { examples } from '../../format/help-text.ts';
import { problemOf } from '../../format/problem.ts';
import { problemLine } from '../../format/problem-line.ts';
import { escapeText } from '../../../report/escape-text.ts';
import type { Registry } from '../../registry.ts';
import { UsageError } from '../../usage-error.ts';

interface MoveOptions {
  readonly to?: string;
  readonly byLoad?: boolean;
  readonly stop?: boolean;
}

interface Moves {
  readonly names: readonly string[];
  /** Undefined where each goes to the member with the least load at that time. */
  readonly member: string | undefined;
  readonly stop: boolean;
}

export function addMove(cluster: Command, act: Registry['act']): void {
  cluster
    .command('move <name...>')
    .summary('move containers to another member')
    .description(
      `${operations['cluster.move'].summary} Several are moved one after another, each wholly before the next one begins; ` +
        'one that fails is said with its reason and stays where it is, and the others go on. Interrupted, those that have ' +
        'not begun stay where they are. Without --to and --by-load the second word is the member.',
    )
    .option('--to <member>', 'the member where all of them are to be')
    .option('--by-load', 'each to the member that has the least load when its turn comes')
    .option('--stop', 'stop each that runs for its move, and start it there')
    .addHelpText(
      'after',
      examples(
        'cluster move web two',
        'cluster move web db mail --to two --stop',
        'cluster move web db --by-load --stop',
      ),
    )
    .action((words: readonly string[], options: MoveOptions) =>
      act((context) => moveAll(context, movesOf(words, options))),
    );
}

function movesOf(words: readonly string[], { to, byLoad = false, stop = false }: MoveOptions): Moves {
  if (to !== undefined && byLoad) throw new UsageError('--to names the member; leave out --by-load');
  if (to !== undefined || byLoad) return { names: [...new Set(words)], member: to, stop };
  const [name, member, ...others] = words;
  if (name === undefined || member === undefined || others.length > 0)
    throw new UsageError('name one container and its member, or say --to MEMBER, or --by-load, for several');
  return { names: [name], member, stop };
}

const moveWords: Readonly<Record<MoveStep, string>> = {
  check: 'asking the helper of the other member',
  stop: 'stopping it',
  move: 'moving it with its files',
  start: 'starting it there',
  verify: 'waiting for its context there',
};

/** Gives the exit code of the first that failed. */
async function moveAll(context: CommandContext, { names, member, stop }: Moves): Promise<number> {
  const { output } = context;
  return withClient(context, async (client) => {
    let exitCode = 0;
    const failed: string[] = [];
    for (const [index, name] of names.entries()) {
      try {
        const target = member ?? (await leastLoaded(context, client, name));
        await moveOne(context, client, { name, member: target, stop, place: { index, count: names.length } });
      } catch (error) {
        if (!isFailure(error) || error.code === 'cancelled') {
          const left = names.slice(index + 1);
          if (left.length > 0) await output.note(`not begun, and where they were: ${left.map(escapeText).join(' ')}`);
          throw error;
        }
        const problem = problemOf(error);
        await output.complain(problemLine(problem, output.isJson));
        exitCode ||= problem.exitCode;
        failed.push(name);
      }
    }
    if (failed.length > 0 && names.length > 1)
      await output.note(
        `moved ${names.length - failed.length} of ${names.length}; not moved: ${failed.map(escapeText).join(' ')}. ` +
          'Do what their reasons say, and move them again',
      );
    return exitCode;
  });
}

interface OneMove extends Params<'cluster.move'> {
  readonly place: { readonly index: number; readonly count: number };
}

async function moveOne(context: CommandContext, client: Client, { place, ...params }: OneMove): Promise<void> {
  const { output, signal, environment } = context;
  const { name, member } = params;
  const call = client.stream('cluster.move', params, { signal });
  const before = place.count === 1 ? '' : `${place.index + 1} of ${place.count}, ${escapeText(name)}: `;
  const words = Object.fromEntries(
    Object.entries(moveWords).map(([step, text]) => [step, `${before}${text}`]),
  ) as typeof moveWords;
  const { container, arrival } = await followSteps(context, call, words);
  if (output.isJson) {
    const [row] = await describeContainers(client, [container], { signal, now: environment.now() });
    await output.json({ done: { ...row, arrival } });
  } else if (!output.isQuiet)
    await output.write(
      arrival === 'verified'
        ? `moved ${name} to ${member}, where it runs in its context\n`
        : `moved ${name} to ${member}; it does not run\n`,
    );
}

/**
 * Finds the member with the least load. It asks again for each container, since each move changes the loads. Fails with
 * `container-failed` where no other member is online.
 */
async function leastLoaded({ signal }: CommandContext, client: Client, name: string): Promise<string> {
  const { cluster } = await client.request('cluster.members', {}, { signal });
  const others = (cluster?.members ?? []).filter((one) => one.name !== cluster?.member);
  const [best] = rankMembers(others, [], {});
  if (best === undefined || best.obstacle !== undefined)
    fail('container-failed', {
      name,
      reason: say('no other member of the cluster is online; see bulkheadctl cluster members'),
    });
  return best.member.name;
}
