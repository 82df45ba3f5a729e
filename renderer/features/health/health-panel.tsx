// SPDX-License-Identifier: Apache-2.0
/** The health of what runs in a container: failed units, listening ports, updates, and whether a restart is required. */

import Refresh from '@mui/icons-material/Refresh';
import type { ReactNode } from 'react';
import { describeSocket, describeUpdates, summariseHealth } from '../../../contract/wording/describe-health.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { ContainerHealth } from '../../../contract/model/containers/health.ts';
import { useClient } from '../../host/connection.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { Moment } from '../../ui/time/moment.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Empty, Failed, Loading } from '../../ui/placeholder.tsx';
import { RichText } from '../../ui/rich-text.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { UpdatedPackages } from '../../ui/updated-packages.tsx';
import { formatRoute } from '../../lib/route.ts';
import { useClock } from '../../window/clock.ts';
import { HealthBadge } from './health-badge.tsx';
import { askHealth, type HealthEntry } from './health-store.ts';
import { useHealth, whyNoHealth } from './use-health.ts';
import { t } from '../../lib/language/t.ts';
import './health.css';

interface HealthPanelProps {
  readonly container: Container;
}

export function HealthPanel({ container }: HealthPanelProps) {
  const { name, startedAt } = container;
  const client = useClient();
  const entry = useHealth(container);
  const reason =
    whyNoHealth(container) ?? (client === undefined ? t('There is no connection to the host.') : undefined);
  const look = (): void => {
    if (client !== undefined) void askHealth(client, { name, startedAt }, true);
  };
  return (
    <Panel
      title={t('Health')}
      isFlush
      actions={
        <>
          {entry?.health !== undefined && <HealthBadge summary={summariseHealth(entry.health)} />}
          <ActionButton label={t('Look again')} isCompact icon={<Refresh />} reason={reason} onAction={look} />
        </>
      }
    >
      <HealthBody entry={entry} nothing={whyNoHealth(container)} name={name} onRetry={look} />
    </Panel>
  );
}

interface HealthBodyProps {
  readonly entry: HealthEntry | undefined;
  readonly nothing: string | undefined;
  readonly name: string;
  readonly onRetry: () => void;
}

function HealthBody({ entry, nothing, name, onRetry }: HealthBodyProps) {
  if (nothing !== undefined) return <Empty title={t('No health information')}>{nothing}</Empty>;
  if (entry === undefined) return <Loading label={t('Looking at the health of {name}', { name })} lines={3} />;
  if (entry.health === undefined)
    return <Failed text={entry.problem ?? t('Its health is not known.')} onRetry={onRetry} />;
  return (
    <>
      {entry.problem !== undefined && <p className="health-note amber">{entry.problem}</p>}
      <HealthFacts health={entry.health} name={name} />
    </>
  );
}

function HealthFacts({ health, name }: { readonly health: ContainerHealth; readonly name: string }) {
  const now = useClock((state) => state.now);
  const { units, listening, updates, isRestartRequired, checkedAt } = health;
  return (
    <>
      <dl className="health-facts">
        <Fact title={t('Failed units')}>
          <Units units={units} name={name} />
        </Fact>
        <Fact title={t('Listens on')}>
          <Listening listening={listening} />
        </Fact>
        <Fact title={t('Updates')}>
          {updates.state === 'known' ? (
            <>
              <span>{updates.count === 0 ? t('None') : describeUpdates(updates)}</span>
              <span className="muted">
                {' '}
                <RichText message="(lists of {at})" values={{ at: <Moment time={updates.listsAt} now={now} /> }} />
              </span>
            </>
          ) : (
            <Unknown reason={updates.reason} />
          )}
        </Fact>
        <Fact title={t('{part, select, other {Restart}}', { part: 'fact' })}>{restartWords(isRestartRequired)}</Fact>
      </dl>
      {updates.state === 'known' && updates.packages.length > 0 && (
        <div className="health-packages">
          <UpdatedPackages packages={updates.packages} count={updates.count} />
        </div>
      )}
      <p className="health-note muted">
        <RichText
          message="Checked {at} (units by systemctl in the container)."
          values={{ at: <Moment time={checkedAt} now={now} /> }}
        />
      </p>
    </>
  );
}

function Fact({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Unknown({ reason }: { readonly reason: string }) {
  return (
    <span className="muted">
      <RichText message="Not known: {reason}" values={{ reason: <SafeText text={reason} /> }} />
    </span>
  );
}

function Units({ units, name }: { readonly units: ContainerHealth['units']; readonly name: string }) {
  if (units.state === 'unknown') return <Unknown reason={units.reason} />;
  if (units.failed.length === 0) return t('None');
  return (
    <ul aria-label={t('Failed units')}>
      {units.failed.map((unit) => (
        <li key={unit.name}>
          <span className="mono">
            <SafeText text={unit.name} />
          </span>{' '}
          <span className="muted">
            <SafeText text={unit.description} />
          </span>
        </li>
      ))}
      <li>
        <a href={formatRoute({ page: 'container', name, tab: 'logs' })}>
          {units.isCut ? t('There are more. See the logs') : t('See the logs')}
        </a>
      </li>
    </ul>
  );
}

function Listening({ listening }: { readonly listening: ContainerHealth['listening'] }) {
  if (listening.state === 'unknown') return <Unknown reason={listening.reason} />;
  if (listening.sockets.length === 0) return t('No port');
  const sockets = listening.sockets.map(describeSocket).join(', ');
  return <span className="mono">{listening.isCut ? t('{sockets} and more', { sockets }) : sockets}</span>;
}

function restartWords(isRequired: boolean | null): string {
  if (isRequired === null) return t('Not known: nothing in it says so');
  return isRequired ? t('Required by a package that was updated') : t('Not required');
}
