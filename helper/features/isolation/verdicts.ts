// SPDX-License-Identifier: Apache-2.0
/** Gives containers their verdicts of isolation, from how they are listed and from the latest audit. */

import { isDeepStrictEqual } from 'node:util';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { AuditRecord } from '../../../contract/model/isolation/judge-container.ts';
import { judgeAmong } from '../../../contract/model/isolation/judge-containers.ts';
import type { Verdicts } from '../containers/ports/verdicts.ts';

export interface ListedVerdicts extends Verdicts {
  /** The containers as they were listed last. */
  listed(): readonly Container[];
}

export interface VerdictsOptions {
  readonly audit: () => AuditRecord | undefined;
  /** Called with all containers, each time that they are judged. */
  readonly onJudged: (containers: readonly Container[]) => void;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

export function createVerdicts({ audit, onJudged, now }: VerdictsOptions): ListedVerdicts {
  let listed: readonly Container[] = [];
  const judged = new WeakMap<Container, Container>();

  /** Gives the same object for one that was not read again: of thousands on other members nearly all are. */
  function withVerdict(container: Container, isolation: Container['isolation']): Container {
    const before = judged.get(container);
    if (before !== undefined && isDeepStrictEqual(before.isolation, isolation)) return before;
    const after = { ...container, isolation };
    judged.set(container, after);
    return after;
  }

  return {
    listed: () => listed,
    judgeAll(containers, selinux) {
      listed = containers;
      const judge = judgeAmong(containers, { selinux, audit: audit(), now: now() });
      const all = containers.map((container) => withVerdict(container, judge(container)));
      onJudged(all);
      return all;
    },
    judgeOne(container, selinux) {
      const judge = judgeAmong(listed, { selinux, audit: audit(), now: now() });
      return withVerdict(container, judge(container));
    },
  };
}
