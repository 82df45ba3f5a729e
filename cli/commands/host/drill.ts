// SPDX-License-Identifier: Apache-2.0
/**
 * `drill`: attacks a throw-away container from another, on one host or across two members of a cluster, or probes the
 * isolation of a container in use, and says what blocked each attempt.
 */

import { type Command, Option } from 'commander';
import {
  drillContainerStepLabels,
  drillMembersStepLabels,
  drillStepLabels,
} from '../../../contract/wording/isolation/drill-labels.ts';
import { drillImage } from '../../../contract/rules/drill-image.ts';
import { isFailure } from '../../../contract/errors.ts';
import type { DrillReportSummary, DrillSchedule, SignedDrillReport } from '../../../contract/model/drill.ts';
import { operations, type Params } from '../../../contract/operations/index.ts';
import type { Client } from '../../../rpc/client.ts';
import {
  imageArgument,
  nameArgument,
  probeArgument,
  reportArgument,
  timeArgument,
} from '../../arguments/argument-parsers.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { followDrill, tellReport, writeReport } from '../../format/drill-report.ts';
import { examples } from '../../format/help-text.ts';
import { escapeText } from '../../../report/escape-text.ts';
import { absent, type Column, formatTable } from '../../output/format-table.ts';
import { exitCodes } from '../../format/problem-line.ts';
import type { Registry } from '../../registry.ts';
import { compareReports } from './drill-compare.ts';
import { importDebian } from '../images/image.ts';
import { confirm } from '../../terminal/confirm.ts';
import { UsageError } from '../../usage-error.ts';

interface RunOptions {
  readonly report?: string;
  readonly probe?: readonly string[];
  readonly container?: string;
  readonly yes?: boolean;
  readonly member?: string;
  readonly image?: string;
  readonly pool?: string;
  /** Is true where the option stands without a time. */
  readonly schedule?: string | true;
}

const description =
  `${operations['drill.run'].summary}
With --container it tries the isolation of a container that is in use, with attempts that ` +
  `change nothing, and asks first, unless --yes or --json is given.
With --member, --image and --pool Incus creates the attacker and the victim, and the attempts are made with both on ` +
  `the member that is asked, and again with the victim on the named one.
Ends with 0 only when every probe was blocked, with evidence, by a layer that should ` +
  'block it.';

export function addDrill({ program, act }: Registry): void {
  const drill = program
    .command('drill')
    .summary('test isolation by attacking it')
    .description('The isolation drill: what an attacker in one container can do to another, and to the host.');
  drill
    .command('run')
    .summary('run the drill')
    .description(description)
    .option('--report <folder>', 'write the signed report there, as HTML and as JSON')
    .option(
      '--probe <name>',
      'try this one only, and file-read, which shows whether SELinux isolates; may be given several times',
      probeArgument,
    )
    .option('--container <name>', 'test the isolation of this container instead, without changing it', nameArgument)
    .option('--yes', 'with --container: do not ask')
    .option(
      '--member <member>',
      'attack across two members of a cluster of Incus, the victim being moved to this one; needs --image and --pool',
      nameArgument,
    )
    .option('--image <image>', 'with --member: an image that Incus has, by its alias or fingerprint', imageArgument)
    .option(
      '--pool <pool>',
      'with --member: a storage pool, best of block devices: lvm, ceph, or zfs with zfs.block_mode',
      nameArgument,
    )
    // The option `--schedule` is how "drill schedule" was written before.
    .addOption(new Option('--schedule [time]').argParser(timeArgument).hideHelp())
    .addHelpText(
      'after',
      examples(
        'drill run',
        'drill run --report /root/drill',
        'drill run --probe kernel-module --probe ipc-shared',
        'drill run --container web',
        'drill run --member two --image debian-13 --pool fast',
        'drill run --json',
      ),
    )
    .action((options: RunOptions) => act((context) => run(context, options)));
  drill
    .command('schedule')
    .summary('run it every night')
    .description(operations['drill.schedule'].summary)
    .argument('[time]', 'the time of day by the clock of the host (default: 03:00)', timeArgument)
    .addHelpText('after', examples('drill schedule', 'drill schedule 04:30'))
    .action((time: string | undefined) => act((context) => scheduleNightly(context, time)));
  drill
    .command('unschedule')
    .summary('run it every night no more')
    .description(operations['drill.unschedule'].summary)
    .addHelpText('after', examples('drill unschedule'))
    .action(() => act(unschedule));
  drill
    .command('ls')
    .summary('list the reports of the host, and when the next drill is scheduled')
    .description(operations['drill.list'].summary)
    .addHelpText('after', examples('drill ls', 'drill ls --json'))
    .action(() => act(list));
  addCompare(drill, act);
}

function addCompare(drill: Command, act: Registry['act']): void {
  drill
    .command('compare')
    .summary('compare two reports of the host, probe by probe')
    .description(
      `Compares two reports that the host keeps: the probes whose result, or the layers that blocked them, are not the
same, and what of the host has changed between the runs. Ends with 1 where the later report has a probe that is no
longer blocked.`,
    )
    .argument('<before>', 'the earlier report, by its id of "drill ls"', reportArgument)
    .argument('<after>', 'the later report', reportArgument)
    .option('--all', 'show the probes without a difference, too')
    .addHelpText(
      'after',
      examples(
        'drill compare 20261125T014506Z-cbac9a 20261126T014506Z-0a1b2c',
        'drill compare --all 20261125T014506Z-cbac9a 20261126T014506Z-0a1b2c',
      ),
    )
    .action((before: string, after: string, { all = false }: { readonly all?: boolean }) =>
      act((context) => compareReports(context, { before, after, isAll: all })),
    );
}

const reportColumns: readonly Column<DrillReportSummary>[] = [
  { title: 'REPORT', cell: ({ id }) => id },
  { title: 'TRIED ON', cell: triedOn },
  { title: 'PASSED', cell: ({ passed }) => String(passed), isNumber: true },
  { title: 'FAILED', cell: ({ failed }) => String(failed), isNumber: true },
  { title: 'NEW HOLES', cell: ({ newHoles }) => newHoles.join(', ') || absent },
];

/** A container in use, or the members of a cluster; absent for a drill between two throw-away containers. */
function triedOn({ container, members }: DrillReportSummary): string {
  if (members !== undefined) return `members ${members.first}, ${members.second}`;
  return container ?? absent;
}

async function run(context: CommandContext, options: RunOptions): Promise<number> {
  const { report: folder, container, yes = false, schedule } = options;
  const { output } = context;
  if (schedule !== undefined) {
    if (Object.keys(options).length > 1)
      throw new UsageError(
        '--schedule takes no other option: what runs at night is the whole drill, and its reports are kept on the host',
      );
    return scheduleNightly(context, schedule === true ? undefined : schedule);
  }
  checkOptions(options);
  if (container !== undefined && !yes) {
    if (!output.isJson) await output.complain(whatItDoes(escapeText(container)));
    if (!(await confirm(context, 'Begin?'))) {
      await output.note('Nothing was done.');
      return exitCodes.failed;
    }
  }
  const signed = await withImage(context, options, () =>
    withClient(context, (client) => follow(context, client, options)),
  );
  if (folder !== undefined) await writeReport(folder, signed);
  return tellReport(context, signed);
}

/** Begins a drill. Where the host has no image for it, makes one, which is kept, and begins again. */
async function withImage<T>(context: CommandContext, options: RunOptions, begin: () => Promise<T>): Promise<T> {
  const { output } = context;
  try {
    return await begin();
  } catch (error) {
    if (!isFailure(error, 'image-not-found') || options.member !== undefined || output.isJson) throw error;
    const { name, description, packages } = drillImage;
    await output.note(
      `The drill needs an image with Perl, and the host has none: ${name} is made of Debian, and kept.`,
    );
    await importDebian(context, { as: name, description, suite: 'stable', include: packages });
    return begin();
  }
}

/** Rejects options of a drill that do not go together when it runs now. */
function checkOptions(options: RunOptions): void {
  const { probe, container, yes = false } = options;
  const members = membersOf(options);
  if (members !== undefined && (container !== undefined || probe !== undefined))
    throw new UsageError(
      '--member is for a drill of its own between two throw-away containers of Incus, with attempts of its own; ' +
        'leave out --container and --probe',
    );
  if (container !== undefined && probe !== undefined)
    throw new UsageError(
      '--probe chooses from the attempts between two throw-away containers; with --container all that change nothing are tried',
    );
  if (container === undefined && yes) throw new UsageError('--yes answers what --container asks');
}

/** Undefined where it is no drill across members. */
function membersOf({ member, image, pool }: RunOptions): Params<'drill.members'> | undefined {
  if (member === undefined && image === undefined && pool === undefined) return undefined;
  if (member === undefined || image === undefined || pool === undefined)
    throw new UsageError(
      '--member, --image and --pool are needed together, for a drill across two members of a cluster',
    );
  return { member, image, pool };
}

function follow(context: CommandContext, client: Client, options: RunOptions): Promise<SignedDrillReport> {
  const { probe, container } = options;
  const { signal } = context;
  const members = membersOf(options);
  if (members !== undefined)
    return followDrill(context, client.stream('drill.members', members, { signal }), drillMembersStepLabels);
  if (container !== undefined)
    return followDrill(
      context,
      client.stream('drill.container', { name: container }, { signal }),
      drillContainerStepLabels,
    );
  const params = probe === undefined ? {} : { probes: [...probe] };
  return followDrill(context, client.stream('drill.run', params, { signal }), drillStepLabels);
}

async function scheduleNightly(context: CommandContext, at: string | undefined): Promise<number> {
  const { output, signal } = context;
  const { schedule } = await withClient(context, (client) =>
    client.request('drill.schedule', at === undefined ? {} : { at }, { signal }),
  );
  if (output.isJson) await output.json(scheduleJson(schedule));
  else if (!output.isQuiet)
    await output.write(`every night at ${schedule.at}, next ${new Date(schedule.nextAt * 1000).toISOString()}\n`);
  return exitCodes.done;
}

async function unschedule(context: CommandContext): Promise<undefined> {
  await withClient(context, (client) => client.request('drill.unschedule', {}, { signal: context.signal }));
  if (context.output.isJson) await context.output.json({});
}

function scheduleJson({ at, nextAt, user }: DrillSchedule): object {
  return { schedule: { at, next: nextAt, user } };
}

function whatItDoes(name: string): string {
  return (
    `This tries the isolation of ${name} while it runs:
- A throw-away container is created, and ${name}'s files and processes are made reachable ` +
    'in it by path, read-only. It tries to list, read, and ask whether it could signal; of ' +
    `what it can read only the amount is reported.
- As root inside ${name}, in its own domain, a program (perl) tries the ` +
    `host's kernel, SELinux and network. It writes only what is there already, or what the ` +
    `kernel rejects right after the check.
- Nothing of ${name} is changed, except for short-lived files in its /dev and /tmp. All its ` +
    `layers stay, its limits are not tried, and nobody can stop or change it meanwhile.
- Its denials are logged, and can be seen as such. The throw-away container is removed ` +
    `at the end.
`
  );
}

async function list(context: CommandContext): Promise<undefined> {
  const { output, signal } = context;
  const { reports, schedule } = await withClient(context, (client) => client.request('drill.list', {}, { signal }));
  if (output.isJson) {
    for (const report of reports) await output.json(report);
    if (schedule !== undefined) await output.json(scheduleJson(schedule));
    return;
  }
  await output.write(formatTable(reports, reportColumns, output));
  if (schedule !== undefined) await output.note(`Runs every night at ${schedule.at}, by ${schedule.user}.`);
}
