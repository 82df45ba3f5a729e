// SPDX-License-Identifier: Apache-2.0
/** Stands in the place of a list that is on its way, or that cannot be had while the host is not reached. */

import CloudOff from '@mui/icons-material/CloudOffOutlined';
import Button from '@mui/material/Button';
import { Empty, Loading } from '../ui/placeholder.tsx';
import { retryNow, useConnection } from './connection.ts';
import { t } from '../lib/language/t.ts';

interface AwaitedListProps {
  /** What is in the list, as in "Loading alerts": a plural that may begin a sentence where nouns have capitals. */
  readonly what: string;
  readonly lines?: number;
}

export function AwaitedList({ what, lines = 6 }: AwaitedListProps) {
  const status = useConnection(({ connection }) => connection.status);
  const isUnreached = status === 'lost' || status === 'held' || status === 'denied' || status === 'none';
  if (!isUnreached) return <Loading label={t('Loading {what}', { what })} lines={lines} />;
  return (
    <Empty
      title={t('Not connected')}
      icon={<CloudOff />}
      action={
        status !== 'none' && (
          <Button variant="outlined" color="inherit" onClick={() => retryNow()}>
            {t('Try again now')}
          </Button>
        )
      }
    >
      {t('Its {what} appear here when the host is reached.', { what })}
    </Empty>
  );
}
