// SPDX-License-Identifier: Apache-2.0
/**
 * Runs one command line from its words to its exit code. Everything that goes wrong becomes one line on stderr here.
 */

import { Command, CommanderError, Option } from 'commander';
import * as z from 'zod';
import { Failure } from '../contract/errors.ts';
import type { Host } from '../hosts/parse-host.ts';
import { hostsArgument } from './arguments/argument-parsers.ts';
import { addAccess } from './commands/host/access.ts';
import { addAlert } from './commands/host/alert.ts';
import { addAdopt } from './commands/containers/adopt.ts';
import { addActivity } from './commands/host/activity.ts';
import { addApply } from './commands/containers/apply.ts';
import { addDeclare } from './commands/containers/declare.ts';
import { addAsk } from './commands/policy/ask.ts';
import { addStateChanges } from './commands/containers/change-state.ts';
import { addConfine } from './commands/policy/confine.ts';
import { addConsole } from './commands/containers/console.ts';
import { addCopy } from './commands/containers/creation/copy.ts';
import { addBackup } from './commands/backups/backup.ts';
import { addPreset } from './commands/containers/preset.ts';
import { addCreate } from './commands/containers/creation/create.ts';
import { addDenials } from './commands/denials/denials.ts';
import { addBenchmark } from './commands/host/benchmark.ts';
import { addDoctor } from './commands/host/doctor.ts';
import { addDrill } from './commands/host/drill.ts';
import { addEvidence } from './commands/host/evidence.ts';
import { addExplain } from './commands/denials/explain.ts';
import { addLocalChanges } from './commands/policy/local-changes.ts';
import { addHealth } from './commands/containers/health.ts';
import { addHistory } from './commands/host/history.ts';
import { addImage } from './commands/images/image.ts';
import { addHost } from './commands/host/host.ts';
import { addCgroups } from './commands/host/cgroups.ts';
import { addCluster } from './commands/host/cluster.ts';
import { addInfo } from './commands/host/info.ts';
import { addLabel } from './commands/policy/label.ts';
import { addFile } from './commands/files/file.ts';
import { addList } from './commands/containers/list.ts';
import { addMetrics } from './commands/host/metrics.ts';
import { addNetwork } from './commands/host/network.ts';
import { addPolicy } from './commands/policy/policy.ts';
import { addPort } from './commands/containers/port.ts';
import { addRemedy } from './commands/policy/remedy.ts';
import { addRename } from './commands/containers/rename.ts';
import { addSet } from './commands/containers/set.ts';
import { addLogs } from './commands/containers/logs.ts';
import { addSelinux } from './commands/host/selinux.ts';
import { addShow } from './commands/containers/show.ts';
import { addStats } from './commands/containers/stats.ts';
import { addTop } from './commands/containers/top.ts';
import { addClone } from './commands/containers/creation/clone.ts';
import { addSnapshots } from './commands/containers/snapshots/snapshots.ts';
import { addTag } from './commands/containers/tag.ts';
import { addTransfers } from './commands/containers/snapshots/transfers.ts';
import { addVolume } from './commands/containers/volume.ts';
import { addAudit } from './commands/host/audit.ts';
import { addCompletion } from './commands/completion.ts';
import { addHelp } from './commands/help.ts';
import { replaceFormerNames } from './former-names.ts';
import { readDefaultHost } from './default-host.ts';
import { commandOf, pathOf } from './find-command.ts';
import { examples } from './format/help-text.ts';
import { joinDescriptions } from './format/join-lines.ts';
import {
  createOutput,
  ignoreErrorEvents,
  type Output,
  type OutputChoices,
  OutputClosedError,
} from './output/output.ts';
import { protectOperands } from './protect-operands.ts';
import { exitCodes, problemLine } from './format/problem-line.ts';
import { problemOf } from './format/problem.ts';
import type { CommandEnvironment } from './command-environment.ts';
import type { Registry } from './registry.ts';
import { UsageError } from './usage-error.ts';
import { loadYaml } from './yaml/load-yaml.ts';

const formats = ['table', 'json', 'yaml'] as const;

const choicesSchema = z.object({
  host: z.custom<readonly [Host, ...Host[]]>().optional(),
  json: z.boolean().default(false),
  format: z.enum(formats).optional(),
  quiet: z.boolean().default(false),
  wide: z.boolean().default(false),
});

export async function run(given: readonly string[], environment: CommandEnvironment): Promise<number> {
  const words = protectOperands(replaceFormerNames(given));
  const heedErrors = ignoreErrorEvents(environment);
  try {
    return await execute(words, environment);
  } catch (error) {
    if (error instanceof OutputClosedError) return exitCodes.done;
    return await tellProblem(error, createOutput(environment, { isJson: asksForJson(words), isQuiet: false }));
  } finally {
    heedErrors();
  }
}

/** What commander answers by itself, and ends with. */
const answers = ['commander.helpDisplayed', 'commander.version'];

/** Writes what went wrong, and gives the exit code. */
export async function tellProblem(error: unknown, output: Output): Promise<number> {
  const problem = problemOf(error === 'interrupted' ? new Failure('cancelled', {}) : error);
  await output.complain(problemLine(problem, output.isJson));
  return problem.exitCode;
}

async function execute(words: readonly string[], environment: CommandEnvironment): Promise<number> {
  const text = { forStdout: '' };
  const program = createProgram(environment.version, (written) => (text.forStdout += written));
  let exitCode: number = exitCodes.done;

  const act: Registry['act'] = async (action, { severalHosts = false, needsHost = true } = {}) => {
    const choices = choicesSchema.parse(program.opts());
    const hosts = choices.host ?? ([await hostWithoutOption(needsHost, environment)] as const);
    if (hosts.length > 1 && !severalHosts)
      throw new UsageError('--host is given several times, which only denials and activity take');
    const output = createOutput(environment, outputChoices(choices));
    const interruption = new AbortController();
    const stopListening = environment.onInterrupt(() => interruption.abort(new Failure('cancelled', {})));
    try {
      exitCode =
        (await action({ host: hosts[0], hosts, output, environment, signal: interruption.signal })) ?? exitCodes.done;
    } finally {
      stopListening();
    }
  };

  addCommands({ program, act });
  try {
    await program.parseAsync([...words], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (!answers.includes(error.code)) throw new UsageError(usageProblem(error, commandOf(program, words)));
  }
  if (text.forStdout !== '') await createOutput(environment, { isJson: false, isQuiet: false }).write(text.forStdout);
  return exitCode;
}

async function hostWithoutOption(needsHost: boolean, { variables }: CommandEnvironment): Promise<Host> {
  return needsHost ? (await readDefaultHost(variables)).host : { kind: 'local' };
}

function outputChoices({ json, format, quiet, wide }: z.output<typeof choicesSchema>): OutputChoices {
  if (json && format !== undefined && format !== 'json')
    throw new UsageError(`--json and --format ${format} exclude each other`);
  if (format === 'yaml')
    return {
      isJson: true,
      isQuiet: quiet,
      isWide: wide,
      formatValue: async (value) => (await loadYaml()).formatYaml(value),
    };
  return { isJson: json || format === 'json', isQuiet: quiet, isWide: wide };
}

/** The commands as the help shows them: by what they are about, the most used first. */
const groups: readonly (readonly [heading: string, commands: readonly ((registry: Registry) => void)[]])[] = [
  [
    'Containers:',
    [
      ...[addList, addShow, addCreate, addStateChanges, addConsole, addLogs, addStats, addTop, addHistory, addHealth],
      ...[
        addSet,
        addTag,
        addRename,
        addClone,
        addCopy,
        addTransfers,
        addFile,
        addApply,
        addDeclare,
        addPreset,
        addAdopt,
      ],
    ],
  ],
  ['Isolation:', [addAudit, addDrill, addEvidence, addConfine, addBenchmark]],
  ['Denials and policy:', [addDenials, addExplain, addRemedy, addAsk, addLabel, addPolicy, addLocalChanges]],
  ['Storage:', [addSnapshots, addBackup, addVolume, addImage]],
  ['Network:', [addPort, addNetwork]],
  [
    'Host:',
    [
      ...[
        addInfo,
        addDoctor,
        addSelinux,
        addCgroups,
        addActivity,
        addAccess,
        addAlert,
        addMetrics,
        addCluster,
        addHost,
      ],
      ...[addCompletion, addHelp],
    ],
  ],
];

function addCommands(registry: Registry): void {
  for (const [heading, commands] of groups) {
    registry.program.commandsGroup(heading);
    for (const add of commands) add(registry);
  }
  joinDescriptions(registry.program);
}

/** The whole command line, to be described and not to be run: for manual pages and completion. */
export function describedProgram(): Command {
  const program = createProgram('', () => undefined);
  addCommands({ program, act: () => Promise.resolve() });
  return program;
}

/** Must be complete before the commands are added: they inherit from it. */
function createProgram(version: string, onAnswer: (text: string) => void): Command {
  return new Command('bulkheadctl')
    .usage('[--host HOST] [--json | --format FORMAT] [--quiet] [--wide] COMMAND ...')
    .description('Works with containers that SELinux isolates, on this host or another.')
    .option(
      '--host <host>',
      'local, lab, or ssh://[user@]host[:port] (default: BULKHEAD_HOST, or what host use chose, or local); several ' +
        'times for denials and activity',
      hostsArgument,
    )
    .option('--json', 'results as JSON: one value, or a line for each item of a list')
    .addOption(
      new Option(
        '--format <format>',
        'how results are written: table is text for people (the default), yaml a document for each line of JSON',
      ).choices(formats),
    )
    .option('--wide', 'tables with all columns, also where the terminal has no room for them')
    .option('--quiet', 'only results and errors, no progress and no remarks')
    .version(`bulkheadctl ${version}`, '--version', 'the version of this program; info has the one of the helper')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeOut: onAnswer, writeErr: () => undefined })
    .addHelpText(
      'after',
      exitCodeHelp +
        examples(
          'ls',
          'create web --image debian-13 --start',
          'shell web',
          'denials --since 2h --container web',
          'COMMAND --help',
        ),
    );
}

const exitCodeHelp = [
  '',
  'Exit codes: 0 done, 1 failed, 2 usage, 3 not authorised, 4 cannot reach the host, 5 something differs ' +
    '(apply --dry-run), 6 not known (policy prove, policy verify-proof, policy replay). That of exec and shell is the ' +
    "command's.",
  'With --json, and with --format yaml, an error is {"error":{"code","message","data"}} on stderr.',
  '',
].join('\n');

/**
 * Describes what is wrong with the words. Another command that is only written alike may stop or change something, so
 * none is proposed for an unknown one.
 */
function usageProblem({ code, message }: CommanderError, command: Command): string {
  const hint = `see ${pathOf(command).join(' ')} --help`;
  if (code === 'commander.help') return `no command is given; ${hint}`;
  const problem = code === 'commander.unknownCommand' ? message.replace(/\s*\(Did you mean .*\)/s, '') : message;
  return `${problem
    .replace(/^error: /, '')
    .replace(/\s+/g, ' ')
    .replace(/\.$/, '')}; ${hint}`;
}

/** The command line may be too broken to be parsed; what stands after `--` belongs to the container's command. */
function asksForJson(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  const own = words.slice(0, end === -1 ? undefined : end);
  return own.some((word, place) => isFormatOfValues(word, own[place - 1]));
}

function isFormatOfValues(word: string, before: string | undefined): boolean {
  return word === '--json' || /^--format=(?:json|yaml)$/.test(before === '--format' ? `--format=${word}` : word);
}
