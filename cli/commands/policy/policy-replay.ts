// SPDX-License-Identifier: Apache-2.0
/** `policy replay`: what a changed policy would have denied, and allowed, of what was recorded on a host. */

import type { Replay } from '../../../contract/model/policy/replay.ts';
import { describeReplayed, replay } from '../../../sepolicy/replay/replay.ts';
import { countArgument, nameArgument } from '../../arguments/argument-parsers.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import { exitCodes } from '../../format/problem-line.ts';
import { replayJson, replayText } from '../../format/replay-text.ts';
import { kernelPolicy, readPolicyFile } from '../../policy-file.ts';
import { readChangedPolicy } from '../../policy-check/changed-policy.ts';
import type { Registry } from '../../registry.ts';
import { UsageError } from '../../usage-error.ts';

interface ReplayOptions {
  readonly policy?: string;
  readonly boolean?: string;
  readonly loaded?: string;
  readonly container?: string;
  readonly days: number;
}

export function addPolicyReplay({ program, act }: Registry): void {
  program
    .command('replay')
    .summary('say what a changed policy would have denied')
    .description(
      'Asks a changed policy about the accesses that were recorded on the host: what took place while a domain was ' +
        'permissive, and what was denied. Says which of them it would deny that are allowed now, and which it would ' +
        'allow, each with the rule or constraint that decides. Nothing is installed. The exit code is 1 when it would ' +
        'deny something, and 6 when it denies nothing that is known but not all is known.',
    )
    .argument('[module]', 'a module in CIL, which replaces an installed one of the same name')
    .option('--policy <file>', 'a whole policy instead: a compiled one, such as that of an upgrade, or its CIL text')
    .option('--boolean <name=value>', 'the loaded policy with this boolean on or off instead')
    .option('--days <number>', 'how far back to look', countArgument, 14)
    .option('--container <name>', 'only what this container did', nameArgument)
    .option('--loaded <file>', 'the policy that the host has loaded; for another host than this one')
    .addHelpText(
      'after',
      examples(
        'policy replay web.cil',
        'policy replay --policy policy.34',
        'policy replay --boolean domain_can_mmap_files=off --days 30',
        'policy replay web.cil --container web --json',
      ),
    )
    .action((module: string | undefined, options: ReplayOptions) =>
      act((context) => runReplay(context, module, options)),
    );
}

async function runReplay(context: CommandContext, module: string | undefined, options: ReplayOptions): Promise<number> {
  const { output, signal, host } = context;
  const { policy, boolean, loaded, container, days } = options;
  if ([module, policy, boolean].filter((one) => one !== undefined).length !== 1)
    throw new UsageError('one change is tried: a module, --policy, or --boolean');
  if (loaded === undefined && host.kind !== 'local')
    throw new UsageError(
      "another host's policy cannot be read from here; copy its /sys/fs/selinux/policy, for --loaded",
    );
  const loadedPath = loaded ?? kernelPolicy;
  const present = await readPolicyFile(loadedPath);
  const change = { module, policy, boolean, loadedPath, isOfHost: loaded === undefined, signal };
  const { changed, remarks } = await readChangedPolicy(present, change);
  for (const remark of remarks) await output.note(remark);
  const { accesses, recording } = await withClient(context, (client) =>
    client.request('policy.recorded', { days, ...(container !== undefined && { container }) }, { signal }),
  );
  const found = describeReplayed(replay(accesses, { present: { policy: present }, changed }), accesses, recording);
  if (output.isJson) await output.json(replayJson(found));
  else await output.write(replayText(found));
  return exitCodeOf(found);
}

function exitCodeOf({ deniedCount, unknownCount }: Replay): number {
  if (deniedCount > 0) return exitCodes.failed;
  return unknownCount > 0 ? exitCodes.unknown : exitCodes.done;
}
