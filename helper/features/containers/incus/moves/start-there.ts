// SPDX-License-Identifier: Apache-2.0
/**
 * Starts an instance of another member. The helper there is asked before, and says after the start what the kernel there
 * has for its context.
 */

import { fail } from '../../../../../contract/errors.ts';
import { say } from '../../../../../contract/text.ts';
import type { IncusClient } from '../../../../incus/incus-client.ts';
import { requireMember } from '../../../../incus/cluster-members.ts';
import { changeState, type IncusInstance, nameOf } from '../../../../incus/incus-instances.ts';
import type { IntentJournal } from '../../../../journal/intent-journal.ts';
import { neverAborts } from '../../../../system/work/never-aborts.ts';
import { askArrival, endArrivals, untilJudged } from './arrival.ts';

interface StartThereHost {
  readonly client: IncusClient;
  readonly intents: IntentJournal;
  readonly onTrouble: (name: string, error: unknown) => void;
}

/** The caller has the lock of the name, and has compared its categories and the label of its files. */
export async function startThere(
  instance: IncusInstance,
  { client, intents, onTrouble }: StartThereHost,
  signal: AbortSignal,
): Promise<void> {
  const name = nameOf(instance);
  const { location: member } = instance;
  await requireMember(client, member, signal);
  // It is written before the first change of the container.
  const intent = intents.begin({ kind: 'start-elsewhere', subject: name, data: null });
  try {
    const { id } = await askArrival(client, { instance, to: [member], policy: null }, signal);
    signal.throwIfAborted();
    await changeState(client, instance, { action: 'start' });
    await requireVerified(client, instance, { id, member });
  } finally {
    // What cannot be finished now is when the helper starts again.
    await endArrivals(client, [instance]).then(
      () => intents.release(intent),
      (error: unknown) => onTrouble(name, error),
    );
  }
}

/** Fails after a start there where it does not run in its context, and leaves none running of which nobody says so. */
export async function requireVerified(
  client: IncusClient,
  instance: IncusInstance,
  { id, member }: { readonly id: string; readonly member: string },
): Promise<void> {
  const context = await untilJudged(client, { id, member }, neverAborts);
  if (context === 'verified') return;
  if (context === undefined) await changeState(client, instance, { action: 'stop', force: true });
  fail('container-failed', {
    name: nameOf(instance),
    reason:
      context === undefined
        ? say('it is on {member}, whose helper did not say in which context it runs; it was stopped', { member })
        : say('it is on {member}, whose helper has killed it since it was not in its context', { member }),
  });
}
