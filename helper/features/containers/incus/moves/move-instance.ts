// SPDX-License-Identifier: Apache-2.0
/**
 * Moves an instance to another member. The helper there is asked before, and says after the start what the kernel there
 * has for its context. What fails before it has moved runs on where it was.
 */

import { fail } from '../../../../../contract/errors.ts';
import type { MoveStep } from '../../../../../contract/operations/host/cluster.ts';
import type { Item, Params } from '../../../../../contract/operations/index.ts';
import { say } from '../../../../../contract/text.ts';
import type { IncusClient } from '../../../../incus/incus-client.ts';
import { requireMember } from '../../../../incus/cluster-members.ts';
import {
  changeState,
  type IncusInstance,
  type InstanceName,
  nameOf,
  readInstance,
} from '../../../../incus/incus-instances.ts';
import { moveInstance, untilIdle } from '../../../../incus/incus-moves.ts';
import { isLabelledByMount } from '../../../../incus/incus-volumes.ts';
import type { IntentJournal } from '../../../../journal/intent-journal.ts';
import { neverAborts } from '../../../../system/work/never-aborts.ts';
import { type Arrival, askArrival, endArrivals } from './arrival.ts';
import { requireVerified } from './start-there.ts';

export interface MoveHost {
  readonly client: IncusClient;
  /** Undefined when it does not run: by the kernel where it is on this host, else by Incus. */
  readonly runtimeOf: (instance: IncusInstance) => { readonly isFrozen: boolean } | undefined;
  readonly intents: IntentJournal;
  /** The name of this member; undefined without a cluster. */
  readonly here: () => string | undefined;
  /** Fails with `container-failed` where it has no context that it may start with, or its files have another label. */
  readonly checkLabels: (instance: IncusInstance, signal: AbortSignal) => Promise<void>;
  /** A checksum of the base modules that are loaded; undefined where they are not known. */
  readonly policyVersion: (signal: AbortSignal) => Promise<string | undefined>;
  /** Starts it on whichever member it is, whose helper looks at its context. */
  readonly start: (name: string) => Promise<void>;
  /** Has the list know it as Incus has it. */
  readonly refresh: (instance: IncusInstance) => Promise<void>;
  readonly onTrouble: (name: string, error: unknown) => void;
}

interface Moving extends Pick<Params<'cluster.move'>, 'member' | 'stop'> {
  readonly instance: IncusInstance;
}

/** The caller has the lock of the name. Gives whether it was started there. */
export async function* moveToMember(
  host: MoveHost,
  { instance, member, stop }: Moving,
  signal: AbortSignal,
): AsyncGenerator<Item<'cluster.move'>, { readonly isRunning: boolean }, undefined> {
  const { client, intents } = host;
  const name = nameOf(instance);
  const runtime = host.runtimeOf(instance);
  const wasRunning = runtime !== undefined;
  const steps: readonly MoveStep[] = wasRunning ? ['check', 'stop', 'move', 'start', 'verify'] : ['check', 'move'];
  const at = (step: MoveStep): Item<'cluster.move'> => ({ step, fraction: steps.indexOf(step) / steps.length });

  yield at('check');
  if (wasRunning && !stop) fail('container-running', { name });
  if (runtime?.isFrozen === true) fail('container-failed', { name, reason: say('it is frozen; unfreeze it first') });
  if (member === instance.location)
    fail('container-failed', { name, reason: say('it is on the member {member}', { member }) });
  await requireMember(client, member, signal);
  await host.checkLabels(instance, signal);
  const policy =
    (await host.policyVersion(signal)) ??
    fail('container-failed', { name, reason: say('the base modules of the policy of this host are not known') });
  // It is written before the first change of the container.
  const intent = intents.begin({ kind: 'move-instance', subject: name, data: { member, wasRunning } });
  let isWhole = false;
  try {
    const arrival = await askArrival(client, { instance, to: [member], policy }, signal);
    if (wasRunning) {
      yield at('stop');
      signal.throwIfAborted();
      await changeState(client, instance, { action: 'stop' });
    }
    yield at('move');
    signal.throwIfAborted();
    await moveInstance(client, { instance, member }, signal);
    // The container is there from here on, and is brought to the state that it had.
    isWhole = true;
    await host.checkLabels((await readInstance(client, instance)).value, neverAborts);
    if (!wasRunning) return { isRunning: false };
    yield at('start');
    yield* startMoved(arrival);
    return { isRunning: true };
  } finally {
    // What cannot be finished now is when the helper starts again.
    const left = isWhole ? endArrivals(client, [instance]) : finishMove(instance, wasRunning, host);
    await left.then(
      () => intents.release(intent),
      (error: unknown) => host.onTrouble(name, error),
    );
    await host.refresh(instance).catch(() => undefined);
  }

  /**
   * The start by this helper looks at its context; elsewhere the helper there does, which labels the files before, where
   * their mount does not.
   */
  async function* startMoved({ id }: Arrival): AsyncGenerator<Item<'cluster.move'>, void, undefined> {
    if (member === host.here() || !(await isLabelledByMount(client, instance))) {
      await host.refresh(instance);
      await host.start(name);
      return;
    }
    await changeState(client, instance, { action: 'start' });
    yield at('verify');
    await requireVerified(client, instance, { id, member });
  }
}

/** Incus numbers states so. */
const stopped = 102;

/**
 * Brings it, after a move that failed or was cut off, to the state that it had, on the member where it is. Idempotent;
 * waits until Incus does not work on it any more.
 */
export async function finishMove(
  name: InstanceName,
  wasRunning: boolean,
  { client, here, start }: Pick<MoveHost, 'client' | 'here' | 'start'>,
): Promise<void> {
  await endArrivals(client, [name]);
  await untilIdle(client, name, neverAborts);
  const { value } = await readInstance(client, name);
  if (!wasRunning || value.status_code !== stopped) return;
  // Where it is on another member, the helper there looks at its context as at every start, and is asked to label its
  // files where their mount does not.
  if (value.location === here() || !(await isLabelledByMount(client, value))) await start(nameOf(value));
  else await changeState(client, value, { action: 'start' });
}
