// SPDX-License-Identifier: Apache-2.0
/** Audits the fake host: finds what the real audit would find among the containers that it begins with. */

import {
  describeDisabledHost,
  describePermissiveHost,
  describeReassigning,
  describeSameLevel,
} from '../../../../contract/wording/isolation/describe-findings.ts';
import type { Container } from '../../../../contract/model/containers/container.ts';
import type { GivenFinding, IsolationMap } from '../../../../contract/model/isolation-finding.ts';
import type { GivenItem, GivenResult } from '../../../../contract/operations/index.ts';
import { auditStepSchema } from '../../../../contract/operations/policy/isolation.ts';
import { findingsOfEach } from './fake-findings.ts';
import type { FakeHost } from '../fake-host.ts';
import { pause } from '../pause.ts';

interface AuditOptions {
  readonly labels: boolean;
  readonly signal: AbortSignal;
}

export async function* fakeAudit(
  host: FakeHost,
  { labels, signal }: AuditOptions,
): AsyncGenerator<GivenItem<'isolation.audit'>, GivenResult<'isolation.audit'>, undefined> {
  const steps = auditStepSchema().options.filter((step) => labels || step !== 'labels');
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

/** Gives the container a pair that none of the containers has. */
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

function findingsOf(containers: readonly Container[], selinux: FakeHost['selinux']): readonly GivenFinding[] {
  const shared = containers.flatMap((one, index) =>
    containers.slice(index + 1).flatMap((other) => sharedBy(one, other)),
  );
  return [
    ...(selinux === 'permissive' ? [describePermissiveHost('debian')] : []),
    ...(selinux === 'disabled' ? [describeDisabledHost('debian')] : []),
    ...shared,
    ...findingsOfEach(containers),
  ];
}

function sharedBy(one: Container, other: Container): readonly GivenFinding[] {
  if (one.categories.length === 0 || one.categories.join() !== other.categories.join()) return [];
  const containers = [one, other].map(({ name, context }) => ({ name, context: context ?? '' }));
  const level = `s0:${one.categories.join(',')}`;
  return [describeSameLevel({ containers, level, isOpen: true, fix: describeReassigning(other.name) })];
}
