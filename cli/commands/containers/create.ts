// SPDX-License-Identifier: Apache-2.0
/** `create`: makes a container, shows each step, and leaves nothing behind when it is interrupted. */

import {
  type Confinement,
  confinementSchema,
  defaultLearnSeconds,
  type Network,
} from '../../../contract/model/containers/container.ts';
import { changedSettings, noSettings } from '../../../contract/model/containers/settings.ts';
import type { Publication } from '../../../contract/model/containers/publication.ts';
import { newContainerSchema, type NewContainer } from '../../../contract/operations/container.ts';
import { operations } from '../../../contract/operations/index.ts';
import {
  imageArgument,
  learnArgument,
  nameArgument,
  networkArgument,
  tagArgument,
} from '../../arguments/argument-parsers.ts';
import {
  addDomainOptions,
  describeChoices,
  type DomainOptions,
  readDomainOptions,
} from '../../arguments/domain-options.ts';
import { limitOptions, limitsOfOptions, type LimitValues } from '../../arguments/limit-options.ts';
import { settingsArgument, settingWords } from '../../arguments/settings-argument.ts';
import { limitName } from '../../arguments/limits-argument.ts';
import { publicationsArgument } from '../../arguments/publication-argument.ts';
import { type VolumeArgument, volumesArgument } from '../../arguments/volume-argument.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { followCreation } from '../../follow/follow-creation.ts';
import { examples } from '../../format/help-text.ts';
import type { Registry } from '../../registry.ts';
import { UsageError } from '../../usage-error.ts';

interface CreateOptions extends LimitValues, DomainOptions {
  readonly image: string;
  readonly network?: Network;
  readonly address?: string;
  readonly confinement?: Confinement;
  readonly learn?: number;
  readonly volume?: readonly VolumeArgument[];
  readonly share?: boolean;
  readonly publish?: readonly Publication[];
  readonly tag?: readonly string[];
  readonly setting?: readonly string[];
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
    .option(
      '--network <network>',
      "nat, none, bridge:NAME for one of the host's bridges, or macvlan:INTERFACE (default: nat)",
      networkArgument,
    )
    .option('--address <address>', 'a fixed IPv4 address on the bridge; network ls has the next one that is free')
    .option('--confinement <kind>', `how SELinux keeps it: ${confinementSchema.options.join(', ')}`, 'shared')
    .option(
      '--learn <span>',
      'how long it learns, when that is its confinement, for example 30m (default: 1h)',
      learnArgument,
    )
    .option(
      '--volume <volume>',
      'a folder of the host and where the container sees it, SRC:DST or SRC:DST:ro; may be given several times',
      volumesArgument,
    )
    .option('--share', 'also give it volumes that other stopped containers have')
    .option(
      '--publish <port>',
      'a port of the host and the one of the container behind it, [ADDRESS:]HOSTPORT:PORT[/udp]; may be given several times',
      publicationsArgument,
    )
    .option('--tag <tag>', 'a word to find and group it by; may be given several times', tagArgument)
    .option(
      '--setting <key=value>',
      `one of ${settingWords.join(', ')}, as set takes it; may be given several times`,
      (word: string, before: readonly string[] | undefined) => [...(before ?? []), word],
    )
    .option('--start', 'start it as soon as it is created');
  addDomainOptions(command)
    .addHelpText('after', describeChoices())
    .addHelpText(
      'after',
      examples(
        'create web --image debian-13 --start',
        'create db --image debian-13 --memory 2G --cpus 1.5 --network none',
        'create shop --image debian-13 --confinement own --profile web --start',
        'create git --image debian-13 --confinement own --listen 22 --allow connect --start',
        'create app --image debian-13 --confinement own --listen 80 --allow connect:postgresql_port_t --start',
        'create web --image debian-13 --volume /srv/pages:/var/www:ro --start',
        'create web --image debian-13 --volume /srv/pages:/var/www --confinement learning --learn 30m --listen 80 --start',
        'create db --image debian-13 --setting autostart=10 --setting env.LANG=C.UTF-8',
        'create web --image debian-13 --publish 8080:80 --publish 192.0.2.1:53:53/udp --start',
        'create db --image debian-13 --address 10.0.3.20 --setting dns=192.0.2.53 --start',
        'create web --image debian-13 --json',
      ),
    )
    .action((name: string, options: CreateOptions) => act((context) => create(context, paramsOf(name, options))));
}

/** The contract's own rules, before anything is asked of a host. */
function paramsOf(name: string, options: CreateOptions): NewContainer {
  const {
    image,
    network,
    address,
    confinement = 'shared',
    learn = defaultLearnSeconds,
    volume = [],
    share = false,
    publish = [],
    tag = [],
    setting = [],
    start = false,
  } = options;
  const limits = limitsOfOptions(options);
  const domain = readDomainOptions(options);
  const volumes = volume.map((one) => ({ ...one, share }));
  const parsed = newContainerSchema.safeParse({
    name,
    image,
    limits,
    confinement,
    learnSeconds: learn,
    ...domain,
    volumes,
    published: publish,
    tags: tag,
    settings: changedSettings(
      noSettings,
      settingsArgument([...setting, ...(address === undefined ? [] : [`address=${address}`])]),
    ),
    start,
    ...(network && { network }),
  });
  if (parsed.success) return parsed.data;
  throw new UsageError(parsed.error.issues.map(({ path, message }) => `--${optionOf(path)}: ${message}`).join('; '));
}

function optionOf(path: readonly PropertyKey[]): string {
  return path[0] === 'limits' ? limitName(path.at(-1)) : String(path.at(-1));
}

async function create(context: CommandContext, params: NewContainer): Promise<undefined> {
  await withClient(context, (client) => followCreation(context, client, params));
}
