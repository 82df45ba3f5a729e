// SPDX-License-Identifier: Apache-2.0
/** What the host is made of. */

import { Panel } from '../../ui/panel.tsx';
import { Loading } from '../../ui/placeholder.tsx';
import { RichText } from '../../ui/rich-text.tsx';
import { formatRoute } from '../../lib/route.ts';
import { formatDuration, formatExact } from '../../lib/moments.ts';
import { formatBytes } from '../../lib/units.ts';
import { useCoarseClock } from '../../window/clock.ts';
import type { HostInfo } from '../../../contract/model/host/host.ts';
import { textOf } from '../../../contract/text.ts';
import { describeRecovery } from '../../../contract/wording/describe-recovery.ts';
import { useHostInfo, useIsConnected } from '../../host/connection.ts';
import { HostCheckLine } from '../doctor/host-check-line.tsx';
import { useDenials } from '../denials/denials.ts';
import { t } from '../../lib/language/t.ts';

export function HostFacts() {
  const info = useHostInfo();
  const isConnected = useIsConnected();
  const now = useCoarseClock(60);
  const isSuspended = useDenials((state) => state.auditLog?.state === 'suspended');
  if (info === undefined)
    return (
      <Panel title={t('This host')}>
        <Loading label={t('Loading host')} lines={3} />
      </Panel>
    );
  const source = isSuspended && info.denialSource === 'auditd' ? 'audit-socket' : info.denialSource;
  const recovery = info.recovery === undefined ? undefined : describeRecovery(info.recovery);
  const missing = <span style={{ color: 'var(--amber)' }}>{t('not installed')}</span>;
  return (
    <Panel
      title={t('This host')}
      actions={
        // While nothing is heard of the host, it may have been started again.
        isConnected && (
          <span className="muted" title={t('since {bootedAt}', { bootedAt: formatExact(info.bootedAt) })}>
            {t('up {duration}', { duration: formatDuration(now - info.bootedAt) })}
          </span>
        )
      }
    >
      <dl className="pairs facts">
        <dt>{t('Processors')}</dt>
        <dd>
          {t('{cpus} cores, {memoryBytes} memory', { cpus: info.cpus, memoryBytes: formatBytes(info.memoryBytes) })}
        </dd>
        {info.disk !== null && (
          <>
            <dt>{t('Disk')}</dt>
            <dd
              title={t('{totalBytes} in all; {reserveBytes} reserved for the host', {
                totalBytes: formatBytes(info.disk.totalBytes),
                reserveBytes: formatBytes(info.disk.reserveBytes),
              })}
            >
              <DiskSpace disk={info.disk} />
            </dd>
          </>
        )}
        <dt>{t('LXC, polkit')}</dt>
        <dd>
          {info.lxc ?? missing}
          {', '}
          {info.polkit ?? missing}
        </dd>
        <dt>{t('Denials from')}</dt>
        <dd>
          {source === 'audit-socket' ? (
            <span style={{ color: 'var(--red)' }}>{t('the kernel itself (auditd does not write its log)')}</span>
          ) : (
            (source ?? <span style={{ color: 'var(--amber)' }}>{t('no source on this host')}</span>)
          )}
        </dd>
        {(info.auditLost ?? 0) > 0 && (
          <>
            <dt>{t('Lost')}</dt>
            <dd style={{ color: 'var(--amber)' }}>
              {t('{auditLost} audit records (dropped by the kernel)', { auditLost: info.auditLost ?? 0 })}
            </dd>
          </>
        )}
        <dt>{t('Host check')}</dt>
        <dd>
          <HostCheckLine />
        </dd>
        <dt>{t('Helper')}</dt>
        <dd>{t('{version}, cgroup {cgroup}', { version: info.helper.version, cgroup: info.cgroup })}</dd>
        {recovery !== undefined && (
          <>
            <dt>{t('Recovery')}</dt>
            <dd style={{ color: 'var(--amber)' }}>{textOf(recovery)}</dd>
          </>
        )}
        <dt>{t('Control groups')}</dt>
        <dd>
          <a href={formatRoute({ page: 'control-groups' })}>{t('The tree with its limits')}</a>
        </dd>
      </dl>
    </Panel>
  );
}

function DiskSpace({ disk }: { readonly disk: NonNullable<HostInfo['disk']> }) {
  const { freeBytes, reserveBytes, isOvercommitted } = disk;
  const free = formatBytes(Math.max(0, freeBytes - reserveBytes));
  const reserved = formatBytes(reserveBytes);
  return isOvercommitted ? (
    <RichText
      message="{free} for containers, {reserved} reserved<warning>; disk limits add up to more</warning>"
      values={{ free, reserved, warning: (words) => <span style={{ color: 'var(--amber)' }}>{words}</span> }}
    />
  ) : (
    <>{t('{free} for containers, {reserved} reserved', { free, reserved })}</>
  );
}
