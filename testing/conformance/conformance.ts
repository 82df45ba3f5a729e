// SPDX-License-Identifier: Apache-2.0
/**
 * What every host that serves the contract does, seen through its client: the same cases run against the fake host and
 * against the real helper, so that the fake stays honest.
 */

import { afterAll, beforeAll, describe } from 'vitest';
import { describeAccess } from './access-cases.ts';
import { describeBackups } from './backup-cases.ts';
import { describeContainers } from './container-cases.ts';
import { describeDenials } from './denial-cases.ts';
import { describeDoctor } from './doctor-cases.ts';
import { describeEvidence } from './evidence-cases.ts';
import { describeHost } from './host-cases.ts';
import { describeImages } from './image-cases.ts';
import type { ConformanceSubject } from './subject.ts';
import { describeSwitch } from './switch-cases.ts';

export function describeConformance(title: string, open: () => Promise<ConformanceSubject>): void {
  describe(title, () => {
    let opened: ConformanceSubject;

    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened[Symbol.asyncDispose]());

    describeContainers(() => opened);
    describeBackups(() => opened);
    describeDenials(() => opened);
    describeHost(() => opened);
    describeImages(() => opened);
    describeDoctor(() => opened);
    describeAccess(() => opened);
    describeSwitch(() => opened);
    describeEvidence(() => opened);
  });
}
