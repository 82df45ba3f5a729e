// SPDX-License-Identifier: Apache-2.0
/** Finishes or undoes what a helper that was cut off had begun with instances of Incus, one intent after another. */

import { untilIdle } from '../../../incus/incus-moves.ts';
import type { IntentJournal, PendingIntent } from '../../../journal/intent-journal.ts';
import { neverAborts } from '../../../system/work/never-aborts.ts';
import type { RecoveringAdoption } from './adopt-instance.ts';
import { deleteUnfinished } from './create-instance.ts';
import type { IncusActs } from './incus-acts.ts';
import type { IncusContainers } from './incus-containers.ts';
import type { InstanceDomains } from './instance-domains.ts';
import type { InstanceMoves } from './moves/instance-moves.ts';

const kinds = [
  'start-instance',
  'start-elsewhere',
  'create-instance',
  'move-instance',
  'confine-instance',
  'evacuate-member',
  'adopt-instance',
  'restore-adopted',
] as const;

interface InstanceRecovery {
  readonly intents: Pick<IntentJournal, 'leftOf' | 'release'>;
  readonly incus: Pick<IncusContainers, 'client' | 'settled'>;
  readonly acts: Pick<IncusActs, 'verify'>;
  readonly moves: Pick<InstanceMoves, 'finish' | 'finishStart' | 'finishEvacuation'>;
  readonly domains: Pick<InstanceDomains, 'finish'>;
  readonly adoption: Pick<RecoveringAdoption, 'recover'>;
  /** Called with the instance, or the member, of which something could not be recovered; its intent stays. */
  readonly onTrouble: (name: string, error: unknown) => void;
}

export async function recoverInstances(recovery: InstanceRecovery): Promise<void> {
  const { intents, incus, onTrouble } = recovery;
  for (const intent of intents.leftOf(...kinds)) {
    try {
      await incus.settled(neverAborts);
      await recoverOne(intent, recovery);
      intents.release(intent.id);
    } catch (error) {
      onTrouble(intent.subject, error);
    }
  }
}

async function recoverOne(
  intent: PendingIntent<(typeof kinds)[number]>,
  { incus: { client }, acts, moves, domains, adoption }: InstanceRecovery,
): Promise<void> {
  const { subject } = intent;
  switch (intent.kind) {
    case 'start-instance':
      await acts.verify(subject);
      return;
    case 'start-elsewhere':
      return moves.finishStart(subject);
    case 'confine-instance':
      return domains.finish(subject, intent.data.domain);
    case 'move-instance':
      return moves.finish(subject, intent.data);
    case 'adopt-instance':
    case 'restore-adopted':
      return adoption.recover(intent.kind, subject, intent.data);
    case 'evacuate-member':
      return moves.finishEvacuation(intent.data);
    case 'create-instance':
      if (intent.data === null) return;
      // Incus deletes none that it is creating.
      await untilIdle(client, { name: subject, project: 'default' }, neverAborts);
      return deleteUnfinished(client, subject, intent.data.creation);
  }
}
