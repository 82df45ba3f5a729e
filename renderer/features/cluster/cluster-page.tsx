// SPDX-License-Identifier: Apache-2.0
/** The members of the cluster: state, load and room of each, what runs there, and its evacuation. */

import type { Cluster, ClusterMember } from '../../../contract/model/host/cluster.ts';
import { useIsConnected } from '../../host/connection.ts';
import { useWindow } from '../../host/main-process.ts';
import { operationOn, useOperations } from '../../host/operations.ts';
import { shellCan } from '../../lib/shell.ts';
import { t } from '../../lib/language/t.ts';
import { formatRoute } from '../../lib/route.ts';
import { formatBytes, formatDecimal } from '../../lib/units.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { Meter } from '../../ui/meter.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Empty, Failed, Loading } from '../../ui/placeholder.tsx';
import { openDialog } from '../../window/dialogs.ts';
import { type EvacuationAction, subjectOf } from './evacuate-member.ts';
import { addressOfMember, labelOf, useMemberHosts } from './member-hosts.ts';
import { loadMembers, useLiveMembers } from './members.ts';
import './cluster.css';

export function ClusterPage() {
  const { cluster, problem } = useLiveMembers();
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('Cluster')}</h1>
      </div>
      {problem !== undefined && <Failed text={problem} onRetry={() => void loadMembers()} />}
      <Panel title={t('Members')} isFlush>
        {cluster === undefined && problem === undefined && <Loading label={t('Loading members')} lines={4} />}
        {cluster !== undefined && <Members cluster={cluster} />}
      </Panel>
    </div>
  );
}

function Members({ cluster }: { readonly cluster: Cluster | null }) {
  if (cluster === null || cluster.member === null)
    return (
      <Empty title={cluster === null ? t('There is no Incus on this host') : t('This host is in no cluster')}>
        {t('Members of a cluster of Incus are shown here: their state, their load, and what runs on them.')}
      </Empty>
    );
  return <MemberTable cluster={cluster} own={cluster.member} />;
}

function MemberTable({ cluster, own }: { readonly cluster: Cluster; readonly own: string }) {
  const shown = useWindow(({ hostId }) => hostId);
  const hosts = useMemberHosts(shown);
  const hasOther = [...hosts.keys()].some((name) => name !== own);
  return (
    <div className="member-scroll">
      <table className="table" aria-label={t('Members')}>
        <thead>
          <tr>
            <th>{t('Member')}</th>
            <th>{t('State')}</th>
            <th className="number member-load">{t('Load')}</th>
            <th>{t('Memory')}</th>
            <th>{t('Containers')}</th>
            <th className="member-pools">{t('Storage pools')}</th>
            <th>
              <span className="visually-hidden">{t('Actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {cluster.members.map((member) => (
            <MemberRow
              key={member.name}
              member={member}
              isHere={member.name === own}
              hostId={hosts.get(member.name)}
              offer={
                shown === undefined || member.address === null ? undefined : addressOfMember(shown, member.address)
              }
            />
          ))}
        </tbody>
      </table>
      {cluster.members.length > 1 && !hasOther && (
        <p className="muted member-note">
          {t('Add a second member, so that the cluster stays visible when {member} is down.', { member: own })}
        </p>
      )}
    </div>
  );
}

const stateLabels: Readonly<Record<ClusterMember['state'], string>> = {
  online: t('online'),
  evacuated: t('evacuated'),
  offline: t('away'),
  other: t('other'),
};

interface MemberRowProps {
  readonly member: ClusterMember;
  readonly isHere: boolean;
  /** Names the host in the window's list; undefined where it is not in there. */
  readonly hostId: string | undefined;
  /** The address to add it by; undefined where there is none. */
  readonly offer: string | undefined;
}

function MemberRow({ member, isHere, hostId, offer }: MemberRowProps) {
  const { name, state, message, roles, load, cpus, memoryBytes, freeMemoryBytes, containers } = member;
  return (
    <tr>
      <td>
        <strong>{name}</strong>
        <div className="muted member-roles">{[...(isHere ? [t('this host')] : []), ...roles].join(', ')}</div>
        {!isHere && hostId !== undefined && (
          <div className="muted member-roles">{t('in the window as {label}', { label: labelOf(hostId) })}</div>
        )}
      </td>
      <td title={message}>
        <span className={`member-state ${state}`}>{stateLabels[state]}</span>
        {state !== 'online' && <div className="muted member-message">{message}</div>}
      </td>
      <td className="number member-load">{load === null ? '' : loadWords(load, cpus)}</td>
      <td>
        {memoryBytes !== null && freeMemoryBytes !== null && (
          <Share label={t('Memory of {name}', { name })} used={memoryBytes - freeMemoryBytes} total={memoryBytes} />
        )}
      </td>
      <td>
        <a href={formatRoute({ page: 'containers', filter: `member:${name}` })}>{containers}</a>
        <div className="muted">{runningWords(member)}</div>
      </td>
      <td className="member-pools">
        {member.pools.map((pool) => (
          <Share
            key={pool.name}
            label={t('Pool {pool} of {name}', { pool: pool.name, name })}
            title={pool.name}
            used={pool.usedBytes}
            total={pool.totalBytes}
          />
        ))}
      </td>
      <td>
        <div className="member-acts">
          {!isHere && hostId === undefined && offer !== undefined && shellCan('add-hosts') && (
            <ActionButton
              label={t('Add host: {member}', { member: name })}
              text={t('Add host')}
              reason={undefined}
              onAction={() => openDialog({ kind: 'add-host', address: offer })}
            />
          )}
          <EvacuationButton member={member} />
        </div>
      </td>
    </tr>
  );
}

/** What runs on one that is away, nobody can say. */
function runningWords({ state, running }: ClusterMember): string {
  return state === 'online' || state === 'evacuated'
    ? t('{running, plural, =0 {none runs} one {# runs} other {# run}}', { running })
    : t('state not known');
}

function loadWords(load: number, cpus: number | null): string {
  const shown = formatDecimal(load, 2);
  return cpus === null ? shown : t('{load} of {cpus}', { load: shown, cpus });
}

interface ShareProps {
  readonly label: string;
  readonly title?: string;
  readonly used: number;
  readonly total: number;
}

function Share({ label, title, used, total }: ShareProps) {
  const words = t('{used} of {total}', { used: formatBytes(used), total: formatBytes(total) });
  return (
    <div className="member-share">
      <span>{title === undefined ? words : `${title}: ${words}`}</span>
      <Meter label={label} share={used / total} />
    </div>
  );
}

function EvacuationButton({ member: { name, state } }: { readonly member: ClusterMember }) {
  const action: EvacuationAction = state === 'evacuated' ? 'restore' : 'evacuate';
  const isConnected = useIsConnected();
  const running = useOperations((operations) => operationOn(subjectOf(name))(operations)?.activeLabel);
  const reason =
    (isConnected ? undefined : t('There is no connection to the host.')) ??
    (running === undefined ? undefined : t('It is {doing}.', { doing: running })) ??
    (state === 'online' || state === 'evacuated' ? undefined : t('It does not answer.'));
  return (
    <ActionButton
      label={
        action === 'evacuate' ? t('Evacuate {member}…', { member: name }) : t('Restore {member}…', { member: name })
      }
      text={action === 'evacuate' ? t('Evacuate…') : t('Restore…')}
      reason={reason}
      onAction={() => openDialog({ kind: 'evacuate', action, member: name })}
    />
  );
}
