// SPDX-License-Identifier: Apache-2.0
/** An audit of the fake host: what the real one would find among the containers that it begins with. */

import type { Container } from '../../../contract/model/containers/container.ts';
import type { Finding, IsolationMap } from '../../../contract/model/isolation-finding.ts';
import type { Item, Result } from '../../../contract/operations/index.ts';
import { auditStepSchema } from '../../../contract/operations/isolation.ts';
import type { FakeHost } from './fake-host.ts';
import { pause } from './pause.ts';

interface AuditOptions {
  readonly labels: boolean;
  readonly signal: AbortSignal;
}

export async function* fakeAudit(
  host: FakeHost,
  { labels, signal }: AuditOptions,
): AsyncGenerator<Item<'isolation.audit'>, Result<'isolation.audit'>, undefined> {
  const steps = auditStepSchema.options.filter((step) => labels || step !== 'labels');
  for (const [index, step] of steps.entries()) {
    yield { type: 'progress', step, fraction: index / steps.length };
    await pause(step === 'labels' ? 1500 : 120);
    signal.throwIfAborted();
  }
  const containers = [...host.containers.values()];
  yield { type: 'map', map: mapOf(containers) };
  const findings = findingsOf(containers, host.selinux);
  for (const finding of findings) yield { type: 'finding', finding };
  return { findings: findings.length, containers: containers.length, labels, checkedAt: host.now() };
}

/** With a pair that none of the containers has. */
export function separated(container: Container, all: readonly Container[]): Container {
  const taken = new Set(all.flatMap((one) => one.categories));
  const free = Array.from({ length: 400 }, (_, index) => `c${600 + index}`).filter((category) => !taken.has(category));
  const categories = free.slice(0, 2);
  return { ...container, categories, context: `system_u:system_r:bulkhead_t:s0:${categories.join(',')}` };
}

function mapOf(containers: readonly Container[]): IsolationMap {
  return {
    containers: containers.map(({ name, context, domain, categories }) => ({
      name,
      context,
      content: domain === 'bulkhead_t' ? `system_u:object_r:bulkhead_file_t:s0:${categories.join(',')}` : null,
    })),
    rows: containers.map((source) => containers.map((target) => answer(source, target)).join('')),
  };
}

function answer(source: Container, target: Container): string {
  if (source === target) return '-';
  if (source.context === null || target.context === null) return 'u';
  if (source.confinementMode === 'unconfined' || source.confinementMode === 'permissive') return 'o';
  if (target.confinementMode === 'unconfined') return 't';
  return source.categories.join() === target.categories.join() ? 'o' : 'c';
}

function findingsOf(containers: readonly Container[], selinux: FakeHost['selinux']): readonly Finding[] {
  const shared = containers.flatMap((one, index) =>
    containers.slice(index + 1).flatMap((other) => sharedBy(one, other)),
  );
  return [
    ...hostFinding(selinux),
    ...shared,
    ...containers.flatMap(unconfined),
    ...containers.flatMap(permissive),
    ...containers.flatMap(openSettings),
    ...containers.flatMap(openFolder),
  ];
}

function hostFinding(selinux: FakeHost['selinux']): readonly Finding[] {
  if (selinux === 'enforcing') return [];
  const fix = {
    by: 'commands',
    summary: 'Enforce from now on. To keep it so over a reboot, set SELINUX=enforcing in /etc/selinux/config.',
    commands: ['setenforce 1'],
  } as const;
  const summary = 'SELinux is permissive on this host: violations are logged and not blocked.';
  return [
    {
      kind: 'permissive-host',
      id: 'permissive-host',
      severity: 'broken',
      containers: [],
      summary,
      evidence: ['/sys/fs/selinux/enforce: 0'],
      fix: { ...fix, commands: [...fix.commands] },
    },
  ];
}

function sharedBy(one: Container, other: Container): readonly Finding[] {
  const [first, second] = one.categories;
  if (first === undefined || second === undefined || one.categories.join() !== other.categories.join()) return [];
  const names = [one.name, other.name];
  return [
    {
      kind: 'shared-categories',
      id: `shared-categories:${names.join(',')}`,
      severity: 'broken',
      containers: names,
      level: `s0:${first},${second}`,
      relation: 'same',
      summary: `${names.join(' and ')} have the same categories, ${first} and ${second}: each reaches the files of the others.`,
      evidence: [one, other].map(({ name, context }) => `${name}: ${context ?? ''}`),
      fix: {
        by: 'helper',
        operation: 'reassign-categories',
        container: other.name,
        summary: `Give ${other.name} a new pair of categories, and mount its root with the label of these.`,
      },
    },
  ];
}

function unconfined({ name, confinementMode, context, initPid }: Container): readonly Finding[] {
  if (confinementMode !== 'unconfined' || context === null || initPid === null) return [];
  return [
    {
      kind: 'unconfined',
      id: `unconfined:${name}`,
      severity: 'broken',
      containers: [name],
      context,
      isRunning: true,
      summary: `${name} runs in unconfined_t, which confines nothing: to SELinux it is as free as an administrator.`,
      evidence: [`/proc/${initPid}/attr/current: ${context}`],
      fix: {
        by: 'helper',
        operation: 'kill',
        container: name,
        summary: 'Stop it now, and fix its configuration before it is started again.',
      },
    },
  ];
}

function permissive({ name, confinementMode }: Container): readonly Finding[] {
  if (confinementMode !== 'permissive') return [];
  const fix = {
    by: 'commands' as const,
    summary: 'Undo the exception. If learning set it, it ends with the learning.',
    commands: ['semanage permissive -d bulkhead_t'],
  };
  return [
    {
      kind: 'permissive-domain',
      id: `permissive-domain:${name}`,
      severity: 'broken',
      containers: [name],
      domain: 'bulkhead_t',
      summary: `The domain of ${name} is permissive: accesses of its processes are logged and not blocked.`,
      evidence: ['(typepermissive bulkhead_t)'],
      fix,
    },
  ];
}

function openSettings({ name, isManaged }: Container): readonly Finding[] {
  if (isManaged) return [];
  const settings = [
    {
      danger: 'host-mount' as const,
      key: 'lxc.mount.entry',
      value: '/srv/intranet srv none bind 0 0',
      reason: 'It sees /srv/intranet of the host, and may write to it as far as its label lets it.',
    },
    {
      danger: 'kernel-files' as const,
      key: 'lxc.mount.auto',
      value: 'proc:rw sys:rw',
      reason: "It may write to the kernel's own files (proc:rw, sys:rw).",
    },
  ];
  return [
    {
      kind: 'dangerous-configuration',
      id: `dangerous-configuration:${name}`,
      severity: 'weak',
      containers: [name],
      settings,
      summary: `2 settings of ${name} open something that a container does not need. ${settings[0]?.reason ?? ''}`,
      evidence: settings.map(({ key, value }) => `${key} = ${value}`),
      fix: {
        by: 'advice',
        summary: `Remove what is not needed from /var/lib/lxc/${name}/config, and restart the container.`,
      },
    },
  ];
}

function openFolder({ name, isManaged }: Container): readonly Finding[] {
  if (isManaged) return [];
  const path = `/var/lib/lxc/${name}`;
  const fix = { by: 'commands' as const, summary: 'Take these rights away.', commands: [`chmod o= ${path}`] };
  return [
    {
      kind: 'open-path',
      id: `open-path:${path}`,
      severity: 'weak',
      containers: [name],
      path,
      mode: '0755',
      summary: `${path}: every user of the host may walk into it, and run what its owner set setuid.`,
      evidence: ['mode 0755, owner 0, group 0'],
      fix,
    },
  ];
}
