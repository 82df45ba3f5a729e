// SPDX-License-Identifier: Apache-2.0
/**
 * Says when the host is not reached, why, and when it is tried again. What is on the screen stays, marked as old. The
 * banner is of one height while attempts come and go, so that the page below stays where it is, and its reason is spoken
 * once.
 */

import CloudOff from '@mui/icons-material/CloudOffOutlined';
import Button from '@mui/material/Button';
import { useState } from 'react';
import type { HostEntry } from '../../../contract/bridge.ts';
import { useClock } from '../../window/clock.ts';
import { type Connection, retryNow, useConnection } from '../../host/connection.ts';
import { labelOf, useOtherMember } from '../../features/cluster/member-hosts.ts';
import { chooseHost, currentHost, useWindow } from '../../host/main-process.ts';
import { useLocation } from '../../window/location.ts';
import { formatAsOf } from '../../lib/moments.ts';
import { formatRoute } from '../../lib/route.ts';
import { withStop } from '../../lib/sentence.ts';
import { t } from '../../lib/language/t.ts';

type NotReached = Exclude<Connection, { status: 'none' | 'connected' }>;

export function ConnectionBanner() {
  const connection = useConnection((state) => state.connection);
  const host = useWindow(currentHost);
  const heard = useConnection((state) => (host === undefined ? undefined : state.heardAt.get(host.id)));
  const now = useClock((state) => state.now);
  // The page of all hosts says it of each.
  const isFleet = useLocation(({ route }) => route.page === 'hosts');
  const [last, setLast] = useState<Reason | undefined>(undefined);
  const next = reasonAfter(last, connection);
  if (next !== last) setLast(next);
  if (isFleet || connection.status === 'none' || connection.status === 'connected') return null;
  const label = host?.label ?? connection.hostId;
  if (next === undefined)
    return (
      <div className="banner info" role="status">
        <i className="state-dot turning-dot" aria-hidden="true" />
        <span className="grow">{t('Connecting to {label} …', { label })}</span>
      </div>
    );
  const heardAt = heard ?? host?.reachedAt ?? undefined;
  const words = withStop(next.text);
  return (
    <div className={`banner connection ${connection.status === 'denied' ? 'red' : 'amber'}`}>
      <CloudOff />
      <span className="grow">
        <span className="banner-reason" title={words} role="alert">
          <strong>{`${headOf(connection, label, heardAt !== undefined)}: `}</strong>
          {words}
        </span>
        <span className="muted">{`${dataNote(heardAt, now)} ${nextNote(connection, now)}`}</span>
      </span>
      <Button color="inherit" href={formatRoute({ page: 'host-check' })}>
        {t('Find out why')}
      </Button>
      <OtherMemberButton hostId={connection.hostId} />
      <RetryButton connection={connection} host={host} />
    </div>
  );
}

function OtherMemberButton({ hostId }: { readonly hostId: string }) {
  const other = useOtherMember(hostId);
  if (other === undefined) return null;
  return (
    <Button
      color="inherit"
      title={t('Another member of the same cluster, which is connected.')}
      onClick={() => chooseHost(other)}
    >
      {t('Show {label}', { label: labelOf(other) })}
    </Button>
  );
}

interface Reason {
  readonly hostId: string;
  readonly text: string;
}

/** Why the host is not reached. An attempt that is under way changes nothing about why the last one failed. */
function reasonAfter(last: Reason | undefined, connection: Connection): Reason | undefined {
  if (connection.status === 'none' || connection.status === 'connected') return undefined;
  const { hostId } = connection;
  const known = last?.hostId === hostId ? last : undefined;
  if (!('reason' in connection) || connection.reason === known?.text) return known;
  return { hostId, text: connection.reason };
}

function RetryButton({ connection, host }: { readonly connection: NotReached; readonly host: HostEntry | undefined }) {
  const canAsk = connection.status === 'held' && connection.obstacle !== 'changed-key';
  return (
    <Button
      variant="outlined"
      color="inherit"
      disabled={connection.status === 'connecting'}
      onClick={() => retryNow(host?.id)}
    >
      {canAsk ? retryLabels[connection.obstacle] : t('Try now')}
    </Button>
  );
}

const retryLabels = { login: t('Log in'), 'unknown-key': t('Confirm key'), 'changed-key': t('Try now') } as const;

function headOf(connection: NotReached, label: string, wasReached: boolean): string {
  switch (connection.status) {
    case 'denied':
      return t('{label} denies access to this console', { label });
    case 'held':
      return t('{label} waits for you', { label });
    case 'connecting':
    case 'lost':
      return wasReached ? t('No connection to {label}', { label }) : t('{label} was never reached', { label });
  }
}

function dataNote(heardAt: number | undefined, now: number): string {
  return heardAt === undefined
    ? t('There is no data of it yet.')
    : t('Showing data as of {heardAt}.', { heardAt: formatAsOf(heardAt, now) });
}

function nextNote(connection: NotReached, now: number): string {
  switch (connection.status) {
    case 'connecting':
      return t('Attempt {count} is under way.', { count: connection.attempt + 1 });
    case 'lost':
      return t('Next attempt in {seconds} s.', { seconds: Math.max(0, Math.ceil(connection.retryAt / 1000 - now)) });
    case 'held':
      return t('It is not tried again until you ask for it.');
    case 'denied':
      return '';
  }
}
