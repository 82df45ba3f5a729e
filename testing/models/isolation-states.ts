// SPDX-License-Identifier: Apache-2.0
/** Generated states of a container and of what is known of its isolation, for tests of what may be shown as isolated. */

import { constant, constantFrom, option, record, type Arbitrary } from 'fast-check';
import { containerSchema, type Container } from '../../contract/model/containers/container.ts';
import { subjectOf } from '../../contract/model/isolation/audit-subject.ts';
import { type ContainerFacts, judgeContainer, maxAuditAge } from '../../contract/model/isolation/judge-container.ts';
import { fakeContainer } from './container.ts';

const now = 1_795_540_000;
const { shape } = containerSchema();

const changes = record({
  state: constantFrom(...shape.state.options),
  confinementMode: constantFrom(...shape.confinementMode.options),
  confinement: constantFrom('shared', 'own', 'learning', null),
  initPid: constantFrom(4711, null),
  context: constantFrom('system_u:system_r:bulkhead_t:s0:c5,c6', null),
  member: constantFrom(null, 'two'),
} as const) satisfies Arbitrary<Partial<Container>>;

const finding = record({
  kind: constantFrom('open-port', 'shared-categories', 'permissive-domain', 'stray-processes'),
  severity: constantFrom('broken', 'weak', 'notice'),
  containers: constantFrom(['web'], ['db'], []),
  summary: constant('it was found'),
} as const);

/** Facts of every kind, in which most of what isolates may be missing. */
export const isolationFacts: Arbitrary<ContainerFacts> = record({
  changes,
  selinux: constantFrom('enforcing', 'permissive', 'disabled'),
  sharers: constantFrom([], [{ name: 'db', isSameDomain: true }], [{ name: 'db', isSameDomain: false }]),
  age: constantFrom(0, 60, maxAuditAge, maxAuditAge + 1, -maxAuditAge - 1, Number.NaN),
  subject: constantFrom('this', 'changed', 'none'),
  found: option(finding, { nil: undefined }),
  isAudited: constantFrom(true, false),
} as const).map(({ changes: given, selinux, sharers, age, subject, found, isAudited }) => {
  const container = fakeContainer(given);
  const seen = { this: [container], changed: [{ ...container, startedAt: 1 }], none: [] }[subject];
  const audit = {
    checkedAt: now - age,
    subject: subjectOf(seen),
    findings: found === undefined ? [] : [found],
  };
  return { container, selinux, sharers, now, audit: isAudited ? audit : undefined };
});

/** Says whether facts leave no doubt. It judges once more, in another way than the model does. */
export function isBeyondDoubt({ container, selinux, sharers, audit }: ContainerFacts): boolean {
  const { initPid, confinementMode, context, name } = container;
  if (selinux !== 'enforcing' || confinementMode !== 'enforced' || initPid === null || context === null) return false;
  if (sharers.length > 0 || audit === undefined) return false;
  const age = now - audit.checkedAt;
  const isFresh = age <= maxAuditAge && age >= -maxAuditAge;
  const isSame = audit.subject.get(name) === subjectOf([container]).get(name);
  const isClean = audit.findings.every(
    ({ severity, containers }) =>
      severity === 'notice' || (severity === 'weak' ? !containers.includes(name) : containers.join() === 'db'),
  );
  return isFresh && isSame && isClean;
}

/** The container of the facts, with its verdict. */
export function judgedContainer(facts: ContainerFacts): Container {
  return { ...facts.container, isolation: judgeContainer(facts) };
}
