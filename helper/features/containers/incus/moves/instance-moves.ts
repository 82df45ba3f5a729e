// SPDX-License-Identifier: Apache-2.0
/** Instances that come to this member, and those that are moved between members. */

import { fail } from '../../../../../contract/errors.ts';
import type { Item, Params, Result } from '../../../../../contract/operations/index.ts';
import { failWithoutMajority, isWithoutMajority } from '../../../../incus/cluster-members.ts';
import { failByIncus } from '../../../../incus/fail-by-incus.ts';
import { isIncusError } from '../../../../incus/incus-error.ts';
import { type IncusInstance, nameOf } from '../../../../incus/incus-instances.ts';
import type { EvacuationAction } from '../../../../incus/incus-moves.ts';
import { isLabelledByMount } from '../../../../incus/incus-volumes.ts';
import type { IntentData } from '../../../../journal/intent-kinds.ts';
import { type IdRange, overlaps, rangesOfRoot } from '../../../../lxc/id-ranges.ts';
import { neverAborts } from '../../../../system/work/never-aborts.ts';
import { configuredContext } from '../../configured-context.ts';
import type { ContainersHost } from '../../containers-host.ts';
import { answerArrivals } from './answer-arrivals.ts';
import { hasOwnDomain } from '../chosen-domain.ts';
import { type ArrivalQuestion, endArrivals, type Obstacle } from './arrival.ts';
import { evacuateMember } from './evacuate-member.ts';
import type { IncusActs } from '../incus-acts.ts';
import { instanceLines } from '../instance-lines.ts';
import { finishMove, type MoveHost, moveToMember } from './move-instance.ts';

export interface InstanceMovesHost extends Pick<ContainersHost, 'intents' | 'incus' | 'policyVersion' | 'readSubids'> {
  readonly acts: Pick<IncusActs, 'start' | 'verify' | 'checkLabels'>;
  /** The instance that is listed under this name, if it is one of Bulkhead's. Fails where it is not. */
  readonly managed: (name: string) => IncusInstance;
  /** Undefined when it does not run: by the kernel where it is on this host, else by Incus. */
  readonly runtimeOf: MoveHost['runtimeOf'];
  /** The configured contexts of all other containers of both engines. */
  readonly othersOf: (name: string) => ReadonlyMap<string, string>;
  /** Installs the module of its own domain here, where it has one. */
  readonly bringModule: (instance: IncusInstance, signal: AbortSignal) => Promise<void>;
  /** Gives its files here the label of its context, where its mount does not. */
  readonly labelFiles: (instance: IncusInstance, signal: AbortSignal) => Promise<void>;
  /** Says whether SELinux enforces here, and the policy knows the domain of containers. */
  readonly confines: () => boolean;
  readonly namesOfLxc: () => readonly string[];
  readonly idsOfLxc: () => readonly IdRange[];
}

export interface InstanceMoves {
  /** Answers the helpers of other members. Call it whenever a question was written. */
  look(): Promise<void>;
  /** Judges one of this member that was started by another tool, or by the helper of another member. */
  verifyStarted(name: string): Promise<void>;
  /** The caller has the lock of the name. */
  move(
    request: Params<'cluster.move'>,
    signal: AbortSignal,
  ): AsyncGenerator<Item<'cluster.move'>, Result<'cluster.move'>['arrival'], undefined>;
  evacuate(
    evacuation: { readonly action: EvacuationAction; readonly member: string },
    signal: AbortSignal,
  ): AsyncGenerator<Item<'cluster.evacuate'>, Result<'cluster.evacuate'>, undefined>;
  /** Finishes after a crash of the helper during a move. */
  finish(name: string, move: IntentData<'move-instance'>): Promise<void>;
  /** Finishes after a crash while one was started on another member, whose helper looks at its context all the same. */
  finishStart(name: string): Promise<void>;
  /**
   * Finishes after a crash during an evacuation: Incus goes on with it, and the helpers of its members look at what is
   * started.
   */
  finishEvacuation(evacuation: IntentData<'evacuate-member'>): Promise<void>;
}

export function createInstanceMoves(host: InstanceMovesHost): InstanceMoves {
  const { acts, incus, managed } = host;
  const answers = answerArrivals({
    client: incus.client,
    here: incus.here,
    obstacleOf: (instance, { policy }, isWorking) => findObstacle(host, instance, { policy, isWorking }),
    onTrouble: incus.onTrouble,
  });
  const moving: MoveHost = {
    client: incus.client,
    intents: host.intents,
    here: incus.here,
    checkLabels: acts.checkLabels,
    runtimeOf: host.runtimeOf,
    policyVersion: host.policyVersion,
    start: (name) => acts.start(name, neverAborts),
    refresh: incus.refresh,
    onTrouble: incus.onTrouble,
  };

  return {
    look: answers.look,
    async verifyStarted(name) {
      let isConfined: boolean;
      try {
        isConfined = await acts.verify(name);
      } catch (error) {
        await answers.judged(name, 'killed').catch((other: unknown) => incus.onTrouble(name, other));
        throw error;
      }
      if (isConfined) await answers.judged(name, 'verified');
    },
    async *move(request, signal) {
      const { name } = request;
      try {
        const { isRunning } = yield* moveToMember(moving, { instance: managed(name), ...request }, signal);
        return isRunning ? 'verified' : 'stopped';
      } catch (error) {
        if (!isIncusError(error)) throw error;
        failByIncus(name, error);
      }
    },
    async *evacuate(evacuation, signal) {
      await incus.settled(signal);
      try {
        return { containers: yield* evacuateMember(evacuation, { ...moving, all: incus.all }, signal) };
      } catch (error) {
        if (!isIncusError(error)) throw error;
        if (!['denied', 'operation-lost'].includes(error.kind) || isWithoutMajority(error)) failWithoutMajority(error);
        fail('member-not-ready', { member: evacuation.member, reason: error.message });
      }
    },
    finishEvacuation: ({ instances }) => endArrivals(incus.client, instances),
    async finishStart(name) {
      const instance = incus.find(name);
      if (instance !== undefined) await endArrivals(incus.client, [instance]);
    },
    async finish(name, move) {
      const instance = incus.find(name);
      if (instance !== undefined) await finishMove(instance, move.wasRunning, moving);
    },
  };
}

/** Why an instance of another member may not come here. */
async function findObstacle(
  host: InstanceMovesHost,
  instance: IncusInstance,
  { policy, isWorking }: { readonly policy: ArrivalQuestion['policy']; readonly isWorking: () => Promise<void> },
): Promise<Obstacle | undefined> {
  const { incus } = host;
  const name = nameOf(instance);
  if (!host.confines()) return 'selinux';
  if (!(await hasPolicy(host, instance, policy))) return 'policy';
  if (host.namesOfLxc().includes(name)) return 'name';
  if (incus.unreadMembers().length > 0) return 'unread';
  if ('problem' in configuredContext({ name, lines: instanceLines(instance) }, host.othersOf(name)))
    return 'categories';
  if (!areIdsFree(host, instance)) return 'ids';
  const labels = policy === null && !(await isLabelledByMount(incus.client, instance));
  if (hasOwnDomain(instance) || labels) await isWorking();
  // Last: these change this host.
  if (!(await attempt(host, instance, host.bringModule))) return 'module';
  return labels && !(await attempt(host, instance, host.labelFiles)) ? 'files' : undefined;
}

async function attempt(
  { incus }: InstanceMovesHost,
  instance: IncusInstance,
  act: (instance: IncusInstance, signal: AbortSignal) => Promise<void>,
): Promise<boolean> {
  try {
    await act(instance, neverAborts);
    return true;
  } catch (error) {
    incus.onTrouble(nameOf(instance), error);
    return false;
  }
}

/** Says whether the policies agree. For one that is here already that of another member says nothing. */
async function hasPolicy(
  host: InstanceMovesHost,
  { location }: IncusInstance,
  policy: ArrivalQuestion['policy'],
): Promise<boolean> {
  return policy === null ? location === host.incus.here() : policy === (await host.policyVersion(neverAborts));
}

function areIdsFree(host: InstanceMovesHost, { expanded_config: config }: IncusInstance): boolean {
  const ids: IdRange = {
    base: Number(config['security.idmap.base'] ?? Number.NaN),
    count: Number(config['security.idmap.size'] ?? Number.NaN),
  };
  // Incus chooses them on the member where it starts.
  if (!Number.isSafeInteger(ids.base + ids.count)) return true;
  return (
    rangesOfRoot(host.readSubids()).some(
      ({ base, count }) => base <= ids.base && ids.base + ids.count <= base + count,
    ) && !host.idsOfLxc().some((range) => overlaps(range, ids))
  );
}
