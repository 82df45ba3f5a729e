// SPDX-License-Identifier: Apache-2.0
/**
 * Attacks one container of Incus from another, with both on this member of the cluster, and again with the victim on
 * another one. `drill.ts` removes what this created.
 */

import { drillMembersStepSchema, type DrillCell, type DrillMembersStep } from '../../../../contract/model/drill.ts';
import { notRun } from '../judge/judge.ts';
import { isTriedElsewhere, probesAcross, surfaceAcross } from '../probes/member-probes.ts';
import type { Probe } from '../probes/probe.ts';
import type { Played } from './drill-run.ts';
import { startHostService } from './host-service.ts';
import type { InstanceOrigin, MemberGuests } from './member-guests.ts';
import type { OwnRunHost } from './own-run.ts';
import { begun, type Progress, reportProbes } from './progress.ts';
import { type Cells, isHeld, resultOf, surfaceOf } from './put-together.ts';
import { type DrillPair, trial } from './trial.ts';

export interface MembersRunRequest extends InstanceOrigin {
  readonly attacker: string;
  readonly victim: string;
  readonly secret: string;
  /** The victim goes to this member. */
  readonly member: string;
}

export interface MembersRunHost extends OwnRunHost {
  readonly memberGuests: MemberGuests;
}

export async function* tryAcross(
  { attacker, victim, secret, member, image, pool }: MembersRunRequest,
  { programs, memberGuests: guests, ...host }: MembersRunHost,
  signal: AbortSignal,
): AsyncGenerator<Progress<DrillMembersStep>, Played, undefined> {
  const { options: steps } = drillMembersStepSchema();
  yield begun('create', steps);
  await guests.make(attacker, { image, pool }, signal);
  const level = await guests.make(victim, { image, pool }, signal);
  yield begun('plant', steps);
  await guests.plant(victim, programs.victim, secret);
  const from = await guests.start(attacker, signal);
  const own = await host.describeTried(from, signal);
  const service = await startHostService(secret);
  try {
    const pairAt = (address: string): DrillPair => ({
      attacker: own,
      otherContainer: { name: victim, level },
      scene: undefined,
      secret,
      address,
      hostPort: service.port,
      key: 0,
      filesystem: undefined,
      deniedCalls: own.deniedCalls,
      witness: { target: from, level: own.level },
      // The program's text is an argument, so that no file of the container is touched.
      program: ['/usr/bin/perl', '-e', programs.attacker],
    });
    const near = pairAt(await guests.startVictim(victim, signal));
    await guests.share(attacker, victim);
    yield begun('attack-here', steps);
    const here = yield* reportProbes(
      'attack-here',
      trial({ probes: [...probesAcross, ...surfaceAcross], target: from, drillPair: near }, host, signal),
    );
    yield begun('move', steps);
    await guests.unshare(attacker);
    await guests.move(victim, member, signal);
    const far = pairAt(await guests.startVictim(victim, signal));
    yield begun('attack-there', steps);
    const tried = [...probesAcross.filter(isTriedElsewhere), ...surfaceAcross];
    const there = yield* reportProbes(
      'attack-there',
      trial({ probes: tried, target: from, drillPair: far }, host, signal),
    );
    return {
      results: probesAcross.map((probe) => acrossOf(probe, here, there)),
      surface: surfaceAcross.map((probe) => ({
        ...surfaceOf(probe, here, undefined),
        elsewhere: surfaceOf(probe, there, undefined).with,
      })),
      experiments: [],
    };
  } finally {
    service.close();
  }
}

function acrossOf(probe: Probe, here: Cells, there: Cells): Played['results'][number] {
  const down = new Map([[probe.id, notRun('no layer of a container of Incus is removed')]]);
  const near = resultOf({ ...probe, variants: [] }, { up: here, down, taken: new Map(), downShared: new Map() });
  if (!isTriedElsewhere(probe)) return near;
  const elsewhere: DrillCell = there.get(probe.id) ?? notRun('it was not tried');
  return { ...near, elsewhere, pass: near.pass && isHeld(probe, elsewhere) };
}
