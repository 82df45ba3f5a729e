// SPDX-License-Identifier: Apache-2.0
/** Judges the facts of a host: a check for each prerequisite, from the ground up. */

import type { GivenHostCheck } from '../../../../contract/model/host/host-check.ts';
import type { DoctorFacts } from '../facts/doctor-facts.ts';
import { judgeAccess } from './judge-access.ts';
import { judgeContainers } from './judge-containers.ts';
import { judgeNetwork } from './judge-network.ts';
import { judgeSelinux } from './judge-selinux.ts';
import { judgeStorage } from './judge-storage.ts';
import { judgeSystem } from './judge-system.ts';
import { judgeUnits } from './judge-units.ts';

export function judgeHost(facts: DoctorFacts): readonly GivenHostCheck[] {
  const judges = [judgeSystem, judgeAccess, judgeUnits, judgeSelinux, judgeContainers, judgeNetwork, judgeStorage];
  return judges.flatMap((judge) => judge(facts));
}
