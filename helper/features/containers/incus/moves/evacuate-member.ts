// SPDX-License-Identifier: Apache-2.0
/**
 * Has Incus evacuate a member, or restore it. Incus chooses where each instance goes, so the helpers of all members that
 * it may choose are asked about each of Bulkhead's before, and those where they were started say what the kernel has.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { fail } from '../../../../../contract/errors.ts';
import type { Item, Result } from '../../../../../contract/operations/index.ts';
import { say } from '../../../../../contract/text.ts';
import { isOnline, membersNow } from '../../../../incus/cluster-members.ts';
import type { IncusClient } from '../../../../incus/incus-client.ts';
import { changeState, type IncusInstance, nameOf, readInstance } from '../../../../incus/incus-instances.ts';
import { changeMember, type EvacuationAction } from '../../../../incus/incus-moves.ts';
import { isLabelledByMount } from '../../../../incus/incus-volumes.ts';
import type { IntentJournal } from '../../../../journal/intent-journal.ts';
import { neverAborts } from '../../../../system/work/never-aborts.ts';
import { type Arrival, askArrival, endArrivals, untilJudged } from './arrival.ts';
import { isManagedInstance } from '../read-instance.ts';

export interface EvacuationHost {
  readonly client: IncusClient;
  readonly intents: IntentJournal;
  /** Lists the instances of all members. */
  readonly all: () => readonly IncusInstance[];
  /** Fails with `container-failed` where it has no context that it may start with, or its files have another label. */
  readonly checkLabels: (instance: IncusInstance, signal: AbortSignal) => Promise<void>;
  /** A checksum of the base modules that are loaded; undefined where they are not known. */
  readonly policyVersion: (signal: AbortSignal) => Promise<string | undefined>;
  readonly refresh: (instance: IncusInstance) => Promise<void>;
  readonly onTrouble: (name: string, error: unknown) => void;
}

interface Evacuation {
  readonly action: EvacuationAction;
  readonly member: string;
}

type Progress = Item<'cluster.evacuate'>;
type Evacuated = Result<'cluster.evacuate'>['containers'];

const pauseMs = 2000;
/** Incus numbers states so. */
const running = 103;

export async function* evacuateMember(
  { action, member }: Evacuation,
  host: EvacuationHost,
  signal: AbortSignal,
): AsyncGenerator<Progress, Evacuated, undefined> {
  const { client, intents } = host;
  const to = await targetsOf({ action, member }, client, signal);
  const concerned = host.all().filter((one) => isConcerned(one, { action, member }));
  const own = concerned.filter(isManagedInstance);
  const policy =
    (await host.policyVersion(signal)) ??
    fail('member-not-ready', { member, reason: say('the base modules of the policy of this host are not known') });
  const intent = intents.begin({
    kind: 'evacuate-member',
    subject: member,
    data: { instances: own.map(({ name, project }) => ({ name, project })) },
  });
  try {
    const arrivals = new Map<IncusInstance, Arrival>();
    for (const [place, instance] of own.entries()) {
      yield { step: 'check', name: nameOf(instance), member: instance.location, fraction: place / own.length };
      signal.throwIfAborted();
      await requireMovable(client, instance);
      await host.checkLabels(instance, signal);
      arrivals.set(instance, await askArrival(client, { instance, to, policy }, signal));
    }
    signal.throwIfAborted();
    yield* followMoves(changeMember(client, { member, action }, signal), concerned, host.all);
    const evacuated: Evacuated = [];
    for (const [place, instance] of concerned.entries()) {
      yield { step: 'verify', name: nameOf(instance), member: null, fraction: place / concerned.length };
      evacuated.push(await judge(client, instance, arrivals.get(instance)));
    }
    return evacuated;
  } finally {
    await endArrivals(client, own).then(
      () => intents.release(intent),
      (error: unknown) => host.onTrouble(member, error),
    );
    for (const instance of concerned) await host.refresh(instance).catch(() => undefined);
  }
}

/** Incus starts it as soon as it has come, before its files could be labelled there. */
async function requireMovable(client: IncusClient, instance: IncusInstance): Promise<void> {
  if (instance.status_code !== running || (await isLabelledByMount(client, instance))) return;
  const name = nameOf(instance);
  fail('container-failed', {
    name,
    reason: say(
      'its files are labelled one by one before it starts, which Incus would not wait for; move it by itself, or stop it ' +
        '(bulkheadctl cluster move {name} MEMBER)',
      { name },
    ),
  });
}

/** Says of each that it has come to another member, until Incus has ended. */
async function* followMoves(
  moving: Promise<void>,
  followed: readonly IncusInstance[],
  listAll: EvacuationHost['all'],
): AsyncGenerator<Progress, void, undefined> {
  yield { step: 'move', name: null, member: null, fraction: 0 };
  const moved = new Set<string>();
  const over = moving.then(
    () => true,
    () => true,
  );
  for (let isOver = false; !isOver;) {
    isOver = await Promise.race([over, sleep(pauseMs, false)]);
    for (const now of listAll()) {
      const name = nameOf(now);
      const before = followed.find((one) => nameOf(one) === name);
      if (before === undefined || before.location === now.location || moved.has(name)) continue;
      moved.add(name);
      yield { step: 'move', name, member: now.location, fraction: moved.size / followed.length };
    }
  }
  await moving;
}

/** Says of one what became of it, by the helper of the member to which it has come. */
async function judge(
  client: IncusClient,
  instance: IncusInstance,
  arrival: Arrival | undefined,
): Promise<Evacuated[number]> {
  const now = (await readInstance(client, instance)).value;
  const where = { name: nameOf(now), member: now.location };
  if (now.status_code !== running) return { ...where, arrival: 'stopped' };
  if (arrival === undefined) return { ...where, arrival: 'not-judged' };
  // Where it has not been moved, nobody has started it.
  if (now.location === instance.location) return { ...where, arrival: 'not-judged' };
  const context = await untilJudged(client, { id: arrival.id, member: now.location }, neverAborts);
  if (context === 'verified') return { ...where, arrival: 'verified' };
  if (context === undefined) await changeState(client, now, { action: 'stop', force: true });
  return { ...where, arrival: 'killed' };
}

/** The members that instances may come to. Fails with `member-not-ready` where the member is in another state. */
async function targetsOf(
  { action, member }: Evacuation,
  client: IncusClient,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const members = await membersNow(client, signal);
  const one =
    members.find(({ server_name: name }) => name === member) ??
    fail('member-not-ready', {
      member,
      reason: say('the cluster has no such member; see bulkheadctl cluster members'),
    });
  const isWanted = action === 'evacuate' ? isOnline(one) : one.status.toLowerCase() === 'evacuated';
  if (!isWanted)
    fail('member-not-ready', {
      member,
      reason:
        one.status.toLowerCase() === 'offline'
          ? say('it is away: nobody can move what may still run on it; wait until it is back')
          : say('Incus says that it is {status}', { status: one.status }),
    });
  if (action === 'restore') return [member];
  const others = members.filter((other) => other !== one && isOnline(other)).map(({ server_name: name }) => name);
  if (others.length === 0) fail('member-not-ready', { member, reason: say('no other member is online') });
  return others;
}

function isConcerned({ location, config }: IncusInstance, { action, member }: Evacuation): boolean {
  return action === 'evacuate' ? location === member : config['volatile.evacuate.origin'] === member;
}
