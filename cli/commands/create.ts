/** `create`: makes a container, shows each step, and leaves nothing behind when it is interrupted. */

import { type Confinement, confinementSchema, defaultLearnSeconds, type Network, type ServedPortNumber } from '../../contract/model/container.ts';
import { newContainerSchema, type CreationStep, type NewContainer } from '../../contract/operations/container.ts';
import { operations } from '../../contract/operations/index.ts';
import { imageArgument, learnArgument, nameArgument, networkArgument, portArgument } from '../arguments/argument-parsers.ts';
import { limitOptions, limitsOfOptions, type LimitValues } from '../arguments/limit-options.ts';
import { limitName } from '../arguments/limits-argument.ts';
import { type VolumeArgument, volumesArgument } from '../arguments/volume-argument.ts';
import { type CommandContext, withClient } from '../command-context.ts';
import { type ContainerRow, describeContainers } from '../container-row.ts';
import { followVolumeChange } from '../follow-volume-change.ts';
import { examples } from '../help-text.ts';
import { escapeText } from '../output/escape-text.ts';
import type { Output } from '../output/output.ts';
import { createProgressLine } from '../output/progress-line.ts';
import { followPolicyChange } from '../policy-progress.ts';
import type { Registry } from '../registry.ts';
import { UsageError } from '../usage-error.ts';

interface CreateOptions extends LimitValues {
  readonly image: string;
  readonly network?: Network;
  readonly confinement?: Confinement;
  readonly port?: readonly ServedPortNumber[];
  readonly learn?: number;
  readonly volume?: readonly VolumeArgument[];
  readonly start?: boolean;
}

export function addCreate({ program, act }: Registry): void {
  const command = program
    .command('create')
    .summary('make a container')
    .description(operations['container.create'].summary)
    .argument('<name>', 'the new name', nameArgument)
    .requiredOption('--image <image>', 'image to make it from', imageArgument);
  for (const { name, value, words, parse } of limitOptions) command.option(`--${name} ${value}`, words, parse);
  command
    .option('--network <network>', "nat, none, or bridge:NAME for one of the host's bridges (default: nat)", networkArgument)
    .option('--confinement <kind>', `how SELinux keeps it: ${confinementSchema.options.join(', ')}`, 'shared')
    .option('--port <port>', 'a port that it listens on in a domain of its own, 80 or 53/udp; may stand several times', portArgument)
    .option('--learn <span>', 'how long it learns, when that is its confinement, for example 30m (default: 1h)', learnArgument)
    .option('--volume <volume>', 'a folder of the host and where the container sees it, SRC:DST or SRC:DST:ro; may stand several times', volumesArgument)
    .option('--start', 'start it as soon as it is made')
    .addHelpText('after', examples('create web --image debian-13 --start', 'create db --image debian-13 --memory 2G --cpus 1.5 --network none', 'create shop --image debian-13 --confinement own --port 80 --port 443 --start', 'create web --image debian-13 --volume /srv/pages:/var/www:ro --start', 'create web --image debian-13 --json'))
    .action((name: string, options: CreateOptions) => act((context) => create(context, paramsOf(name, options), options)));
}

/** The contract's own rules, before anything is asked of a host. */
function paramsOf(name: string, options: CreateOptions): NewContainer {
  const { image, network, confinement = 'shared', port = [], volume = [], start = false } = options;
  const limits = limitsOfOptions(options);
  const parsed = newContainerSchema.safeParse({ name, image, limits, ...confinedAs(confinement, start && volume.length === 0), ports: [...port], ...(network && { network }) });
  if (parsed.success) return parsed.data;
  throw new UsageError(parsed.error.issues.map(({ path, message }) => `--${optionOf(path)}: ${message}`).join('; '));
}

/** A container that is to learn is made in a domain of its own first, and started when that learns: what it does from its first moment on counts. */
function confinedAs(confinement: string, start: boolean): { readonly confinement: string; readonly start: boolean } {
  return confinement === 'learning' ? { confinement: 'own', start: false } : { confinement, start };
}

function optionOf(path: readonly PropertyKey[]): string {
  return path[0] === 'limits' ? limitName(path.at(-1)) : String(path.at(-1));
}

async function create(context: CommandContext, params: NewContainer, { confinement, learn = defaultLearnSeconds, volume = [], start = false }: CreateOptions): Promise<undefined> {
  const { output, signal, surroundings } = context;
  await withClient(context, async (client) => {
    const creation = client.stream('container.create', params, { signal });
    const progress = createProgressLine(surroundings.stderr, output);
    try {
      for await (const { step, fraction } of creation) await tell(output, progress.show, { step, fraction });
    } finally {
      await progress.clear();
    }
    let made = await creation.result;
    // Each is a right of its own; what cannot be given leaves the container made and stopped, and says so.
    for (const chosen of volume) made = await followVolumeChange(context, client.stream('volume.attach', { name: params.name, ...chosen }, { signal }));
    if (confinement === 'learning') {
      const learning = client.stream('container.confine', { name: params.name, confinement, ports: params.ports ?? [], learnSeconds: learn }, { signal });
      made = (await followPolicyChange(context, learning)).container;
    }
    if (start && made.initPid === null) made = await client.request('container.start', { name: params.name }, { signal });
    const [row] = await describeContainers(client, [made], { signal, now: surroundings.now() });
    if (row !== undefined) await tellDone(output, row);
  });
}

const words: Readonly<Record<CreationStep, string>> = {
  check: 'checking what was asked for',
  reserve: 'reserving its name, categories and ids',
  policy: 'compiling and loading its policy module',
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
