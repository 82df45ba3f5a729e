// SPDX-License-Identifier: Apache-2.0
/** Instances that come to this member, and those that go from it to another one. */

import { fail } from '../../../../contract/errors.ts';
import type { Item, Params, Result } from '../../../../contract/operations/index.ts';
import { isIncusError } from '../../../incus/incus-error.ts';
import { type IncusInstance, nameOf } from '../../../incus/incus-instances.ts';
import type { IntentData } from '../../../journal/intent-kinds.ts';
import { type IdRange, overlaps, rangesOfRoot } from '../../../lxc/id-ranges.ts';
import { readRuntime } from '../../../lxc/runtime.ts';
import { readEnforcement } from '../../../selinux/enforcement.ts';
import { neverAborts } from '../../../system/work/never-aborts.ts';
import { configuredContext } from '../configured-context.ts';
import type { ContainersHost } from '../containers-host.ts';
import { checkSelinux } from '../creation/creation.ts';
import { answerArrivals } from './answer-arrivals.ts';
import type { ArrivalQuestion, Obstacle } from './arrival.ts';
import { failByIncus, type IncusActs } from './incus-acts.ts';
import { instanceLines } from './instance-lines.ts';
import { finishMove, type MoveHost, moveToMember } from './move-instance.ts';

export interface InstanceMovesHost extends Pick<
  ContainersHost,
  'places' | 'intents' | 'incus' | 'policyVersion' | 'readSubids'
> {
  readonly acts: Pick<IncusActs, 'start' | 'verify'>;
  /** The instance that is listed under this name, if it is one of Bulkhead's on this host. Fails where it is not. */
  readonly own: (name: string) => IncusInstance;
  /** The configured contexts of all other containers of both engines. */
  readonly othersOf: (name: string) => ReadonlyMap<string, string>;
  readonly namesOfLxc: () => readonly string[];
  readonly idsOfLxc: () => readonly IdRange[];
}

export interface InstanceMoves {
  /** Answers the helpers of other members. Call it whenever an instance has changed. */
  look(): void;
  /** Judges one of this member that was started by another tool, or by the helper of another member. */
  verifyStarted(name: string): Promise<void>;
  /** The caller has the lock of the name. */
  move(
    request: Params<'cluster.move'>,
    signal: AbortSignal,
  ): AsyncGenerator<Item<'cluster.move'>, Result<'cluster.move'>['arrival'], undefined>;
  /** After a crash of the helper during a move. */
  finish(name: string, move: IntentData<'move-instance'>): Promise<void>;
}

export function createInstanceMoves(host: InstanceMovesHost): InstanceMoves {
  const { acts, incus, places, own, othersOf } = host;
  const answers = answerArrivals({
    client: incus.client,
    here: incus.here,
    all: incus.all,
    find: incus.find,
    obstacleOf,
    onTrouble: incus.onTrouble,
  });
  const moving: MoveHost = {
    ...{ client: incus.client, intents: host.intents, here: incus.here, contextOf },
    runtimeOf: (name) => readRuntime(places.cgroup, name),
    policyVersion: host.policyVersion,
    start: (name) => acts.start(name, neverAborts),
    refresh: incus.refresh,
    onTrouble: incus.onTrouble,
  };

  function contextOf(instance: IncusInstance): string {
    const name = nameOf(instance);
    const judged = configuredContext(name, instanceLines(instance), othersOf(name));
    return 'context' in judged ? judged.context : fail('container-failed', { name, reason: judged.problem });
  }

  /** Why an instance of another member may not come here. */
  async function obstacleOf(instance: IncusInstance, { policy }: ArrivalQuestion): Promise<Obstacle | undefined> {
    const name = nameOf(instance);
    if (!confines()) return 'selinux';
    if (policy !== (await host.policyVersion(neverAborts))) return 'policy';
    if (host.namesOfLxc().includes(name)) return 'name';
    if ('problem' in configuredContext(name, instanceLines(instance), othersOf(name))) return 'categories';
    return areIdsFree(instance) ? undefined : 'ids';
  }

  function areIdsFree({ expanded_config: config }: IncusInstance): boolean {
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

  return {
    look: () => answers.look(),
    async verifyStarted(name) {
      try {
        if (await acts.verify(name)) await answers.judged(name, 'verified');
      } catch (error) {
        await answers.judged(name, 'killed').catch((other: unknown) => incus.onTrouble(name, other));
        throw error;
      }
    },
    async *move(request, signal) {
      const { name } = request;
      try {
        const { isRunning } = yield* moveToMember(own(name), request, moving, signal);
        return isRunning ? 'verified' : 'stopped';
      } catch (error) {
        if (!isIncusError(error)) throw error;
        failByIncus(name, error);
      }
    },
    async finish(name, move) {
      const instance = incus.find(name);
      if (instance !== undefined) await finishMove(instance, move, moving);
    },
  };
}

function confines(): boolean {
  try {
    checkSelinux();
  } catch {
    return false;
  }
  return readEnforcement()?.isEnforcing === true;
}
