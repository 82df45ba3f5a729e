// SPDX-License-Identifier: Apache-2.0
/** Judges whether the host has what containers need, and makes the fixes that the helper can make itself. */

import type { HandlersOf, OperationsOf } from '../../server/feature.ts';
import type { DoctorHost } from './doctor-host.ts';
import { readDoctorFacts } from './facts/read-doctor-facts.ts';
import { createHostFixes } from './fix-host.ts';
import { judgeHost } from './judge/judge-host.ts';

export interface DoctorFeature {
  readonly handlers: HandlersOf<OperationsOf<'doctor'>>;
}

export function createDoctorFeature(host: DoctorHost): DoctorFeature {
  const fixes = createHostFixes(host);
  const check = async (signal: AbortSignal): Promise<ReturnType<typeof judgeHost>> =>
    judgeHost(await readDoctorFacts(host, signal));
  return {
    handlers: {
      'doctor.check': async (_params, { signal }) => ({ checks: [...(await check(signal))], checkedAt: host.now() }),
      async 'doctor.fix'({ check: id }, { signal }) {
        await fixes[id](signal);
        const fixed = (await check(signal)).find((one) => one.id === id);
        if (fixed === undefined) throw new Error(`cannot find the check ${id} after its fix`);
        return fixed;
      },
    },
  };
}
