// SPDX-License-Identifier: Apache-2.0
/**
 * Audits the isolation: gathers facts step by step, and judges them. It only reads; what it reads may change meanwhile,
 * so the result holds for its moment.
 */

import type { BaseModules } from './base-modules.ts';
import { readFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Container } from '../../../contract/model/containers/container.ts';
import { distributionOf } from '../../../contract/rules/distribution.ts';
import { textOf } from '../../system/files/text-of.ts';
import { parseSecurityContext } from '../../../contract/model/contexts/parse-security-context.ts';
import { lowEndOf, type SecurityContext } from '../../../contract/model/contexts/security-context.ts';
import type { GivenItem, GivenResult } from '../../../contract/operations/index.ts';
import { auditStepSchema, type AuditStep } from '../../../contract/operations/policy/isolation.ts';
import { readSelinuxStatus } from '../../selinux/selinux-status.ts';
import type { SourcedLine } from '../../lxc/included-configuration.ts';
import { createEnginesOnHost, type EnginesOnHost } from '../../engines/engines-on-host.ts';
import { valueOf } from '../../lxc/configuration-file.ts';
import type { HostPlaces } from '../../lxc/places.ts';
import type { VolumeFindings } from '../volumes/ports.ts';
import { knownVulnerabilities } from '../../system/known-vulnerabilities.ts';
import type { DecideByKernel } from '../../selinux/ask-kernel.ts';
import { isContextKnown } from '../../selinux/known-context.ts';
import { plainDomainOf } from '../../selinux/plain-domains.ts';
import { plainNumberOf, plainOwner } from '../../../sepolicy/own-domain/names.ts';
import { processesIn, processesOutside, stillSo } from './facts/container-processes.ts';
import type { ReadForeignModules } from '../../selinux/policy/foreign-modules.ts';
import type { LostTypes, ReadLostTypes } from '../../selinux/policy/lost-types.ts';
import { separationProblem } from '../../lxc/network/pair-rules.ts';
import { contentTypeOf } from '../../selinux/content-type.ts';
import type { ContainerFacts, IsolationFacts } from './facts/facts.ts';
import { judgeFileLabels } from './facts/file-labels.ts';
import { readFilteredPorts } from './facts/filtered-ports.ts';
import { judgePorts } from './judge/judge-ports.ts';
import { exposedEntries } from './judge/judge-tmpfs.ts';
import { judgeIsolation } from './judge/judge-isolation.ts';
import { readKernelFacts } from './facts/kernel-facts.ts';
import { readContainerPaths, readSharedPaths } from './facts/path-facts.ts';
import { mountOptionsOf, readRootFacts } from './facts/root-facts.ts';
import { readTmpfsEntries } from './facts/tmpfs-facts.ts';
import { mapRows, buildIsolationMap, type IsolatedContainer } from './isolation-map.ts';
import type { DenialLog } from '../host/ports.ts';

export interface AuditHost {
  readonly places: HostPlaces;
  readonly socket: string;
  readonly containers: (signal: AbortSignal) => Promise<readonly Container[]>;
  readonly linesOf: (name: string) => readonly SourcedLine[];
  readonly decide: DecideByKernel;
  readonly baseModules: (signal: AbortSignal) => Promise<BaseModules | undefined>;
  readonly foreignModules: ReadForeignModules;
  readonly lostTypes: ReadLostTypes;
  readonly denialLog: () => Promise<DenialLog>;
  readonly volumes: VolumeFindings;
  readonly now: () => number;
}

export type AuditItem = GivenItem<'isolation.audit'>;

/** Categories that probably no container has, for a question about types. */
const somebodyElses = 's0:c1022,c1023';

export async function* auditIsolation(
  host: AuditHost,
  { labels }: { readonly labels: boolean },
  signal: AbortSignal,
): AsyncGenerator<AuditItem, GivenResult<'isolation.audit'>, undefined> {
  yield progress('host');
  const selinux = readSelinuxStatus({ selinux: '/sys/fs/selinux', etc: '/etc' });
  const baseModules = selinux.baseModule ? await host.baseModules(signal) : undefined;
  const foreignModules = selinux.baseModule ? await host.foreignModules(signal) : undefined;
  const lost = selinux.baseModule ? await host.lostTypes(signal) : [];

  yield progress('configurations');
  const configured = (await host.containers(signal)).map((container) => configurationOf(container, host));

  const { containers, outside } = yield* gatherContainers(configured, host, signal);
  const map = yield* readMap(containers, { ...host, isEnforcing: selinux.status === 'enforcing' }, signal);

  yield progress('paths');
  const [filtered, routed, denialLog] = await Promise.all([
    readFilteredPorts(signal),
    separationProblem(signal),
    host.denialLog(),
  ]);
  const facts: IsolationFacts = {
    distribution: distributionOf(textOf('/etc/os-release') ?? ''),
    kernel: readKernelFacts(),
    selinux,
    denialLog,
    baseModules,
    foreignModules,
    lostTypes: byContainer(lost, containers),
    containers,
    outside: stillSo(outside),
    map,
    paths: readSharedPaths({
      lxc: host.places.lxc,
      state: host.places.state,
      socket: host.socket,
      volumeList: host.volumes.listPath,
    }),
  };
  const findings = [
    ...judgeIsolation(facts),
    ...judgePorts(containers, { filtered, routed }),
    ...host.volumes.ofSources(),
  ];
  for (const finding of findings) yield { type: 'finding', finding };
  const isCompared = labels && selinux.status !== 'disabled';
  if (isCompared) {
    yield progress('labels');
    const mislabelled = [...(await judgeFileLabels(host.places, signal)), ...(await host.volumes.ofLabels(signal))];
    findings.push(...mislabelled);
    for (const finding of mislabelled) yield { type: 'finding', finding };
  }
  return { findings: findings.length, containers: containers.length, labels: isCompared, checkedAt: host.now() };
}

/** Has of a container what its configuration says. */
type ConfiguredFacts = ReturnType<typeof configurationOf>;

interface Gathered {
  readonly containers: readonly ContainerFacts[];
  /** Processes of containers' domains that are in no container. */
  readonly outside: Awaited<ReturnType<typeof processesOutside>>;
}

/** Gathers what the host shows of each container: its processes, its mounts, and what its label lets in. */
async function* gatherContainers(
  configured: readonly ConfiguredFacts[],
  host: AuditHost,
  signal: AbortSignal,
): AsyncGenerator<AuditItem, Gathered, undefined> {
  yield progress('processes');
  const populated: (ConfiguredFacts & Pick<ContainerFacts, 'processes'>)[] = [];
  for (const facts of configured)
    populated.push({ ...facts, processes: await processesIn(host.places.cgroup, facts.container.name, signal) });
  const outside = await processesOutside(
    new Set(populated.flatMap(({ processes }) => processes.map(({ pid }) => pid))),
    signal,
  );

  yield progress('mounts');
  const mounts = mountOptionsOf(readFileSync('/proc/self/mountinfo', 'utf8'));
  const containers: ContainerFacts[] = [];
  const engineOf = createEnginesOnHost(host.places);
  for (const facts of populated) {
    const { processes, container } = facts;
    containers.push({
      ...facts,
      processes: [
        ...processes.filter(({ context }) => context === container.context),
        ...stillSo(processes.filter(({ context }) => context !== container.context)),
      ],
      root: readRootFacts(facts.lines, mounts),
      paths: pathsOf(container, engineOf),
      unlogged: findUnloggedAccess(facts, host.decide),
      sockets: socketsOf(facts, host.decide),
      exposed: exposedOf(container, host.decide),
    });
    await nextTurn();
    signal.throwIfAborted();
  }
  return { containers, outside };
}

/** Asks the kernel about each pair of containers, and gives the map of all. */
async function* readMap(
  containers: readonly ContainerFacts[],
  { decide, isEnforcing }: Pick<AuditHost, 'decide'> & { readonly isEnforcing: boolean },
  signal: AbortSignal,
): AsyncGenerator<AuditItem, IsolationFacts['map'], undefined> {
  yield progress('pairs');
  const isolated = containers.map(isolatedOf);
  const rows: string[] = [];
  for (const row of mapRows(isolated, decide, { isEnforcing })) {
    rows.push(row);
    await nextTurn();
    signal.throwIfAborted();
  }
  const map = buildIsolationMap(isolated, rows);
  yield { type: 'map', map };
  return map;
}

function pathsOf(container: Container, engineOf: EnginesOnHost): ContainerFacts['paths'] {
  const folder = engineOf(container).folderOf(container.name);
  return folder === undefined ? [] : readContainerPaths(folder);
}

/** A plain domain is that of the container that is configured with it; without one it concerns nobody. */
function byContainer(
  lost: readonly LostTypes[],
  containers: readonly Pick<ContainerFacts, 'container' | 'configured'>[],
): IsolationFacts['lostTypes'] {
  const holders = new Map(
    containers.flatMap(({ container, configured }) => {
      const number = plainDomainOf(configured ?? '');
      return number === undefined ? [] : [[plainOwner(number), container.name] as const];
    }),
  );
  return lost.flatMap(({ owner, types }) => {
    const container = plainNumberOf(owner) === undefined ? owner : holders.get(owner);
    return container === undefined ? [] : [{ container, types }];
  });
}

function progress(step: AuditStep): AuditItem {
  const steps = auditStepSchema().options;
  return { type: 'progress', step, fraction: steps.indexOf(step) / steps.length };
}

function configurationOf(
  container: Container,
  { linesOf }: AuditHost,
): Pick<ContainerFacts, 'container' | 'lines' | 'configured' | 'isKnown'> {
  const lines = linesOf(container.name);
  const configured = valueOf(lines, 'lxc.selinux.context');
  return { container, lines, configured, isKnown: configured !== undefined && isContextKnown(configured) };
}

/** Gives the classes of sockets at which a known vulnerability begins. */
function socketsOf(
  { container, configured }: Pick<ContainerFacts, 'container' | 'configured'>,
  decide: DecideByKernel,
): ReadonlySet<string> {
  const source = parseSecurityContext(container.context ?? configured ?? '');
  if (source === undefined) return new Set();
  const classes = new Set(knownVulnerabilities.map(({ socketClass }) => socketClass));
  return new Set(
    [...classes].filter(
      (name) =>
        decide({ source, target: source, class: name, permissions: ['create'] })?.allowed.has('create') === true,
    ),
  );
}

function exposedOf({ initPid, context }: Container, decide: DecideByKernel): ContainerFacts['exposed'] {
  if (initPid === null || context === null) return [];
  return exposedEntries({ context, level: somebodyElses }, readTmpfsEntries(initPid), decide);
}

/** What the policy would not log if the container looked into another container's folder. */
function findUnloggedAccess(
  { container, configured }: Pick<ContainerFacts, 'container' | 'configured'>,
  decide: DecideByKernel,
): readonly string[] {
  const source = parseSecurityContext(container.context ?? configured ?? '');
  const type = source === undefined ? undefined : contentTypeOf(source.type);
  if (source === undefined || type === undefined) return [];
  const target: SecurityContext = { ...source, role: 'object_r', type, level: somebodyElses };
  const decision = decide({ source, target, class: 'dir', permissions: ['search', 'read', 'open', 'getattr'] });
  return decision === undefined ? [] : [...decision.unlogged].filter((permission) => !decision.allowed.has(permission));
}

function isolatedOf({ container, configured, root }: ContainerFacts): IsolatedContainer {
  const context = parseSecurityContext(container.context ?? configured ?? '');
  const type = context === undefined ? undefined : contentTypeOf(context.type);
  const expected: SecurityContext | undefined =
    context === undefined || type === undefined
      ? undefined
      : { ...context, role: 'object_r', type, level: lowEndOf(context.level) };
  return { name: container.name, context, content: root.label ?? expected };
}
