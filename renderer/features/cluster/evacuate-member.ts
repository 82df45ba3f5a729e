// SPDX-License-Identifier: Apache-2.0
/** Evacuates a member of the cluster, and restores it, as operations of the window. */

import type { Item, Result } from '../../../contract/operations/index.ts';
import { currentClient } from '../../host/connection.ts';
import { startOperation } from '../../host/operations.ts';
import { t } from '../../lib/language/t.ts';
import { notify, notifyFailure } from '../../window/notifications.ts';
import { loadMembers } from './members.ts';

type Evacuation = Result<'cluster.evacuate'>['containers'][number];

export type EvacuationAction = 'evacuate' | 'restore';

const texts = {
  evacuate: {
    title: (member: string) => t('Evacuating {member}', { member }),
    label: t('being evacuated'),
    done: (member: string, count: number) =>
      t(
        '{member} is evacuated. {count, plural, =0 {No container was on it.} one {# container was on it.} ' +
          'other {# containers were on it.}}',
        { member, count },
      ),
    failed: (member: string) => t('cannot evacuate {member}', { member }),
  },
  restore: {
    title: (member: string) => t('Restoring {member}', { member }),
    label: t('being restored'),
    done: (member: string, count: number) =>
      t(
        '{member} is restored. {count, plural, =0 {No container came back.} one {# container came back.} other {# containers came back.}}',
        { member, count },
      ),
    failed: (member: string) => t('cannot restore {member}', { member }),
  },
} as const;

const arrivals: Readonly<Record<Evacuation['arrival'], string>> = {
  verified: t('runs in its context'),
  stopped: t('does not run'),
  killed: t('was killed: it was not in its context'),
  'not-judged': t('runs, and is none of Bulkhead’s'),
};

/** No container has such a name, so an operation of a member is shown at none. */
export function subjectOf(member: string): string {
  return `member:${member}`;
}

export async function evacuateMember(action: EvacuationAction, member: string): Promise<void> {
  const words = texts[action];
  try {
    const { containers } = await startOperation({
      title: words.title(member),
      subject: subjectOf(member),
      activeLabel: words.label,
      canCancel: true,
      run: async ({ signal, progress }) => {
        const stream = currentClient().stream(`cluster.${action}`, { member }, { signal });
        for await (const item of stream) progress(stepWords(item), item.fraction);
        return stream.result;
      },
      again: () => void evacuateMember(action, member),
    }).result;
    notifyOfArrivals(words.done(member, containers.length), containers);
  } catch (error) {
    notifyFailure(words.failed(member), error);
  }
  await loadMembers();
}

/** What was killed is a failure, whatever became of the others. */
function notifyOfArrivals(done: string, containers: readonly Evacuation[]): void {
  const killed = containers.filter(({ arrival }) => arrival === 'killed').map(({ name }) => name);
  const lost = t(
    '{names} {count, plural, one {was} other {were}} killed there: not in {count, plural, one {its} other {their}} context.',
    {
      names: killed.join(', '),
      count: killed.length,
    },
  );
  notify({
    tone: killed.length === 0 ? 'done' : 'failed',
    text: killed.length === 0 ? done : `${done} ${lost}`,
    ...(containers.length > 0 && {
      details: containers.map(({ name, member, arrival }) => `${name}: ${member}, ${arrivals[arrival]}`).join('\n'),
    }),
  });
}

function stepWords({ step, name, member }: Item<'cluster.evacuate'>): string {
  if (step === 'check')
    return name === null
      ? t('asking the helpers of the other members')
      : t('{name}: asking the helpers of the other members', { name });
  if (step === 'verify')
    return name === null ? t('waiting for the contexts') : t('{name}: waiting for its context', { name });
  return name === null || member === null
    ? t('Incus moves the containers')
    : t('{name} is on {member}', { name, member });
}
