// SPDX-License-Identifier: Apache-2.0
/** No denials: either all is well, or SELinux is off. */

import GppBad from '@mui/icons-material/GppBadOutlined';
import GppGood from '@mui/icons-material/GppGoodOutlined';
import type { SelinuxStatus } from '../../../contract/model/host/host.ts';
import { Empty } from '../../ui/placeholder.tsx';

interface NoDenialsProps {
  readonly selinux: SelinuxStatus | undefined;
}

export function NoDenials({ selinux }: NoDenialsProps) {
  if (selinux?.status === 'disabled') {
    return (
      <Empty title="SELinux denies nothing on this host" icon={<GppBad style={{ color: 'var(--red)' }} />}>
        SELinux is disabled: containers are not confined by it, and nothing is logged.
      </Empty>
    );
  }
  return (
    <Empty title="No denials" icon={<GppGood />}>
      Denials appear here when SELinux logs them.
    </Empty>
  );
}
