// SPDX-License-Identifier: Apache-2.0
/**
 * Tests the isolation of a container in use, from a throw-away container beside it and from inside it. Neither changes
 * it; `drill.ts` removes what this created.
 */

import { drillContainerStepSchema, type DrillContainerStep } from '../../../../contract/model/drill.ts';
import { domainType } from '../../../selinux/types.ts';
import type { DrillRunHost, Played } from './drill-run.ts';
import { startHostService } from './host-service.ts';
import { notRun } from '../judge/judge.ts';
import { probesFromIt, probesOnIt } from '../probes/own-probes.ts';
import type { Probe } from '../probes/probe.ts';
import { begun, type Progress, reportProbes } from './progress.ts';
import { type Cells, resultOf, surfaceOf } from './put-together.ts';
import { deniedCallsOf } from '../judge/seccomp-profile.ts';
import { attackerProgram, mountProcesses, mountTree, plantAttacker } from './stage.ts';
import { type DrillPair, trial } from './trial.ts';
import type { TriedContainer } from './tried-container.ts';
import { surfaceProbes } from '../probes/surface-probes.ts';
import { attackerLines } from '../probes/variants.ts';
import type { AttachTarget } from '../../containers/ports/containers.ts';

export interface OwnRunRequest {
  readonly attacker: string;
  /** The container in use. */
  readonly target: AttachTarget;
  readonly secret: string;
}

export interface OwnRunHost extends DrillRunHost {
  readonly describeTried: (target: AttachTarget, signal: AbortSignal) => Promise<TriedContainer>;
}

export async function* tryOwn(
  { attacker: attackerName, target, secret }: OwnRunRequest,
  { programs, ...host }: OwnRunHost,
  signal: AbortSignal,
): AsyncGenerator<Progress<DrillContainerStep>, Played, undefined> {
  const { options: steps } = drillContainerStepSchema();
  const { guests } = host;
  yield begun('create', steps);
  const own = await host.describeTried(target, signal);
  const { name: image } = await host.chooseImage(signal);
  const attacker = await guests.make(attackerName, { image, network: { kind: 'none' } }, signal);
  plantAttacker(attacker, programs.attacker);
  await own.withRoot((folder) => mountTree(attacker, folder, 'read-only'));
  await mountProcesses(attacker, target.initPid);
  const service = await startHostService(secret);
  try {
    yield begun('attack-it', steps);
    const from = await guests.start(
      attacker,
      attackerLines(attacker.lines, {
        variant: undefined,
        isServing: false,
        domain: domainType,
        otherContainer: own.name,
      }),
      signal,
    );
    const both = {
      scene: undefined,
      witness: { target: from, level: attacker.level },
      secret,
      hostPort: service.port,
      key: 0,
      filesystem: undefined,
      address: undefined,
    };
    const onIt: DrillPair = {
      ...both,
      attacker,
      otherContainer: own,
      program: ['/usr/bin/perl', attackerProgram],
      deniedCalls: deniedCallsOf(attacker.lines),
    };
    const seenOnIt = yield* reportProbes(
      'attack-it',
      trial({ probes: probesOnIt, target: from, drillPair: onIt }, host, signal),
    );
    yield begun('attack-from-it', steps);
    // The program's text is an argument, so that no file of the container is touched.
    const fromIt: DrillPair = {
      ...both,
      attacker: own,
      otherContainer: attacker,
      program: ['/usr/bin/perl', '-e', programs.attacker],
      deniedCalls: own.deniedCalls,
    };
    const seenFromIt = yield* reportProbes(
      'attack-from-it',
      trial({ probes: [...probesFromIt, ...surfaceProbes], target, drillPair: fromIt }, host, signal),
    );
    return {
      results: [...resultsOf(probesOnIt, seenOnIt), ...resultsOf(probesFromIt, seenFromIt)],
      surface: surfaceProbes.map((probe) => surfaceOf(probe, seenFromIt, undefined)),
      experiments: [],
    };
  } finally {
    service.close();
  }
}

function resultsOf(tried: readonly Probe[], up: Cells): Played['results'] {
  return tried.map((probe) => {
    const down = new Map([[probe.id, notRun('no layer of a container that is in use is removed')]]);
    return resultOf({ ...probe, variants: [] }, { up, down, taken: new Map(), downShared: new Map() });
  });
}
