// SPDX-License-Identifier: Apache-2.0
/** The choices for a new container as they are typed, checked by the contract's own schema, and said in words. */

import type { Choice } from '../../../contract/model/policy/choices.ts';
import { connectTargetHint, readConnectTargets } from '../../../contract/model/policy/connect-target.ts';
import type { Confinement, Network, ServedPortNumber } from '../../../contract/model/containers/container.ts';
import { type ChosenContainer, newContainerSchema } from '../../../contract/operations/creation.ts';
import type { Settings } from '../../../contract/model/containers/settings.ts';
import { maxTags } from '../../../contract/model/containers/tag.ts';
import { volumesOf } from '../volumes/volume-draft.ts';
import { networkNamed } from '../networks/network-named.ts';
import { publicationsOf } from '../networks/publication-draft.ts';
import { portsOf } from '../policy/policy-labels.ts';
import { readSettings, type SettingsDraft, type SettingsProblems } from '../containers/settings/settings-draft.ts';
import { readLimits, type LimitProblems, type LimitTexts } from '../containers/limits/limit-texts.ts';
import { t } from '../../lib/language/t.ts';

export interface Choices {
  readonly name: string;
  readonly image: string;
  readonly limits: LimitTexts;
  readonly network: Network['kind'];
  /** The interface of the host that the network names: a bridge, or the parent of a macvlan. */
  readonly bridge: string;
  /** As they are typed, HOSTPORT:PORT; asked for behind the host's address only. */
  readonly published: string;
  readonly confinement: Confinement;
  /** Ports as they are typed; asked for in a domain of its own only. */
  readonly ports: string;
  /** What a domain of its own may do beyond every container. */
  readonly allow: readonly Choice[];
  /** Port types, or TCP ports, that it connects to, as they are typed. */
  readonly connect: readonly string[];
  /** As they are typed: SRC:DST or SRC:DST:ro. */
  readonly volumes: string;
  /** As they are typed, between spaces or commas. */
  readonly tags: string;
  readonly settings: SettingsDraft;
  readonly start: boolean;
}

export interface CheckedChoices {
  /** Undefined while something is wrong. */
  readonly choice: ChosenContainer | undefined;
  readonly problems: {
    readonly name?: string;
    readonly image?: string;
    readonly bridge?: string;
    readonly published?: string;
    readonly ports?: string;
    readonly connect?: string;
    readonly volumes?: string;
    readonly tags?: string;
    readonly settings?: SettingsProblems;
    readonly limits: LimitProblems;
  };
}

/** What the host says of the choices. */
interface FromHost {
  /** Of a folder, when it has said something. */
  readonly volumeProblem?: string | undefined;
  /** Whether it gives addresses on the chosen network, and publishes ports. */
  readonly isBehindHost?: boolean;
}

export function networkOf({ network, bridge }: Pick<Choices, 'network' | 'bridge'>): Network {
  return networkNamed(network, bridge);
}

export function checkChoices(
  choices: Choices,
  taken: readonly string[],
  { volumeProblem, isBehindHost = choices.network === 'nat' }: FromHost = {},
): CheckedChoices {
  const limits = readLimits(choices.limits);
  const settings = readSettings(choices.settings);
  const network = networkOf(choices);
  const targets = readConnectTargets(choices.connect);
  const parsed = newContainerSchema().safeParse({
    name: choices.name,
    image: choices.image,
    limits: limits.status === 'valid' ? limits.limits : undefined,
    network,
    published: isBehindHost ? publicationsOf(choices.published) : [],
    confinement: choices.confinement,
    ports: choices.confinement === 'shared' ? [] : listenedPorts(choices, { isBehindHost }),
    allow: choices.confinement === 'shared' ? [] : choices.allow,
    ...(choices.confinement === 'shared' ? {} : targets),
    volumes: volumesOf(choices.volumes),
    tags: tagsOf(choices.tags),
    ...(settings.status === 'valid' && {
      settings: isBehindHost ? settings.settings : withoutReservation(settings.settings),
    }),
    start: choices.start,
  });
  const issueOn = (field: string): string | undefined =>
    parsed.error?.issues.find((issue) => issue.path[0] === field)?.message;
  const name =
    choices.name === ''
      ? t('Enter a name.')
      : (issueOn('name') ??
        (taken.includes(choices.name) ? t('A container with this name already exists.') : undefined));
  const image = choices.image === '' ? t('Choose an image.') : issueOn('image');
  const bridge = issueOn('network');
  const published =
    isBehindHost && (publicationsOf(choices.published) === undefined || issueOn('published') !== undefined)
      ? t('Enter port of the host:port of the container, such as 8080:80, 53:53/udp, each port of the host once.')
      : undefined;
  const ports =
    choices.confinement !== 'shared' && portsOf(choices.ports) === undefined
      ? t('Enter ports such as 80, 443, 53/udp.')
      : undefined;
  const connect = choices.confinement !== 'shared' && targets === undefined ? connectTargetHint : undefined;
  const volumes =
    volumesOf(choices.volumes) === undefined
      ? t('Enter /folder/on/the/host:/path/inside, with :ro at the end for read-only.')
      : volumeProblem;
  const tags = issueOn('tags') === undefined ? undefined : tagHint;
  const isValid =
    parsed.success &&
    published === undefined &&
    ports === undefined &&
    connect === undefined &&
    volumes === undefined &&
    limits.status === 'valid' &&
    settings.status === 'valid' &&
    name === undefined &&
    image === undefined;
  return {
    choice: isValid ? parsed.data : undefined,
    problems: {
      ...(name === undefined ? {} : { name }),
      ...(image === undefined ? {} : { image }),
      ...(bridge === undefined ? {} : { bridge }),
      ...(published === undefined ? {} : { published }),
      ...(ports === undefined ? {} : { ports }),
      ...(connect === undefined ? {} : { connect }),
      ...(volumes === undefined ? {} : { volumes }),
      ...(tags === undefined ? {} : { tags }),
      ...(settings.status === 'invalid' && { settings: settings.problems }),
      limits: limits.status === 'invalid' ? limits.problems : {},
    },
  };
}

/** Before the first press of Create, what is not typed yet is not wrong. */
export function shownProblems(
  { name, bridge }: Choices,
  problems: CheckedChoices['problems'],
  { hasTried }: { readonly hasTried: boolean },
): CheckedChoices['problems'] {
  if (hasTried) return problems;
  const { name: ofName, image: _image, bridge: ofBridge, ...others } = problems;
  return {
    ...others,
    ...(name === '' || ofName === undefined ? {} : { name: ofName }),
    ...(bridge === '' || ofBridge === undefined ? {} : { bridge: ofBridge }),
  };
}

/** The ports that were typed, and those to which published ports lead; undefined when they cannot be read. */
export function listenedPorts(
  choices: Pick<Choices, 'ports' | 'published'>,
  { isBehindHost }: { readonly isBehindHost: boolean },
): readonly ServedPortNumber[] | undefined {
  const typed = portsOf(choices.ports);
  const added = isBehindHost ? addedPorts(choices) : [];
  return typed === undefined ? undefined : [...typed, ...added];
}

/** Those to which published ports lead and that are not among the typed ones. */
export function addedPorts({ ports, published }: Pick<Choices, 'ports' | 'published'>): readonly ServedPortNumber[] {
  const known = new Set((portsOf(ports) ?? []).map(({ protocol, port }) => `${port}/${protocol}`));
  return (publicationsOf(published) ?? []).flatMap(({ protocol, port }) => {
    if (known.has(`${port}/${protocol}`)) return [];
    known.add(`${port}/${protocol}`);
    return [{ protocol, port }];
  });
}

const tagHint = t('At most {maxTags} tags such as prod, team-a: small letters, digits, dots, dashes, underscores.', {
  maxTags,
});

/** On a network on which the host gives no addresses. */
function withoutReservation(settings: Settings): Settings {
  return { ...settings, address: null, nameservers: [], searchDomains: [] };
}

function tagsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((tag) => tag !== '');
}

/** A short name that nobody has: web, web-2, ... */
export function suggestName(taken: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? 'web' : `web-${number}`;
    if (!taken.includes(name)) return name;
  }
}
