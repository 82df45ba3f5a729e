// SPDX-License-Identifier: Apache-2.0
/** The hosts: which is shown, whether each is reached, and SELinux's mode where it is known. */

import Add from '@mui/icons-material/Add';
import Close from '@mui/icons-material/Close';
import type { HostEntry } from '../../../contract/bridge.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { selinuxLabel } from '../../host/selinux-labels.ts';
import { useConnection } from '../../host/connection.ts';
import { openDialog } from '../../window/dialogs.ts';
import { chooseHost, removeHost, useWindow } from '../../host/main-process.ts';

export function HostList() {
  const hosts = useWindow((state) => state.hosts);
  const current = useWindow((state) => state.hostId);
  return (
    <section className="hosts" aria-label="Hosts">
      <header>
        <span>Hosts</span>
        <ActionButton
          label="Add host"
          isCompact
          icon={<Add />}
          reason={undefined}
          onAction={() => openDialog({ kind: 'add-host' })}
        />
      </header>
      <ul>
        {hosts.map((host) => (
          <HostItem key={host.id} host={host} isCurrent={host.id === current} />
        ))}
      </ul>
    </section>
  );
}

interface HostItemProps {
  readonly host: HostEntry;
  readonly isCurrent: boolean;
}

function HostItem({ host, isCurrent }: HostItemProps) {
  const info = useConnection((state) => state.infos.get(host.id));
  const status = useConnection(({ connection }) =>
    isCurrent && connection.status !== 'none' ? connection.status : host.state.status,
  );
  const label = selinuxLabel(info?.selinux);
  const title = host.state.status === 'unreachable' ? host.state.reason : `${host.id}: ${statusLabels[status]}`;
  return (
    <li className={isCurrent ? 'current' : ''}>
      <button type="button" className="host" aria-current={isCurrent} title={title} onClick={() => chooseHost(host.id)}>
        <i className={`host-dot ${status}`} aria-hidden="true" />
        <span className="host-label">
          <span className="truncate">{host.label}</span>
          <span className="host-mode">
            {statusLabels[status]}
            {info !== undefined && status === 'connected' && (
              <span className={`mode ${label.tone}`}>{`, ${label.label.replace('SELinux ', '')}`}</span>
            )}
          </span>
        </span>
      </button>
      {host.isRemovable && (
        <ActionButton
          label={`Remove host ${host.label}`}
          isCompact
          icon={<Close style={{ fontSize: 14 }} />}
          reason={undefined}
          onAction={() => void removeHost(host.id)}
        />
      )}
    </li>
  );
}

const statusLabels = {
  idle: 'not connected',
  connecting: 'connecting',
  connected: 'connected',
  unreachable: 'not reachable',
  lost: 'connection lost',
  denied: 'access denied',
} as const;
