// SPDX-License-Identifier: Apache-2.0
/** The command that creates a container with the same choices: what is as usual is left out. */

import { formatWords } from './command-line.ts';
import { describeNetwork } from './describe-network.ts';
import { defaultLearnSeconds } from '../model/containers/container.ts';
import { defaultLimits, type LimitKey, limitKeys, type LimitValue } from '../model/containers/limits.ts';
import { isNoSetting, settingKindOf, singleKeys, type SingleKey } from '../model/settings/setting-kinds.ts';
import type { Settings } from '../model/containers/settings.ts';
import { isInBytes, limitKindOf } from '../model/settings/limit-kinds.ts';
import type { ChosenContainer } from '../operations/containers/creation.ts';

/**
 * The words of `bulkheadctl create`. `proposes`: its image proposes a program, so that none has to be said. A command
 * shares all volumes or none.
 */
export function creationCommand(
  chosen: ChosenContainer,
  { proposes = false }: { readonly proposes?: boolean } = {},
): readonly string[] {
  const { name, image, limits, network, published, volumes, tags, start } = chosen;
  return [
    ...['create', name, '--image', image],
    ...limitKeys.flatMap((key) =>
      limits[key] === defaultLimits[key] ? [] : [`--${limitKindOf(key).word}`, limitWord(key, limits[key])],
    ),
    ...(network.kind === 'nat' ? [] : ['--network', describeNetwork(network)]),
    ...domainWords(chosen),
    ...volumes.flatMap(({ source, target, readOnly }) => ['--volume', `${source}:${target}${readOnly ? ':ro' : ''}`]),
    ...(volumes.some(({ share }) => share) ? ['--share'] : []),
    ...published.flatMap(({ address, hostPort, port, protocol }) => [
      '--publish',
      `${address === null ? '' : `${address}:`}${hostPort}:${port}${protocol === 'udp' ? '/udp' : ''}`,
    ]),
    ...tags.flatMap((tag) => ['--tag', tag]),
    ...settingWords(chosen.settings, proposes),
    ...(start ? ['--start'] : []),
  ];
}

/** Joins the words into one line for a shell, and quotes each that needs it. */
export function shellLine(words: readonly string[]): string {
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
}

const units = ['T', 'G', 'M', 'K'].map((name, at) => ({ name, bytes: 1024 ** (4 - at) }));

function limitWord(key: LimitKey, value: LimitValue): string {
  if (value === null) return 'none';
  if (typeof value === 'string' || !isInBytes(key)) return String(value);
  const unit = units.find(({ bytes }) => value % bytes === 0);
  return unit === undefined ? String(value) : `${value / unit.bytes}${unit.name}`;
}

/** The shared domain ignores what a domain of its own may do. */
function domainWords({
  confinement,
  learnSeconds,
  ports,
  allow,
  connectTypes,
  connectPorts,
}: ChosenContainer): readonly string[] {
  if (confinement === 'shared') return ['--confinement', confinement];
  return [
    ...['--confinement', confinement],
    ...(confinement === 'learning' && learnSeconds !== defaultLearnSeconds ? ['--learn', `${learnSeconds}s`] : []),
    ...ports.flatMap(({ port, protocol }) => ['--listen', protocol === 'udp' ? `${port}/udp` : String(port)]),
    ...allow.flatMap((choice) => ['--allow', choice]),
    ...connectTypes.flatMap((type) => ['--allow', `connect:${type}`]),
    ...connectPorts.flatMap(({ port }) => ['--allow', `connect:${port}`]),
  ];
}

function settingWords(settings: ChosenContainer['settings'], proposes: boolean): readonly string[] {
  const { address, environment, lines } = settings;
  const given: readonly (readonly [key: string, value: string | null])[] = [
    ...singleKeys.map((key) => [settingKindOf(key).word, settingWord(key, settings[key], proposes)] as const),
    ...environment.map(({ name, value }) => [`env.${name}`, value] as const),
    ...lines.map(({ key, value }) => [key, value] as const),
  ];
  return [
    ...(address === null ? [] : ['--address', address]),
    ...given.flatMap(([key, value]) => (value === null || key === 'address' ? [] : ['--setting', `${key}=${value}`])),
  ];
}

/** Null for what is as usual. */
function settingWord(key: SingleKey, value: Settings[SingleKey], proposes: boolean): string | null {
  if (isNoSetting(value)) return proposes && key === 'program' ? 'none' : null;
  if (typeof value === 'string') return value;
  if ('order' in value) return `${value.order}${value.delaySeconds === 0 ? '' : `+${value.delaySeconds}s`}`;
  return settingKindOf(key).form === 'words' ? formatWords(value) : value.join(',');
}
