/** What the host is made of. */

import { Panel } from '../../ui/panel.tsx';
import { Loading } from '../../ui/placeholder.tsx';
import { formatDuration, formatExact } from '../../lib/moments.ts';
import { formatBytes } from '../../lib/units.ts';
import { useCoarseClock } from '../../window/clock.ts';
import { useHostInfo } from '../../host/connection.ts';
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
              title={`${formatBytes(info.disk.totalBytes)} in all; containers leave ${formatBytes(info.disk.reserveBytes)} free`}
            >
              {`${formatBytes(Math.max(0, info.disk.freeBytes - info.disk.reserveBytes))} for containers, ${formatBytes(info.disk.reserveBytes)} reserved`}
              {info.disk.isOvercommitted && <span style={{ color: 'var(--amber)' }}>; limits are more than that</span>}
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
            <span style={{ color: 'var(--red)' }}>the kernel itself: auditd writes nothing</span>
          ) : (
            (source ?? <span style={{ color: 'var(--amber)' }}>nowhere: this host keeps none</span>)
          )}
        </dd>
        {(info.auditLost ?? 0) > 0 && (
          <>
            <dt>Lost</dt>
            <dd style={{ color: 'var(--amber)' }}>{`${info.auditLost} audit records were dropped by the kernel`}</dd>
          </>
        )}
        <dt>Helper</dt>
        <dd>{`${info.helper.version}, cgroup ${info.cgroup}`}</dd>
      </dl>
    </Panel>
  );
}
