// SPDX-License-Identifier: Apache-2.0
/** The choices for a new container as they are typed, checked by the contract's own schema, and said in words. */

import type { Choice } from '../../../../contract/model/policy/choices.ts';
import { connectTargetHint, readConnectTargets } from '../../../../contract/model/policy/connect-target.ts';
import type { Confinement, Network, ServedPortNumber } from '../../../../contract/model/containers/container.ts';
import { type ChosenContainer, newContainerSchema } from '../../../../contract/operations/containers/creation.ts';
import type { Settings } from '../../../../contract/model/containers/settings.ts';
import { maxTags } from '../../../../contract/model/containers/tag.ts';
import { emptyVolume, problemsOfVolume, type VolumeDraft, type VolumeProblem } from '../../volumes/volume-draft.ts';
import { networkNamed } from '../../networks/network-named.ts';
import {
  emptyPublication,
  problemsOfPublication,
  type PublicationDraft,
  type PublicationProblem,
  publicationOf,
} from '../../networks/publication-draft.ts';
import { capitalised, withStop } from '../../../lib/sentence.ts';
import { sourceOfText } from '../../../../contract/model/containers/named-volume.ts';
import { portsOf } from '../../policy/policy-labels.ts';
import { readSettings, type SettingsDraft, type SettingsProblems } from '../../containers/settings/settings-draft.ts';
import { readLimits, type LimitProblems, type LimitTexts } from '../../containers/limits/limit-texts.ts';
import { t } from '../../../lib/language/t.ts';

export interface Choices {
  readonly name: string;
  readonly image: string;
  readonly limits: LimitTexts;
  readonly network: Network['kind'];
  /** The interface of the host that the network names: a bridge, or the parent of a macvlan. */
  readonly bridge: string;
  /**
   * Holds the published ports, which are asked for behind the host's address only. A row in which nothing is typed is
   * none.
   */
  readonly published: readonly PublicationDraft[];
  readonly confinement: Confinement;
  /** Ports as they are typed; asked for in a domain of its own only. */
  readonly ports: string;
  /** What a domain of its own may do beyond every container. */
  readonly allow: readonly Choice[];
  /** Port types, or TCP ports, that it connects to, as they are typed. */
  readonly connect: readonly string[];
  /** A row in which nothing is typed is none. */
  readonly volumes: readonly VolumeDraft[];
  /** Holds the tags as they are typed, between spaces or commas. */
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
    /** Holds one entry for each row. */
    readonly published?: readonly PublicationProblem[];
    readonly ports?: string;
    readonly connect?: string;
    /** Holds one entry for each row. */
    readonly volumes?: readonly VolumeProblem[];
    readonly tags?: string;
    readonly settings?: SettingsProblems;
    readonly limits: LimitProblems;
  };
}

/** What the host says of the choices. */
interface FromHost {
  /** Holds what the host has said of a folder, by the folder. */
  readonly volumeProblems?: ReadonlyMap<string, string>;
  /** Says whether the host gives addresses on the chosen network, and publishes ports. */
  readonly isBehindHost?: boolean;
}

export function networkOf({ network, bridge }: Pick<Choices, 'network' | 'bridge'>): Network {
  return networkNamed(network, bridge);
}

export function checkChoices(
  choices: Choices,
  taken: readonly string[],
  { volumeProblems, isBehindHost = choices.network === 'nat' }: FromHost = {},
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
    published: isBehindHost ? choices.published.filter(isTyped).map(publicationOf) : [],
    confinement: choices.confinement,
    ports: choices.confinement === 'shared' ? [] : listenedPorts(choices, { isBehindHost }),
    allow: choices.confinement === 'shared' ? [] : choices.allow,
    ...(choices.confinement === 'shared' ? {} : targets),
    volumes: choices.volumes.filter(isTyped).map((row) => ({ ...row, source: sourceOfText(row.source) })),
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
  const published = isBehindHost ? publishedProblems(choices.published) : undefined;
  const ports =
    choices.confinement !== 'shared' && portsOf(choices.ports) === undefined
      ? t('Enter ports such as 80, 443, 53/udp.')
      : undefined;
  const connect = choices.confinement !== 'shared' && targets === undefined ? connectTargetHint : undefined;
  const volumes = volumesProblems(choices.volumes, volumeProblems);
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

/** Gives the problems of each row; undefined when all can be published. */
function publishedProblems(rows: readonly PublicationDraft[]): readonly PublicationProblem[] | undefined {
  return unlessNone(rows.map((row, place) => (isTyped(row) ? problemsOfPublication(row, rows.slice(0, place)) : {})));
}

/** Gives the problems of each row, with what the host says of its folder; undefined when all can be used. */
function volumesProblems(
  rows: readonly VolumeDraft[],
  fromHost: ReadonlyMap<string, string> = new Map(),
): readonly VolumeProblem[] | undefined {
  const problems = rows.map((row, place): VolumeProblem => {
    if (!isTyped(row)) return {};
    const { source = fromHost.get(sourceOfText(row.source)), target } = problemsOfVolume(row);
    const isTaken = rows.slice(0, place).some((other) => other.target === row.target);
    const ofTarget = target ?? (isTaken ? t('another volume has this path') : undefined);
    return { source: sentenceOrNone(source), target: sentenceOrNone(ofTarget) };
  });
  return unlessNone(problems);
}

function sentenceOrNone(text: string | undefined): string | undefined {
  return text === undefined ? undefined : capitalised(withStop(text));
}

function unlessNone<T extends object>(problems: readonly T[]): readonly T[] | undefined {
  return problems.some((one) => Object.values(one).some((text) => text !== undefined)) ? problems : undefined;
}

/** Says whether anything is typed in a row. */
export function isTyped(row: VolumeDraft | PublicationDraft): boolean {
  const empty = 'source' in row ? emptyVolume : emptyPublication;
  return JSON.stringify(row) !== JSON.stringify(empty);
}

/** Before the first press of Create, what is not typed yet is not wrong. */
export function shownProblems(
  choices: Choices,
  problems: CheckedChoices['problems'],
  { hasTried }: { readonly hasTried: boolean },
): CheckedChoices['problems'] {
  if (hasTried) return problems;
  const { name, image: _image, bridge, published, volumes, ...others } = problems;
  const typedPublished = published && unlessNone(typedOnly(choices.published, published));
  const typedVolumes = volumes && unlessNone(typedOnly(choices.volumes, volumes));
  return {
    ...others,
    ...(choices.name === '' || name === undefined ? {} : { name }),
    ...(choices.bridge === '' || bridge === undefined ? {} : { bridge }),
    ...(typedPublished === undefined ? {} : { published: typedPublished }),
    ...(typedVolumes === undefined ? {} : { volumes: typedVolumes }),
  };
}

/** The problems of fields of rows in which something is typed. */
function typedOnly<Problem extends object>(
  rows: readonly Readonly<Record<keyof Problem, string>>[],
  problems: readonly Problem[],
): readonly Problem[] {
  return problems.map((problem, place) => {
    const typed = Object.entries(problem).filter(([field]) => rows[place]?.[field as keyof Problem] !== '');
    return Object.fromEntries(typed) as Problem;
  });
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

/** Gives the ports to which published ports lead and that are not among the typed ones. */
export function addedPorts({ ports, published }: Pick<Choices, 'ports' | 'published'>): readonly ServedPortNumber[] {
  const known = new Set((portsOf(ports) ?? []).map(({ protocol, port }) => `${port}/${protocol}`));
  return published.map(publicationOf).flatMap((publication) => {
    if (publication === undefined) return [];
    const { protocol, port } = publication;
    if (known.has(`${port}/${protocol}`)) return [];
    known.add(`${port}/${protocol}`);
    return [{ protocol, port }];
  });
}

const tagHint = t('At most {maxTags} tags such as prod, team-a: small letters, digits, dots, dashes, underscores.', {
  maxTags,
});

/** Gives the settings for a network on which the host gives no addresses. */
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
