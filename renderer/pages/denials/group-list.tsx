/** Causes: denials that share types, class and permissions, a line of plain words each. */

import type { DenialGroup } from '../../../contract/model/denial.ts';
import { DenialGroupRow } from '../../components/denial-group-row.tsx';
import { useContainerList } from '../../stores/category-owners.ts';
import { useClock } from '../../stores/clock.ts';
import { openGroup, useDrawer } from '../../stores/drawer.ts';

interface GroupListProps {
  readonly groups: readonly DenialGroup[];
}

export function GroupList({ groups }: GroupListProps) {
  const owners = useContainerList();
  const now = useClock((state) => state.now);
  const openId = useDrawer(({ content }) => (content.kind === 'group' ? content.id : undefined));
  if (groups.length === 0) return null;
  return (
    <ul className="denial-list" aria-label="Causes of denials">
      {groups.map((group) => (
        <DenialGroupRow key={group.id} group={group} owners={owners} now={now} isOpen={group.id === openId} onOpen={() => openGroup(group.id)} />
      ))}
    </ul>
  );
}
