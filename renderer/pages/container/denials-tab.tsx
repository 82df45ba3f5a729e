/** What SELinux refused to the processes of this container. */

import { useMemo } from 'react';
import { DenialEventTable } from '../../components/denial-event-table.tsx';
import { DenialGroupRow } from '../../components/denial-group-row.tsx';
import { NoDenials } from '../../components/no-denials.tsx';
import { Panel } from '../../components/panel.tsx';
import { Failed, Loading } from '../../components/placeholder.tsx';
import { useContainerList } from '../../stores/category-owners.ts';
import { useClock } from '../../stores/clock.ts';
import { useHostInfo } from '../../stores/connection.ts';
import { eventKey, useDenials } from '../../stores/denials.ts';
import { openDenial, openGroup, useDrawer } from '../../stores/drawer.ts';
import { retryFeed, useFeeds } from '../../stores/feeds.ts';
import { failureText } from '../../stores/notifications.ts';

interface DenialsTabProps {
  readonly name: string;
}

export function DenialsTab({ name }: DenialsTabProps) {
  const feed = useFeeds((state) => state.denials);
  const selinux = useHostInfo()?.selinux;
  const groups = useDenials((state) => state.groups);
  const events = useDenials((state) => state.events);
  const owners = useContainerList();
  const now = useClock((state) => state.now);
  const content = useDrawer((state) => state.content);
  const ownGroups = useMemo(() => [...groups.values()].filter((group) => group.containers.includes(name)).toSorted((left, right) => right.last - left.last), [groups, name]);
  const rows = useMemo(() => events.filter((event) => event.container === name).slice(-200).toReversed().map((event) => ({ key: eventKey(event), event })), [events, name]);

  if (feed.status === 'failed') return <Failed text={failureText('cannot read the denials', feed.error)} onRetry={() => retryFeed('denials')} />;
  if (feed.status === 'loading' && groups.size === 0) return <Loading label="Loading denials" />;
  if (ownGroups.length === 0) return <div className="panel"><NoDenials selinux={selinux} /></div>;
  return (
    <>
      <Panel title="Causes" isFlush>
        <ul className="denial-list" aria-label="Causes of denials">
          {ownGroups.map((group) => (
            <DenialGroupRow key={group.id} group={group} owners={owners} now={now} isOpen={content.kind === 'group' && content.id === group.id} onOpen={() => openGroup(group.id)} />
          ))}
        </ul>
      </Panel>
      <Panel title="One by one" isFlush>
        <DenialEventTable rows={rows} owners={owners} now={now} openKey={content.kind === 'denial' ? content.key : undefined} onOpen={openDenial} />
      </Panel>
    </>
  );
}
