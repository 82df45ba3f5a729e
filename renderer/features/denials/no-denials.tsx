/** Nothing was refused: either all is well, or there is nobody who could refuse. */

import GppBad from '@mui/icons-material/GppBadOutlined';
import GppGood from '@mui/icons-material/GppGoodOutlined';
import type { SelinuxStatus } from '../../../contract/model/host.ts';
import { Empty } from '../../ui/placeholder.tsx';

interface NoDenialsProps {
  readonly selinux: SelinuxStatus | undefined;
}

export function NoDenials({ selinux }: NoDenialsProps) {
  if (selinux?.status === 'disabled') {
    return (
      <Empty title="Nobody refuses anything on this host" icon={<GppBad style={{ color: 'var(--red)' }} />}>
        SELinux is disabled: there is no wall, and no record of what crossed it.
      </Empty>
    );
  }
  return (
    <Empty title="Nothing was refused" icon={<GppGood />}>
      Denials appear here as SELinux records them.
    </Empty>
  );
}
