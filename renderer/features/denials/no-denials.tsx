// SPDX-License-Identifier: Apache-2.0
/** No denials: either all is well, or SELinux is off. */

import GppBad from '@mui/icons-material/GppBadOutlined';
import GppGood from '@mui/icons-material/GppGoodOutlined';
import Button from '@mui/material/Button';
import type { SelinuxStatus } from '../../../contract/model/host/host.ts';
import { formatRoute, type Route } from '../../lib/route.ts';
import { Empty } from '../../ui/placeholder.tsx';
import { t } from '../../lib/language/t.ts';

interface NoDenialsProps {
  readonly selinux: SelinuxStatus | undefined;
}

export function NoDenials({ selinux }: NoDenialsProps) {
  if (selinux?.status === 'disabled')
    return (
      <Empty
        title={t('SELinux denies nothing on this host')}
        icon={<GppBad style={{ color: 'var(--red)' }} />}
        action={<Way to={{ page: 'host-check' }}>{t('Go to the host check')}</Way>}
      >
        {t(
          'SELinux is disabled: containers are not confined by it, and nothing is logged. The host check says ' +
            'how to switch it on.',
        )}
      </Empty>
    );
  return (
    <Empty
      title={t('No denials')}
      icon={<GppGood />}
      action={<Way to={{ page: 'isolation', part: 'drill' }}>{t('Go to the drill')}</Way>}
    >
      {t(
        'What SELinux denies appears here when it is logged, with the reason and what can be done. The drill ' +
          'provokes harmless denials, to see that they arrive.',
      )}
    </Empty>
  );
}

interface WayProps {
  readonly to: Route;
  readonly children: string;
}

function Way({ to, children }: WayProps) {
  return (
    <Button variant="outlined" color="inherit" href={formatRoute(to)}>
      {children}
    </Button>
  );
}
