/** The drawer with a denial, or with the cause that many share: what, why, and the record itself. */

import Close from '@mui/icons-material/Close';
import { ActButton } from '../../components/act-button.tsx';
import { DenialDetail } from '../../components/denial-detail.tsx';
import { Empty } from '../../components/placeholder.tsx';
import { reasonOf } from '../../model/denial-reason.ts';
import { useContainerList } from '../../stores/category-owners.ts';
import { useClock } from '../../stores/clock.ts';
import { eventKey, groupOf, useDenials } from '../../stores/denials.ts';
import { closeDrawer, useDrawer } from '../../stores/drawer.ts';

export function DenialDrawer() {
  const content = useDrawer((state) => state.content);
  const groups = useDenials((state) => state.groups);
  const events = useDenials((state) => state.events);
  const owners = useContainerList();
  const now = useClock((state) => state.now);
  if (content.kind === 'none') return null;
  const event = content.kind === 'group' ? groups.get(content.id)?.sample : events.findLast((one) => eventKey(one) === content.key);
  const group = content.kind === 'group' ? groups.get(content.id) : event === undefined ? undefined : groupOf(event, groups);
  return (
    <aside className="drawer" aria-label="Denial">
      <header>
        <h2>{content.kind === 'group' ? 'Cause of denials' : 'Denial'}</h2>
        <span style={{ flex: 1 }} />
        <ActButton label="Close details" isCompact icon={<Close />} reason={undefined} onAct={closeDrawer} />
      </header>
      {event === undefined ? (
        <Empty title="This denial is no longer kept">Only its group counts it still.</Empty>
      ) : (
        <DenialDetail event={event} group={group} isGroup={content.kind === 'group'} reason={group?.reason ?? reasonOf(event)} owners={owners} now={now} />
      )}
    </aside>
  );
}
