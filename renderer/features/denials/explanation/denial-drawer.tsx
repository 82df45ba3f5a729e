// SPDX-License-Identifier: Apache-2.0
/** The drawer with a denial, or with the cause that many share: what, why, and the record itself. */

import Close from '@mui/icons-material/Close';
import { useEffect, useMemo, type ReactNode } from 'react';
import { causeKindOf } from '../../../../contract/model/denials/cause-kind.ts';
import type { DenialEvent, DenialGroup, GroupedEvent } from '../../../../contract/model/denials/denial.ts';
import type { Remedy } from '../../../../contract/model/denials/explanation.ts';
import { ActionButton } from '../../../ui/actions/action-button.tsx';
import { DenialDetail } from './denial-detail.tsx';
import { Empty } from '../../../ui/placeholder.tsx';
import { reasonOf } from '../model/denial-reason.ts';
import type { MadeChange } from './applied-remedies.ts';
import { useKnownCauses } from './known-causes.ts';
import { useContainerList } from '../../containers/context/category-owners.ts';
import { useClock } from '../../../window/clock.ts';
import { useClient } from '../../../host/connection.ts';
import { eventKey, groupOf, sampleFor, useDenials } from '../denials.ts';
import { openDialog } from '../../../window/dialogs.ts';
import { closeDrawer, type DrawerContent, openGroup, useDrawer } from '../drawer.ts';
import { IgnoreCause } from './ignore-cause.tsx';
import { explainGroup, explanationFor, useExplanations } from './explanations.ts';
import { undoChange } from './remedies.ts';
import { t } from '../../../lib/language/t.ts';

interface DenialDrawerProps {
  /** Says what changed before a group was first seen. */
  readonly precededBy?: (group: DenialGroup) => ReactNode;
}

export function DenialDrawer({ precededBy }: DenialDrawerProps) {
  const content = useDrawer((state) => state.content);
  const groups = useDenials((state) => state.groups);
  const events = useDenials((state) => state.events);
  const owners = useContainerList();
  const now = useClock((state) => state.now);
  const event = useMemo(() => shownEvent(content, groups, events), [content, groups, events]);
  const group = useMemo(() => shownGroup(content, groups, events), [content, groups, events]);
  const groupId = group?.id;
  const choices = useMemo(
    () =>
      content.kind === 'group' && group !== undefined
        ? group.containers.filter((name) => sampleFor(group, name, events) !== undefined)
        : [],
    [content, group, events],
  );
  const container = event?.container ?? null;
  const target = useMemo(
    () => (groupId === undefined ? undefined : { group: groupId, container }),
    [groupId, container],
  );
  const explained = useExplanations((state) => (target === undefined ? undefined : explanationFor(state, target)));
  const client = useClient();
  const knownOf = useKnownCauses(groups);
  const change = group && knownOf(group).applied;
  const applied = change?.container === container ? change : undefined;
  useEffect(() => {
    // The explanation is asked for again after a reconnect. Without a connection, what was answered before stays.
    if (target !== undefined && client !== undefined) void explainGroup(client, target);
  }, [target, client]);
  if (content.kind === 'none') return null;
  const actions = {
    onApply: (remedy: Remedy): void => {
      if (target !== undefined) openDialog({ kind: 'apply-remedy', target, remedy });
    },
    onUndo: (change: MadeChange): void => void undoChange(change),
    onOwnDomain: container === null ? undefined : () => openDialog({ kind: 'own-domain', name: container }),
  };
  return (
    <aside className="drawer" aria-label={t('Denial')}>
      <header>
        <h2>{content.kind === 'group' ? t('Cause of denials') : t('Denial')}</h2>
        <span style={{ flex: 1 }} />
        <ActionButton label={t('Close details')} isCompact icon={<Close />} reason={undefined} onAction={closeDrawer} />
      </header>
      {event === undefined ? (
        <Empty title={t('This event is no longer stored')}>{t('It is only counted in its cause.')}</Empty>
      ) : (
        <DenialDetail
          event={event}
          group={group}
          choices={choices}
          onChoose={(name) => content.kind === 'group' && openGroup(content.id, name)}
          isGroup={content.kind === 'group'}
          reason={group?.reason ?? reasonOf(event)}
          owners={owners}
          explained={explained ?? (client === undefined ? unconnected : undefined)}
          applied={applied}
          actions={actions}
          now={now}
          precededBy={precededBy}
        />
      )}
      {content.kind === 'group' && group !== undefined && (
        <IgnoreCause key={group.id} group={group} allGroups={groups} kind={causeKindOf(group, knownOf(group))} />
      )}
    </aside>
  );
}

const unconnected = {
  status: 'failed',
  reason: t('there is no connection to the host'),
} as const;

function shownGroup(
  content: DrawerContent,
  groups: ReadonlyMap<string, DenialGroup>,
  events: readonly GroupedEvent[],
): DenialGroup | undefined {
  if (content.kind === 'none') return undefined;
  if (content.kind === 'group') return groups.get(content.id);
  const event = eventOf(content.key, events);
  return event && groupOf(event);
}

function eventOf(key: string, events: readonly GroupedEvent[]): GroupedEvent | undefined {
  return events.findLast((one) => eventKey(one) === key);
}

function shownEvent(
  content: DrawerContent,
  groups: ReadonlyMap<string, DenialGroup>,
  events: readonly GroupedEvent[],
): DenialEvent | undefined {
  if (content.kind === 'none') return undefined;
  if (content.kind === 'denial') return eventOf(content.key, events);
  const group = groups.get(content.id);
  return group === undefined ? undefined : sampleFor(group, content.container, events);
}
