// SPDX-License-Identifier: Apache-2.0
/** The verdicts of the fake host's containers, by the same function as the real one's, on an audit of just now. */

import type { Container } from '../../../../contract/model/containers/container.ts';
import { subjectOf } from '../../../../contract/model/isolation/audit-subject.ts';
import type { SelinuxMode } from '../../../../contract/model/isolation/judge-container.ts';
import { judgeContainers } from '../../../../contract/model/isolation/judge-containers.ts';
import { findingsOfEach } from './fake-findings.ts';

/** The host audits each ten minutes, so that the time of its audit is the same for a while. */
const auditSeconds = 600;

export function judgeFake(containers: readonly Container[], selinux: SelinuxMode, now: number): readonly Container[] {
  const checkedAt = Math.floor(now / auditSeconds) * auditSeconds;
  const audit = { checkedAt, subject: subjectOf(containers), findings: findingsOfEach(containers) };
  return judgeContainers(containers, { selinux, audit, now });
}
