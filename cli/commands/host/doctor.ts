// SPDX-License-Identifier: Apache-2.0
/** `doctor`: what a host lacks, what that means, and what fixes it; also where its helper does not answer. */

import { type HostCheck, hostCheckSchema } from '../../../contract/model/host/host-check.ts';
import { checkFromHere, keepsFromHelper } from '../../../hosts/doctor/check-from-here.ts';
import type { Client } from '../../../rpc/client.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { checkJson, checkText } from '../../../report/check-text.ts';
import { examples } from '../../format/help-text.ts';
import { exitCodes } from '../../format/problem-line.ts';
import { escapeText } from '../../../report/escape-text.ts';
import { writeReport } from '../../host-report/write-report.ts';
import type { Registry } from '../../registry.ts';
import { UsageError } from '../../usage-error.ts';

interface DoctorOptions {
  readonly fix?: string;
  readonly report?: string;
  readonly withNames?: boolean;
  readonly withContainers?: boolean;
  readonly force?: boolean;
}

const description = `Checks each prerequisite of a host: kernel, cgroups, polkit, SELinux with Bulkhead's modules, LXC, its network,
subordinate ids, the log of denials, disk, clock. Each check comes with what it means, and with what fixes it.
Where the helper cannot be reached, it says what this machine knows about that: socket, group, services, SELinux.
The exit code is 1 when a check fails, also by --fix. Nothing is changed, except by --fix, where the helper can.
With --report everything that somebody needs who does not see the host is written into one text: versions, checks,
units, the check of the policy, the audit of isolation, and the denials of Bulkhead's own domains. Names of containers,
addresses and paths of people are replaced by placeholders.`;

export function addDoctor({ program, act }: Registry): void {
  program
    .command('doctor')
    .summary('find what the host lacks, and fix it')
    .description(description)
    .option('--fix <id>', 'fix the check with this id')
    .option('--report <file>', 'write a report of the host to this file; - is stdout')
    .option('--with-names', 'with --report: leave names, addresses and paths as they are')
    .option('--with-containers', 'with --report: also the denials of containers')
    .option('--force', 'with --report: replace a file that is there')
    .addHelpText(
      'after',
      examples(
        'doctor',
        'doctor --json | jq -r \'select(.state != "ok").message\'',
        'doctor --fix bridge',
        'doctor --report -',
      ),
    )
    .action((options: DoctorOptions) => act((context) => runDoctor(context, options)));
}

async function runDoctor(
  context: CommandContext,
  { fix, report, withNames = false, withContainers = false, force = false }: DoctorOptions,
): Promise<number> {
  if (report !== undefined) {
    if (fix !== undefined) throw new UsageError('--report and --fix do not go together: a report changes nothing');
    return writeReport(context, { file: report, withNames, withContainers, isForced: force, checksOf });
  }
  if (withNames || withContainers || force)
    throw new UsageError('--with-names, --with-containers and --force belong to --report');
  return fix === undefined ? checkHost(context) : withClient(context, (client) => fixCheck(context, client, fix));
}

async function checkHost(context: CommandContext): Promise<number> {
  return showChecks(context, await checksOf(context));
}

async function checksOf(context: CommandContext): Promise<readonly HostCheck[]> {
  const { host, signal, environment } = context;
  try {
    return await withClient(context, async (client) => (await client.request('doctor.check', {}, { signal })).checks);
  } catch (error) {
    if (!keepsFromHelper(error)) throw error;
    const checks = await checkFromHere({ host, error, read: environment.readClientFacts }, signal);
    return checks.map((check) => hostCheckSchema().parse(check));
  }
}

/** Looks first, so that nothing is asked of the helper that it would not do. */
async function fixCheck(context: CommandContext, client: Client, id: string): Promise<number> {
  const { signal } = context;
  const { checks } = await client.request('doctor.check', {}, { signal });
  const check = checks.find((one) => one.id === id);
  if (check === undefined)
    throw new Error(`cannot fix ${escapeText(id)}: there is no such check; see bulkheadctl doctor`);
  if (check.fix === null) return showChecks(context, [check]);
  if (check.fix.by === 'helper')
    return showChecks(context, [await client.request('doctor.fix', { check: check.fix.check }, { signal })]);
  const commands = check.fix.by === 'commands' ? `: ${check.fix.commands.join(' && ')}` : '';
  throw new Error(`cannot fix ${escapeText(id)} from here; apply it manually: ${check.fix.summary}${commands}`);
}

/** Gives the exit code. */
async function showChecks({ output }: CommandContext, checks: readonly HostCheck[]): Promise<number> {
  if (output.isJson) for (const check of checks) await output.json(checkJson(check));
  else await output.write(checks.map((check) => checkText(check, output.paint)).join(''));
  const failed = checks.filter(({ state }) => state === 'fail').length;
  if (failed > 0) await output.note(`${failed} of ${checks.length} checks failed.`);
  return failed > 0 ? exitCodes.failed : exitCodes.done;
}
