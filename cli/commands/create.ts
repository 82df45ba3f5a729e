/** `create`: makes a container, shows each step, and leaves nothing behind when it is interrupted. */

import type { Network } from '../../contract/model/container.ts';
import { type Limits, defaultLimits } from '../../contract/model/limits.ts';
import { newContainerSchema, type CreationStep, type NewContainer } from '../../contract/operations/container.ts';
import { operations } from '../../contract/operations/index.ts';
import { cpusArgument, imageArgument, type LimitArgument, limitOf, memoryArgument, nameArgument, networkArgument, pidsArgument } from '../arguments/argument-parsers.ts';
import { type CommandContext, withClient } from '../command-context.ts';
import { type ContainerRow, describeContainers } from '../container-row.ts';
import { examples } from '../help-text.ts';
import { escapeText } from '../output/escape-text.ts';
import { formatBytes } from '../output/format-quantity.ts';
import type { Output } from '../output/output.ts';
import { createProgressLine } from '../output/progress-line.ts';
import type { Registry } from '../registry.ts';
import { UsageError } from '../usage-error.ts';

interface CreateOptions {
  readonly image: string;
  readonly memory?: LimitArgument;
  readonly cpus?: LimitArgument;
  readonly pids?: LimitArgument;
  readonly network?: Network;
  readonly confinement?: string;
  readonly start?: boolean;
}

const confinements = newContainerSchema.shape.confinement.unwrap().options;

export function addCreate({ program, act }: Registry): void {
  program
    .command('create')
    .summary('make a container')
    .description(operations['container.create'].summary)
    .argument('<name>', 'the new name', nameArgument)
    .requiredOption('--image <image>', 'image to make it from', imageArgument)
    .option('--memory <size>', `most memory, for example 512M or 2G; none for no limit (default: ${formatBytes(defaultLimits.memoryBytes)})`, memoryArgument)
    .option('--cpus <number>', 'most processor time, in cores, for example 1.5; none for no limit (the default)', cpusArgument)
    .option('--pids <number>', `most tasks; none for no limit (default: ${defaultLimits.pids})`, pidsArgument)
    .option('--network <network>', "nat, none, or bridge:NAME for one of the host's bridges (default: nat)", networkArgument)
    .option('--confinement <kind>', `how SELinux keeps it: ${confinements.join(', ')}`, confinements[0])
    .option('--start', 'start it as soon as it is made')
    .addHelpText('after', examples('create web --image debian-13 --start', 'create db --image debian-13 --memory 2G --cpus 1.5 --network none', 'create web --image debian-13 --json'))
    .action((name: string, options: CreateOptions) => act((context) => create(context, paramsOf(name, options))));
}

/** The contract's own rules, before anything is asked of a host. */
function paramsOf(name: string, options: CreateOptions): NewContainer {
  const { image, memory, cpus, pids, network, confinement, start = false } = options;
  const limits: Limits = {
    memoryBytes: memory === undefined ? defaultLimits.memoryBytes : limitOf(memory),
    cpus: cpus === undefined ? defaultLimits.cpus : limitOf(cpus),
    pids: pids === undefined ? defaultLimits.pids : limitOf(pids),
  };
  const parsed = newContainerSchema.safeParse({ name, image, limits, confinement, start, ...(network && { network }) });
  if (parsed.success) return parsed.data;
  throw new UsageError(parsed.error.issues.map(({ path, message }) => `--${optionOf(path)}: ${message}`).join('; '));
}

function optionOf(path: readonly PropertyKey[]): string {
  const field = String(path.at(-1));
  return field === 'memoryBytes' ? 'memory' : field;
}

async function create(context: CommandContext, params: NewContainer): Promise<undefined> {
  const { output, signal, surroundings } = context;
  await withClient(context, async (client) => {
    const creation = client.stream('container.create', params, { signal });
    const progress = createProgressLine(surroundings.stderr, output);
    try {
      for await (const { step, fraction } of creation) await tell(output, progress.show, { step, fraction });
    } finally {
      await progress.clear();
    }
    const [row] = await describeContainers(client, [await creation.result], { signal, now: surroundings.now() });
    if (row !== undefined) await tellDone(output, row);
  });
}

const words: Readonly<Record<CreationStep, string>> = {
  check: 'checking what was asked for',
  reserve: 'reserving its name, categories and ids',
  'prepare-image': 'preparing the image',
  mount: 'mounting its file system',
  configure: 'writing its configuration',
  start: 'starting it',
  verify: 'verifying its context',
};

async function tell(output: Output, show: (text: string) => Promise<void>, { step, fraction }: { step: CreationStep; fraction: number }): Promise<void> {
  if (output.isQuiet) return;
  if (output.isJson) await output.json({ step, fraction });
  else await show(`${String(Math.round(fraction * 100)).padStart(3)} %  ${words[step]}`);
}

async function tellDone(output: Output, row: ContainerRow): Promise<void> {
  if (output.isJson) await output.json({ done: row });
  else if (!output.isQuiet) await output.write(`created ${escapeText(row.name)} (${escapeText(row.context ?? 'context not known yet')}), ${row.state}\n`);
}
