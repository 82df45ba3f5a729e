// SPDX-License-Identifier: Apache-2.0
/** A container as the host has it now, from LXC's configuration, Bulkhead's description and the kernel. */

import { statSync } from 'node:fs';
import type {
  Container,
  ContainerState,
  Network,
  ConfinementMode,
} from '../../../contract/model/containers/container.ts';
import { parseSecurityContext } from '../../../contract/model/contexts/parse-security-context.ts';
import { categoriesOf, type SecurityContext } from '../../../contract/model/contexts/security-context.ts';
import { limitsOf } from '../../cgroup/limits.ts';
import { rangeOfIdmap } from '../../lxc/id-ranges.ts';
import { readAddresses } from '../../lxc/network/addresses.ts';
import type { IsPermissiveDomain } from '../../selinux/permissive-domains.ts';
import { type ConfigurationLine, readConfiguration, valueOf } from '../../lxc/configuration-file.ts';
import { noIoLimits, readDescription } from '../../lxc/description.ts';
import { containerPlaces, type HostPlaces } from '../../lxc/places.ts';
import { readRuntime, type Runtime } from '../../lxc/runtime.ts';
import { programAddressOf } from '../../lxc/program/program-lines.ts';
import type { Transition } from '../../lxc/claims.ts';
import type { JudgeAddress } from './ports/networks.ts';
import { notJudged } from '../../../contract/model/isolation/verdict.ts';

export interface ReadOptions {
  readonly places: HostPlaces;
  /** Says whether the kernel enforces; undefined without SELinux. */
  readonly enforcement: { readonly isEnforcing: boolean } | undefined;
  /** Says whether the policy lets a single domain be permissive all the same. */
  readonly isPermissive: IsPermissiveDomain;
  readonly transition: Transition | undefined;
  /** Left out where it does not matter why it has no address. */
  readonly judgeAddress?: JudgeAddress | undefined;
}

/** Undefined when there is no such container. */
export function readContainer(
  name: string,
  { places, enforcement, isPermissive, transition, judgeAddress }: ReadOptions,
): Container | undefined {
  const own = containerPlaces(places, name);
  const lines = readConfiguration(own.configuration);
  if (lines === undefined) return undefined;
  const description = readDescription(own.description);
  const runtime = readRuntime(places.cgroup, name);
  const context = runtime?.context ?? valueOf(lines, 'lxc.selinux.context') ?? null;
  const parsed = context === null ? undefined : parseSecurityContext(context);
  const container: Container = {
    name,
    engine: 'lxc',
    member: null,
    state: transition ?? stateOf(runtime),
    isManaged: description !== undefined,
    image: description?.image ?? null,
    context,
    domain: parsed?.type ?? null,
    categories: [...categoriesOf(parsed?.level ?? '')],
    isolation: notJudged,
    confinementMode: findConfinementMode(parsed, { enforcement, isPermissive, isRunning: runtime !== undefined }),
    confinement: description?.confinement ?? null,
    ports: [...(description?.ports ?? [])],
    allow: [...(description?.allow ?? [])],
    connectTypes: [...(description?.connectTypes ?? [])],
    learningUntil: description?.learningUntil ?? null,
    userNamespaceBase:
      lines.flatMap(({ key, value }) => (key === 'lxc.idmap' ? (rangeOfIdmap(value)?.base ?? []) : []))[0] ?? null,
    initPid: runtime?.initPid ?? null,
    startedAt: runtime?.startedAt ?? null,
    createdAt: description?.createdAt ?? changedAt(own.configuration),
    tags: [...(description?.tags ?? [])],
    settings: description?.settings ?? null,
    addresses: runtime === undefined ? [] : [...readAddresses(runtime.initPid)],
    network: description?.network ?? networkOf(lines),
    published: [...(description?.published ?? [])],
    links: [...(description?.links ?? [])],
    limits: {
      ...limitsOf(lines),
      diskBytes: description?.layer?.bytes ?? null,
      diskInodes: description?.layer?.inodes ?? null,
      ...(description?.io ?? noIoLimits),
    },
    disk: description === undefined ? null : { backing: description.layer?.backing ?? 'none' },
    volumes: [...(description?.volumes ?? [])],
    original: description?.original ?? null,
  };
  const addressProblem = judgeAddress?.({
    ...container,
    hardwareAddress: valueOf(lines, 'lxc.net.0.hwaddr')?.toLowerCase(),
    programAddress: programAddressOf(lines),
  });
  return addressProblem === undefined ? container : { ...container, addressProblem };
}

function stateOf(runtime: Runtime | undefined): ContainerState {
  if (runtime === undefined) return 'stopped';
  return runtime.isFrozen ? 'frozen' : 'running';
}

export interface ConfinementModeFacts extends Pick<ReadOptions, 'enforcement' | 'isPermissive'> {
  readonly isRunning: boolean;
}

/** A type that confines: without it the process has all rights of the one that started it. */
export function findConfinementMode(
  context: SecurityContext | undefined,
  { enforcement, isPermissive, isRunning }: ConfinementModeFacts,
): ConfinementMode {
  if (enforcement === undefined) return 'unconfined';
  if (context === undefined) return isRunning ? 'unconfined' : 'unknown';
  if (/^(unconfined|spc|initrc|kernel|init)(_\w+)?_t$/.test(context.type)) return 'unconfined';
  if (!enforcement.isEnforcing) return 'permissive';
  const isFree = isPermissive(context);
  if (isFree === undefined) return 'unknown';
  return isFree ? 'permissive' : 'enforced';
}

function networkOf(lines: readonly ConfigurationLine[]): Network | null {
  const kind = valueOf(lines, 'lxc.net.0.type');
  const link = valueOf(lines, 'lxc.net.0.link');
  if (kind === undefined || kind === 'empty' || kind === 'none') return { kind: 'none' };
  if (kind === 'macvlan' && link !== undefined) return { kind, parent: link };
  if (kind !== 'veth' || link === undefined) return null;
  return link === 'lxcbr0' ? { kind: 'nat' } : { kind: 'bridge', bridge: link };
}

function changedAt(path: string): number | null {
  try {
    return statSync(path).mtimeMs / 1000;
  } catch {
    return null;
  }
}
