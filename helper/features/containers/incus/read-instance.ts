// SPDX-License-Identifier: Apache-2.0
/**
 * An instance of Incus as a container: from its configuration and, where it is on this host, from the kernel. Nothing of
 * it is asked of Incus.
 */

import type { Container, ContainerState, Network } from '../../../../contract/model/containers/container.ts';
import { noLimits, type Limits } from '../../../../contract/model/containers/limits.ts';
import { parseSecurityContext } from '../../../../contract/model/contexts/parse-security-context.ts';
import { categoriesOf } from '../../../../contract/model/contexts/security-context.ts';
import { type IncusInstance, nameOf } from '../../../incus/incus-instances.ts';
import type { IncusMember } from '../../../incus/incus-mirror.ts';
import { valueOf } from '../../../lxc/configuration-file.ts';
import { readAddresses } from '../../../lxc/network/addresses.ts';
import { readRuntime, type Runtime } from '../../../lxc/runtime.ts';
import { findConfinementMode, type ReadOptions } from '../read-container.ts';
import { idBaseOf, instanceLines } from './instance-lines.ts';

export interface InstanceOptions extends Pick<ReadOptions, 'enforcement' | 'isPermissive' | 'transition'> {
  readonly cgroupRoot: string;
  readonly member: IncusMember | undefined;
  /** How it is listed. */
  readonly name: string;
}

const maxTextLength = 200;

/** Whether it has the mark of Bulkhead, of its own and not by a profile. */
export function isManagedInstance({ config }: IncusInstance): boolean {
  return config['user.bulkhead.version'] === '1';
}

/** Whether it is on this host. */
export function isHere({ location }: IncusInstance, member: IncusMember | undefined): boolean {
  return location === '' || location === 'none' || location === member?.name;
}

export function readInstance(instance: IncusInstance, options: InstanceOptions): Container {
  const { cgroupRoot, member, enforcement, isPermissive, transition, name } = options;
  const isLocal = isHere(instance, member);
  // One that shares its name with a container of LXC has a cgroup whose name is not known.
  const runtime = isLocal && name === nameOf(instance) ? readRuntime(cgroupRoot, name) : undefined;
  const lines = instanceLines(instance);
  const context = runtime?.context ?? (valueOf(lines, 'lxc.selinux.context') || null);
  const parsed = context === null ? undefined : parseSecurityContext(context);
  const { expanded_config: config } = instance;
  return {
    name,
    engine: 'incus',
    member: instance.location === 'none' || instance.location === '' ? null : instance.location,
    state: transition ?? (isLocal && name === nameOf(instance) ? stateHere(runtime) : stateThere(instance)),
    isManaged: isManagedInstance(instance),
    image: config['image.description']?.slice(0, maxTextLength) ?? null,
    context,
    domain: parsed?.type ?? null,
    categories: [...categoriesOf(parsed?.level ?? '')],
    confinementMode: isLocal
      ? findConfinementMode(parsed, { enforcement, isPermissive, isRunning: runtime !== undefined })
      : 'unknown',
    confinement: null,
    ports: [],
    allow: [],
    connectTypes: [],
    learningUntil: null,
    userNamespaceBase: idBaseOf(instance) ?? null,
    initPid: runtime?.initPid ?? null,
    startedAt: runtime?.startedAt ?? null,
    createdAt: timeOf(instance.created_at),
    tags: [],
    settings: null,
    addresses: runtime === undefined ? [] : [...readAddresses(runtime.initPid)],
    network: networkOf(instance),
    published: [],
    links: [],
    limits: limitsOf(instance),
    disk: null,
    volumes: [],
    original: null,
  };
}

function stateHere(runtime: Runtime | undefined): ContainerState {
  if (runtime === undefined) return 'stopped';
  return runtime.isFrozen ? 'frozen' : 'running';
}

/** As Incus numbers them. */
const states: ReadonlyMap<number, ContainerState> = new Map([
  [103, 'running'],
  [106, 'starting'],
  [107, 'stopping'],
  [108, 'aborting'],
  [109, 'freezing'],
  [110, 'frozen'],
  [111, 'unfrozen'],
]);

/** Of what is on another member. */
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

function limitsOf({ expanded_config: config, expanded_devices: devices }: IncusInstance): Limits {
  const root = Object.values(devices).find(({ type, path }) => type === 'disk' && path === '/');
  return {
    ...noLimits,
    memoryBytes: bytesOf(config['limits.memory']),
    cpus: cpusOf(config['limits.cpu'], config['limits.cpu.allowance']),
    pids: wholeOf(config['limits.processes']),
    diskBytes: bytesOf(root?.['size']),
  };
}

const decimal = ['', 'k', 'M', 'G', 'T', 'P', 'E'];
const binary = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** As Incus writes sizes: 512MiB, 10GB, 1073741824. Null for a share of the host's memory, which is no number. */
export function bytesOf(text: string | undefined): number | null {
  const [, number, unit = ''] = /^\s*(\d+)\s*([kKMGTPE]i?)?B?\s*$/.exec(text ?? '') ?? [];
  if (number === undefined) return null;
  const power = binary.indexOf(unit === 'ki' ? 'Ki' : unit);
  if (power > 0) return Number(number) * 1024 ** power;
  return Number(number) * 1000 ** Math.max(0, decimal.indexOf(unit === 'K' ? 'k' : unit));
}

/** Cores by time (`50ms/100ms`), else how many processors it may use (`2`, `0-3`, `0,2`). */
export function cpusOf(processors: string | undefined, allowance: string | undefined): number | null {
  const [, quota, period] = /^(\d+)ms\/(\d+)ms$/.exec(allowance ?? '') ?? [];
  if (quota !== undefined && Number(period) > 0) return Number(quota) / Number(period);
  if (processors === undefined || processors === '') return null;
  if (/^\d+$/.test(processors)) return Number(processors);
  const counts = processors.split(',').map((part) => {
    const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(part.trim()) ?? [];
    return first === undefined ? Number.NaN : Number(last) - Number(first) + 1;
  });
  const sum = counts.reduce((total, count) => total + count, 0);
  return Number.isFinite(sum) && sum > 0 ? sum : null;
}

function wholeOf(text: string | undefined): number | null {
  return /^\d+$/.test(text ?? '') ? Number(text) : null;
}
