// SPDX-License-Identifier: Apache-2.0
/**
 * Reads an instance of Incus as a container: from its configuration and, where it is on this host, from the kernel.
 * Nothing of it is asked of Incus.
 */

import type { Container, ContainerState, Network } from '../../../../contract/model/containers/container.ts';
import { type Limits, limitsSchema, type LimitValue } from '../../../../contract/model/containers/limits.ts';
import { isInBytes, type LimitKey, limitKindOf, mapLimits } from '../../../../contract/model/settings/limit-kinds.ts';
import { parseSecurityContext } from '../../../../contract/model/contexts/parse-security-context.ts';
import { categoriesOf, type SecurityContext } from '../../../../contract/model/contexts/security-context.ts';
import { type IncusInstance, nameOf } from '../../../incus/incus-instances.ts';
import type { IncusMember } from '../../../incus/mirror/instance-reading.ts';
import { readAddresses } from '../../../lxc/network/addresses.ts';
import type { Runtime } from '../../../lxc/runtime.ts';
import { findConfinementMode, type ReadOptions } from '../read-container.ts';
import { chosenDomainOf } from './chosen-domain.ts';
import { contextOf, idBaseOf } from './instance-lines.ts';
import { originalOf } from './kept-original.ts';
import { notJudged } from '../../../../contract/model/isolation/verdict.ts';

export interface InstanceOptions extends Pick<ReadOptions, 'enforcement' | 'isPermissive' | 'transition'> {
  /** What runs on this host by the kernel. */
  readonly runtimeOf: (name: string) => Runtime | undefined;
  readonly member: IncusMember | undefined;
  /** How it is listed. */
  readonly name: string;
}

const maxTextLength = 200;

/** Says whether it has the mark of Bulkhead, of its own and not by a profile. */
export function isManagedInstance({ config }: IncusInstance): boolean {
  return config['user.bulkhead.version'] === '1';
}

/** Says whether it is on this host. */
export function isHere({ location }: IncusInstance, member: IncusMember | undefined): boolean {
  return location === '' || location === 'none' || location === member?.name;
}

/**
 * `known` is what {@link readConfigured} gives of it. Of one on another member it is given as it is, so that a list of
 * thousands costs what has changed, and not what there is.
 */
export function readInstance(
  instance: IncusInstance,
  options: InstanceOptions,
  known: Container = readConfigured(instance),
): Container {
  const { member, transition, name } = options;
  if (isHere(instance, member)) return readHere(instance, known, options);
  if (name === known.name && transition === undefined) return known;
  return { ...known, name, state: transition ?? known.state };
}

/** Adds what the kernel says of one on this host. */
function readHere(
  instance: IncusInstance,
  known: Container,
  { runtimeOf, enforcement, isPermissive, transition, name }: InstanceOptions,
): Container {
  // One that shares its name with a container of LXC has a cgroup whose name is not known.
  const isOwnName = name === nameOf(instance);
  const runtime = isOwnName ? runtimeOf(name) : undefined;
  const context = runtime?.context ?? known.context;
  const parsed = parsedContext(context);
  return {
    ...known,
    ...contextParts(context),
    name,
    state: transition ?? (isOwnName ? stateHere(runtime) : known.state),
    isolation: notJudged,
    confinementMode: findConfinementMode(parsed, { enforcement, isPermissive, isRunning: runtime !== undefined }),
    initPid: runtime?.initPid ?? null,
    startedAt: runtime?.startedAt ?? null,
    addresses: runtime === undefined ? [] : [...readAddresses(runtime.initPid)],
  };
}

/** Reads it without anything of the kernel's, as one on another member is shown. */
export function readConfigured(instance: IncusInstance): Container {
  return {
    ...contextParts(contextOf(instance) || null),
    name: nameOf(instance),
    engine: 'incus',
    member: instance.location === 'none' || instance.location === '' ? null : instance.location,
    state: stateThere(instance),
    isManaged: isManagedInstance(instance),
    image: instance.expanded_config['image.description']?.slice(0, maxTextLength) ?? null,
    isolation: notJudged,
    confinementMode: 'unknown',
    ...domainParts(instance),
    learningUntil: null,
    userNamespaceBase: idBaseOf(instance) ?? null,
    initPid: null,
    startedAt: null,
    createdAt: timeOf(instance.created_at),
    tags: [],
    settings: null,
    addresses: [],
    network: networkOf(instance),
    published: [],
    links: [],
    limits: limitsOf(instance),
    disk: null,
    volumes: [],
    original: originalOf(instance),
  };
}

/** Null for one that another tool created. */
function domainParts(instance: IncusInstance): Pick<Container, 'confinement' | 'ports' | 'allow' | 'connectTypes'> {
  if (!isManagedInstance(instance)) return { confinement: null, ports: [], allow: [], connectTypes: [] };
  const { confinement, ports, allow, connectTypes } = chosenDomainOf(instance);
  return { confinement, ports: [...ports], allow: [...allow], connectTypes: [...connectTypes] };
}

function contextParts(context: string | null): Pick<Container, 'context' | 'domain' | 'categories'> {
  const parsed = parsedContext(context);
  return { context, domain: parsed?.type ?? null, categories: [...categoriesOf(parsed?.level ?? '')] };
}

function parsedContext(context: string | null): SecurityContext | undefined {
  return context === null ? undefined : parseSecurityContext(context);
}

function stateHere(runtime: Runtime | undefined): ContainerState {
  if (runtime === undefined) return 'stopped';
  return runtime.isFrozen ? 'frozen' : 'running';
}

/** Incus numbers states so. */
const states: ReadonlyMap<number, ContainerState> = new Map([
  [103, 'running'],
  [106, 'starting'],
  [107, 'stopping'],
  [108, 'aborting'],
  [109, 'freezing'],
  [110, 'frozen'],
  [111, 'unfrozen'],
]);

/** Gives the state of what is on another member. */
function stateThere({ status_code: code }: IncusInstance): ContainerState {
  return states.get(code) ?? 'stopped';
}

function timeOf(text: string): number | null {
  const time = Date.parse(text);
  return Number.isFinite(time) && time >= 0 ? time / 1000 : null;
}

/** Its first interface that leads anywhere. */
function networkOf({ expanded_devices: devices }: IncusInstance): Network | null {
  const nics = Object.values(devices).filter(({ type }) => type === 'nic');
  if (nics.length === 0) return { kind: 'none' };
  for (const { nictype, network, parent } of nics) {
    if (network !== undefined) return { kind: 'bridge', bridge: network };
    if (nictype === 'bridged' && parent !== undefined) return { kind: 'bridge', bridge: parent };
    if (nictype === 'macvlan' && parent !== undefined) return { kind: 'macvlan', parent };
  }
  return null;
}

/** The limits as its keys and its root device say them. */
export function limitsOf(instance: IncusInstance): Limits {
  return mapLimits((key) => limitOf(key, instance)) as Limits;
}

function limitOf(key: LimitKey, { expanded_config: config, expanded_devices: devices }: IncusInstance): LimitValue {
  const { incus, form } = limitKindOf(key);
  if (key === 'diskBytes') return bytesOf(Object.values(devices).find(isRoot)?.['size']);
  if (incus === null) return null;
  if (form === 'cores') return cpusOf(config['limits.cpu'], config[incus]);
  if (form === 'processors') return cpuSetOf(config[incus]);
  return isInBytes(key) ? bytesOf(config[incus]) : wholeOf(config[incus]);
}

function isRoot({ type, path }: Readonly<Record<string, string>>): boolean {
  return type === 'disk' && path === '/';
}

const decimal = ['', 'k', 'M', 'G', 'T', 'P', 'E'];
const binary = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/**
 * Reads a size as Incus writes it: 512MiB, 10GB, 1073741824. Null for a share of the host's memory, which is no number.
 */
export function bytesOf(text: string | undefined): number | null {
  const [, number, unit = ''] = /^\s*(\d+)\s*([kKMGTPE]i?)?B?\s*$/.exec(text ?? '') ?? [];
  if (number === undefined) return null;
  const power = binary.indexOf(unit === 'ki' ? 'Ki' : unit);
  if (power > 0) return Number(number) * 1024 ** power;
  return Number(number) * 1000 ** Math.max(0, decimal.indexOf(unit === 'K' ? 'k' : unit));
}

/** Cores by time (`50ms/100ms`), else how many processors it may use (`2`). */
export function cpusOf(processors: string | undefined, allowance: string | undefined): number | null {
  const [, quota, period] = /^(\d+)ms\/(\d+)ms$/.exec(allowance ?? '') ?? [];
  if (quota !== undefined && Number(period) > 0) return Number(quota) / Number(period);
  return wholeOf(processors);
}

/** Which processors (`0-3`, `0,2`); a single number is how many of them. */
export function cpuSetOf(processors: string | undefined): string | null {
  const text = processors?.replace(/\s/g, '') ?? '';
  return /^\d*$/.test(text) ? null : (limitsSchema().shape.cpuSet.safeParse(text).data ?? null);
}

function wholeOf(text: string | undefined): number | null {
  return /^\d+$/.test(text ?? '') ? Number(text) : null;
}
