// SPDX-License-Identifier: Apache-2.0
/** `create`: makes a container, shows each step, and leaves nothing behind when it is interrupted. */

import type { Command } from 'commander';
import { fail } from '../../../../contract/errors.ts';
import { type Confinement, confinementSchema, type Network } from '../../../../contract/model/containers/container.ts';
import type { NewPreset, Preset } from '../../../../contract/preset.ts';
import type { SettingsChange } from '../../../../contract/model/containers/given-settings.ts';
import { changedSettings } from '../../../../contract/model/containers/settings-change.ts';
import { noSettings } from '../../../../contract/model/containers/settings.ts';
import { formatWords } from '../../../../contract/wording/command-line.ts';
import { type ImageProposal, proposalOf, withProposal } from '../../../../contract/rules/image-proposal.ts';
import type { Publication } from '../../../../contract/model/containers/publication.ts';
import { newContainerSchema, type NewContainer } from '../../../../contract/operations/containers/creation.ts';
import { operations } from '../../../../contract/operations/index.ts';
import { usualDomain } from '../../../../contract/rules/usual-domain.ts';
import { leaveOutUnchosen } from '../../../../contract/rules/leave-out-unchosen.ts';
import {
  imageArgument,
  learnArgument,
  nameArgument,
  networkArgument,
  tagArgument,
} from '../../../arguments/argument-parsers.ts';
import {
  addDomainOptions,
  describeChoices,
  type DomainOptions,
  readDomainOptions,
} from '../../../arguments/domain-options.ts';
import { limitOptions, limitsOfOptions, type LimitValues } from '../../../arguments/limit-options.ts';
import { settingsArgument, settingWords } from '../../../arguments/settings-argument.ts';
import { limitName } from '../../../arguments/limits-argument.ts';
import { publicationsArgument } from '../../../arguments/publication-argument.ts';
import { type VolumeArgument, volumesArgument } from '../../../arguments/volume-argument.ts';
import { type CommandContext, withClient } from '../../../command-context.ts';
import { followCreation } from '../../../follow/follow-creation.ts';
import { examples } from '../../../format/help-text.ts';
import type { Registry } from '../../../registry.ts';
import { escapeText } from '../../../../report/escape-text.ts';
import type { Client } from '../../../../rpc/client.ts';
import { UsageError } from '../../../usage-error.ts';

/** Choices as the command line has them; what is left out is as usual, or as the preset has it. */
export interface ChoiceOptions extends LimitValues, DomainOptions {
  readonly image?: string;
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

interface CreateOptions extends ChoiceOptions {
  readonly preset?: string;
  readonly dryRun?: boolean;
}

/** The options that choose what a container is made with. */
export function addChoiceOptions(command: Command): Command {
  command.option('--image <image>', 'image to make it from', imageArgument);
  for (const { name, value, words, parse } of limitOptions) command.option(`--${name} ${value}`, words, parse);
  command
    .option(
      '--network <network>',
      "nat, none, bridge:NAME for one of the host's bridges, or macvlan:INTERFACE (default: nat)",
      networkArgument,
    )
    .option('--address <address>', 'a fixed IPv4 address on the bridge; network ls has the next one that is free')
    .option(
      '--confinement <kind>',
      `how SELinux keeps it: ${confinementSchema().options.join(', ')} (default: own, which may connect to web servers)`,
    )
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
  return addDomainOptions(command);
}

export function addCreate({ program, act }: Registry): void {
  const command = program
    .command('create')
    .summary('make a container')
    .description(operations['container.create'].summary)
    .argument('<name>', 'the new name', nameArgument)
    .option('--preset <preset>', 'choices that were saved under this name; options that are given come before them')
    .option('--dry-run', 'print the LXC configuration that it would have, and create nothing');
  addChoiceOptions(command)
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
        'create proxy --image nginx --publish 8080:80 --start',
        `create proxy --image nginx --setting "program=nginx -g 'daemon off;'" --setting user=nginx`,
        'create shop-2 --preset shop --memory 2G',
        'create web --image debian-13 --dry-run',
        'create web --image debian-13 --json',
      ),
    )
    .action((name: string, options: CreateOptions) => act((context) => create(context, name, options)));
}

/** Gives the choices that the options name, as the contract has them, but for the settings. */
export function choicesOfOptions(options: ChoiceOptions): Partial<NewPreset['choices']> {
  const { image, network, confinement, learn, volume, share = false, publish, tag, start } = options;
  const limits = limitsOfOptions(options);
  const isOfDomain = options.listen !== undefined || options.allow !== undefined || options.profile !== undefined;
  return {
    ...(image !== undefined && { image }),
    ...(Object.keys(limits).length > 0 && { limits }),
    ...(network !== undefined && { network }),
    ...(confinement !== undefined && { confinement }),
    ...(learn !== undefined && { learnSeconds: learn }),
    ...(isOfDomain && readDomainOptions(options)),
    ...(volume !== undefined && { volumes: volume.map((one) => ({ ...one, share })) }),
    ...(publish !== undefined && { published: [...publish] }),
    ...(tag !== undefined && { tags: [...tag] }),
    ...(start !== undefined && { start }),
  };
}

export function settingsOfOptions({ setting = [], address }: ChoiceOptions): SettingsChange {
  return settingsArgument([...setting, ...(address === undefined ? [] : [`address=${address}`])]);
}

/** The contract's own rules, before a container is asked for. Limits and settings of a preset stay beside others. */
function paramsOf(
  name: string,
  options: CreateOptions,
  { preset, proposal }: { readonly preset?: Preset['choices']; readonly proposal?: ImageProposal } = {},
): NewContainer {
  const given = choicesOfOptions(options);
  const base = { ...noSettings, ...preset?.settings };
  const isUsual = preset === undefined && given.confinement === undefined;
  const allowsUsual = isUsual && options.allow === undefined && options.profile === undefined;
  const parsed = newContainerSchema().safeParse({
    name,
    ...(isUsual ? { confinement: usualDomain.confinement } : preset),
    ...(proposal !== undefined && { ports: [...proposal.ports] }),
    ...given,
    ...(allowsUsual && { allow: usualDomain.allow }),
    limits: { ...preset?.limits, ...given.limits },
    settings: changedSettings(proposal === undefined ? base : withProposal(base, proposal), settingsOfOptions(options)),
  });
  if (parsed.success) return parsed.data;
  throw new UsageError(parsed.error.issues.map(({ path, message }) => `--${optionOf(path)}: ${message}`).join('; '));
}

function optionOf(path: readonly PropertyKey[]): string {
  return path[0] === 'limits' ? limitName(path.at(-1)) : String(path.at(-1));
}

/** Words that are wrong by themselves are found before a host is asked. */
async function create(context: CommandContext, name: string, options: CreateOptions): Promise<undefined> {
  const { preset: wanted } = options;
  if (wanted === undefined) {
    if (options.image === undefined) throw new UsageError('--image: name the image, or a preset by --preset');
    paramsOf(name, options);
    await withClient(context, (client) => createOfImage(context, client, { name, options }));
    return;
  }
  await withClient(context, async (client) => {
    const { presets } = await client.request('preset.list', {}, { signal: context.signal });
    const preset = presets.find((one) => one.name === wanted) ?? fail('preset-not-found', { name: wanted });
    await createOfImage(context, client, { name, options, preset: preset.choices });
  });
}

interface Creating {
  readonly name: string;
  readonly options: CreateOptions;
  readonly preset?: Preset['choices'];
}

/** Creates the container with what its image proposes, where that has no init and no program is chosen. */
async function createOfImage(context: CommandContext, client: Client, creating: Creating): Promise<void> {
  const { name, options, preset } = creating;
  const params = paramsOf(name, options, { ...(preset !== undefined && { preset }) });
  const isChosen = (preset?.settings.program ?? []).length > 0 || (options.setting ?? []).includes('program=none');
  const proposal = isChosen ? null : await readProposal(client, params.image, context.signal);
  const make = options.dryRun === true ? preview : followCreation;
  if (proposal === null) {
    await make(context, client, params);
    return;
  }
  const proposed = paramsOf(name, options, { ...(preset !== undefined && { preset }), proposal });
  const { output } = context;
  for (const sentence of describeProposal(proposed, proposal)) await output.note(escapeText(sentence));
  await make(context, client, proposed);
}

async function preview({ output, signal }: CommandContext, client: Client, params: NewContainer): Promise<void> {
  const { lines } = await client.request('container.preview-creation', leaveOutUnchosen(params), { signal });
  if (output.isJson) for (const line of lines) await output.json(line);
  else await output.write(lines.map(({ key, value }) => `${escapeText(`${key} = ${value}`)}\n`).join(''));
}

async function readProposal(client: Client, image: string, signal: AbortSignal): Promise<ImageProposal | null> {
  const { images } = await client.request('image.list', {}, { signal });
  const found = images.find((one) => one.name === image);
  return found === undefined ? null : proposalOf(found);
}

function describeProposal({ settings, published }: NewContainer, proposal: ImageProposal): readonly string[] {
  const { program = [], user } = settings ?? {};
  const ports = proposal.ports.map(({ port, protocol }) => (protocol === 'udp' ? `${port}/udp` : String(port)));
  return [
    ...(program.length === 0
      ? ['Its image has no init and names no program: choose one by --setting program=…']
      : [`It runs ${formatWords(program)} as ${user ?? 'root'}.`]),
    ...(ports.length > 0 && (published ?? []).length === 0
      ? [`Its image says that it listens on ${ports.join(', ')}: --publish HOSTPORT:PORT leads there.`]
      : []),
    ...proposal.leftOut,
  ];
}
