// SPDX-License-Identifier: Apache-2.0
/** What the host is made of. */

import { Panel } from '../../ui/panel.tsx';
import { Loading } from '../../ui/placeholder.tsx';
import { formatDuration, formatExact } from '../../lib/moments.ts';
import { formatBytes } from '../../lib/units.ts';
import { useCoarseClock } from '../../window/clock.ts';
import type { HostInfo } from '../../../contract/model/host/host.ts';
import { useHostInfo } from '../../host/connection.ts';
import { HostCheckLine } from '../doctor/host-check-line.tsx';
import { useDenials } from '../denials/denials.ts';

export function HostFacts() {
  const info = useHostInfo();
  const now = useCoarseClock(60);
  const isSuspended = useDenials((state) => state.auditLog?.state === 'suspended');
  if (info === undefined)
    return (
      <Panel title="This host">
        <Loading label="Loading host" lines={3} />
      </Panel>
    );
  const source = isSuspended && info.denialSource === 'auditd' ? 'audit-socket' : info.denialSource;
  const missing = <span style={{ color: 'var(--amber)' }}>not installed</span>;
  return (
    <Panel
      title="This host"
      actions={
        <span
          className="muted"
          title={`since ${formatExact(info.bootedAt)}`}
        >{`up ${formatDuration(now - info.bootedAt)}`}</span>
      }
    >
      <dl className="pairs facts">
        <dt>Processors</dt>
        <dd>{`${info.cpus} cores, ${formatBytes(info.memoryBytes)} memory`}</dd>
        {info.disk !== null && (
          <>
            <dt>Disk</dt>
            <dd
              title={`${formatBytes(info.disk.totalBytes)} in all; ${formatBytes(info.disk.reserveBytes)} reserved for the host`}
            >
              {diskLabel(info.disk)}
              {info.disk.isOvercommitted && <span style={{ color: 'var(--amber)' }}>; disk limits add up to more</span>}
            </dd>
          </>
        )}
        <dt>LXC, polkit</dt>
        <dd>
          {info.lxc ?? missing}
          {', '}
          {info.polkit ?? missing}
        </dd>
        <dt>Denials from</dt>
        <dd>
          {source === 'audit-socket' ? (
            <span style={{ color: 'var(--red)' }}>the kernel itself (auditd does not write its log)</span>
          ) : (
            (source ?? <span style={{ color: 'var(--amber)' }}>no source on this host</span>)
          )}
        </dd>
        {(info.auditLost ?? 0) > 0 && (
          <>
            <dt>Lost</dt>
            <dd style={{ color: 'var(--amber)' }}>{`${info.auditLost} audit records (dropped by the kernel)`}</dd>
          </>
        )}
        <dt>Host check</dt>
        <dd>
          <HostCheckLine />
        </dd>
        <dt>Helper</dt>
        <dd>{`${info.helper.version}, cgroup ${info.cgroup}`}</dd>
      </dl>
    </Panel>
  );
}

function diskLabel({ freeBytes, reserveBytes }: NonNullable<HostInfo['disk']>): string {
  return `${formatBytes(Math.max(0, freeBytes - reserveBytes))} for containers, ${formatBytes(reserveBytes)} reserved`;
}
