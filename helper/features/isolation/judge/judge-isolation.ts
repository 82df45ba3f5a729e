// SPDX-License-Identifier: Apache-2.0
/** Judges the isolation of a host on facts that were read from it: the findings, worst first. */

import type { GivenFinding, Severity } from '../../../../contract/model/isolation-finding.ts';
import type { IsolationFacts } from '../facts/facts.ts';
import { judgeCategories } from './judge-categories.ts';
import { judgeContext } from './judge-context.ts';
import { judgeDisks } from './judge-disks.ts';
import { judgeHost } from './judge-host.ts';
import { judgeKernel } from './judge-kernel.ts';
import { judgeRootLabel } from './judge-labels.ts';
import { judgeLostTypes } from './judge-lost-types.ts';
import { judgeNamespaces } from './judge-namespaces.ts';
import { judgePaths } from './judge-paths.ts';
import { judgeTmpfs } from './judge-tmpfs.ts';

const rank: Readonly<Record<Severity, number>> = { broken: 0, weak: 1, notice: 2 };

export function judgeIsolation(facts: IsolationFacts): readonly GivenFinding[] {
  const found = [
    ...judgeHost(facts),
    ...judgeKernel(facts),
    ...judgeBySelinux(facts),
    ...judgeNamespaces(facts.containers),
    ...judgeDisks(facts.containers),
    ...judgePaths(facts),
  ];
  return found.sort((one, other) => rank[one.severity] - rank[other.severity]);
}

function judgeBySelinux(facts: IsolationFacts): readonly GivenFinding[] {
  const { selinux, containers } = facts;
  if (selinux.status === 'disabled') return [];
  const isEnforcing = selinux.status === 'enforcing';
  return [
    ...judgeCategories(facts),
    ...judgeLostTypes(facts.lostTypes),
    ...containers.flatMap((container) => judgeContext(container, { isEnforcing })),
    ...containers.flatMap(judgeRootLabel),
    ...containers.flatMap(judgeTmpfs),
  ];
}
