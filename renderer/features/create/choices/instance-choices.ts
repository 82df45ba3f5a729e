// SPDX-License-Identifier: Apache-2.0
/** The choices for a new container of Incus as they are typed, and the request that they make. */

import type { Limits } from '../../../../contract/model/containers/limits.ts';
import type { Cluster } from '../../../../contract/model/host/cluster.ts';
import { clusterOperations } from '../../../../contract/operations/host/cluster.ts';
import type { Params } from '../../../../contract/operations/index.ts';
import { rankMembers, type PlaceWanted } from '../../../../contract/rules/rank-members.ts';
import { t } from '../../../lib/language/t.ts';
import { problemOfInstanceName } from '../../containers/engines/instance-name.ts';
import { readLimits, type LimitProblems, type LimitTexts } from '../../containers/limits/limit-texts.ts';

/** What an instance has of the limits of a container. */
export const instanceLimits = ['memoryBytes', 'cpus', 'pids', 'diskBytes'] as const;

/** `here`, `load`, `member:NAME`, or `group:NAME`: as a field of the form has it. */
export type Place = 'here' | 'load' | `member:${string}` | `group:${string}`;

export function groupPlace(group: string): Place {
  return `group:${group}`;
}

export function memberPlace(member: string): Place {
  return `member:${member}`;
}

export interface InstanceChoices {
  readonly name: string;
  readonly image: string;
  readonly pool: string;
  readonly place: Place;
  /** Names of containers, as they are typed; asked for where the place is chosen by load. */
  readonly notBeside: string;
  readonly limits: LimitTexts;
  readonly start: boolean;
}

interface InstanceProblems {
  readonly name: string | undefined;
  readonly image: string | undefined;
  readonly pool: string | undefined;
  readonly notBeside: string | undefined;
  readonly place: string | undefined;
  /** Empty where none of them has one. */
  readonly limits: LimitProblems;
}

/** What is asked of Incus: a member, or what is wanted of one, which is chosen when it is created. */
interface InstanceRequest {
  readonly params: Params<'cluster.create'>;
  readonly wanted: PlaceWanted | undefined;
}

interface CheckedInstance {
  /** Undefined while something is wrong. */
  readonly request: InstanceRequest | undefined;
  readonly problems: InstanceProblems;
}

/** Says whether the member is chosen by load, with what is not to be beside the container. */
export function isByLoad(place: Place): boolean {
  return place === 'load' || place.startsWith('group:');
}

/** `taken` are the names of all containers, and `cluster` is as it was when the form opened. */
export function checkInstance(choices: InstanceChoices, taken: readonly string[], cluster: Cluster): CheckedInstance {
  const { name, image, pool, place, start } = choices;
  const read = readLimits(choices.limits);
  const limits = read.status === 'valid' ? limitsOf(read.limits) : undefined;
  const parsed = clusterOperations['cluster.create'].params.safeParse({
    name,
    image,
    pool,
    limits,
    start,
    ...(place.startsWith('member:') && { member: place.slice('member:'.length) }),
    ...(place === 'here' && cluster.member !== null && { member: cluster.member }),
  });
  const issueOn = (field: string): string | undefined =>
    parsed.error?.issues.find((issue) => issue.path[0] === field)?.message;
  const notBeside = namesOf(choices.notBeside);
  const wanted = isByLoad(place) ? wantedOf(place, pool, notBeside) : undefined;
  const unknown = wanted === undefined ? undefined : notBeside.find((one) => !taken.includes(one));
  const texts = {
    name: nameProblem(name, taken) ?? issueOn('name'),
    image: image === '' ? t('Enter an image that Incus has.') : issueOn('image'),
    pool: pool === '' ? t('Choose a pool.') : issueOn('pool'),
    notBeside: unknown === undefined ? undefined : t('There is no container {name}.', { name: unknown }),
    place: wanted === undefined || fits(cluster, wanted) ? undefined : t('No member of the cluster fits.'),
  };
  const problems = { ...texts, limits: read.status === 'invalid' ? read.problems : {} };
  const isValid = parsed.success && limits !== undefined && Object.values(texts).every((text) => text === undefined);
  return { request: isValid ? { params: parsed.data, wanted } : undefined, problems };
}

function nameProblem(name: string, taken: readonly string[]): string | undefined {
  if (name === '') return t('Enter a name.');
  if (taken.includes(name)) return t('A container with this name already exists.');
  return problemOfInstanceName(name);
}

/**
 * Says whether some member fits what is wanted. Containers that are not to be beside it are judged by the list when it
 * is created.
 */
function fits({ members }: Cluster, wanted: PlaceWanted): boolean {
  return rankMembers(members, [], wanted)[0]?.obstacle === undefined;
}

function wantedOf(place: Place, pool: string, notBeside: readonly string[]): PlaceWanted {
  const group = place.startsWith('group:') ? place.slice('group:'.length) : undefined;
  return { notBeside, ...(pool !== '' && { pool }), ...(group !== undefined && { group }) };
}

function limitsOf({ memoryBytes, cpus, pids, diskBytes }: Limits): Pick<Limits, (typeof instanceLimits)[number]> {
  return { memoryBytes, cpus, pids, diskBytes };
}

function namesOf(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((name) => name !== '');
}
