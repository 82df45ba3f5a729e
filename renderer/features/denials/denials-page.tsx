// SPDX-License-Identifier: Apache-2.0
/** What SELinux denied on this host: over time, by cause, as a graph, one by one. */

import { DenialBrowser } from './browser/denial-browser.tsx';
import { DrillChip } from './drill-chip.tsx';
import { HostChip } from './host-chip.tsx';
import { DontauditSwitch } from './dontaudit-switch.tsx';
import { NoDenials } from './no-denials.tsx';
import { Failed } from '../../ui/placeholder.tsx';
import { SearchField } from '../../ui/search/search-field.tsx';
import { denialFields } from './model/denial-search.ts';
import { MissingMembers } from '../members/missing-members.tsx';
import { parseSearch, describeUnknownFields } from '../../../contract/search/search.ts';
import { formatCount } from '../../lib/units.ts';
import { useHostInfo, useIsConnected } from '../../host/connection.ts';
import { useHostLabel } from '../../host/main-process.ts';
import { openDialog } from '../../window/dialogs.ts';
import { useDenialScreen } from './denial-screen.ts';
import { useDrillChoice } from './use-drill-choice.ts';
import { useHostChoice } from './use-host-choice.ts';
import { hideDontaudit, useFollowDontaudit, useDontaudit } from './dontaudit-store.ts';
import { AwaitedList } from '../../host/awaited-list.tsx';
import { retryFeed, useFeeds } from '../../host/feeds.ts';
import { replaceRoute, useLocation } from '../../window/location.ts';
import { failureText } from '../../window/notifications.ts';
import { operationOn, useOperations } from '../../host/operations.ts';
import { t } from '../../lib/language/t.ts';

export function DenialsPage() {
  const filter = useLocation(({ route }) => (route.page === 'denials' ? route.filter : ''));
  const feed = useFeeds((state) => state.denials);
  const host = useHostInfo();
  const label = useHostLabel();
  const { lost, ...all } = useDenialScreen(undefined);
  const { drillCount, isDrillShown, showDrill, ...withoutDrill } = useDrillChoice(all);
  const { hostCount, isHostShown, showHost, ...kept } = useHostChoice({ ...withoutDrill, since: all.time.since });
  const screen = { ...all, ...kept };
  const until = useDontaudit((state) => state.until);
  const busy = useOperations((state) => operationOn('policy')(state)?.activeLabel);
  const isConnected = useIsConnected();
  useFollowDontaudit();

  return (
    <div className="page page-whole">
      <div className="page-head with-tools">
        <h1>{screen.time.title}</h1>
        {lost > 0 && (
          <span
            className="badge amber"
            title={t('They arrived too fast to be shown one by one. They are counted in their causes.')}
          >
            {t('{lost} events not shown', { lost: formatCount(lost) })}
          </span>
        )}
        {drillCount > 0 && <DrillChip count={drillCount} isShown={isDrillShown} onShow={showDrill} />}
        {hostCount > 0 && <HostChip count={hostCount} isShown={isHostShown} onShow={showHost} />}
        <span style={{ flex: 1 }} />
        <DontauditSwitch
          until={until}
          now={screen.now}
          reason={whyNot({ isConnected, busy, status: host?.selinux.status })}
          onShow={() => openDialog({ kind: 'dontaudit' })}
          onHide={() => void hideDontaudit()}
        />
        <SearchField
          label={t('Filter denials')}
          placeholder={t('container:web class:file -type:shadow_t')}
          value={filter}
          problem={describeUnknownFields(parseSearch(filter), denialFields)}
          onChange={handleFilter}
        />
      </div>
      <MissingMembers feed="denials" />
      {feed.status === 'failed' && (
        <Failed text={failureText(t('cannot read the denials'), feed.error)} onRetry={() => retryFeed('denials')} />
      )}
      {feed.status === 'loading' && screen.groups.size === 0 && <AwaitedList what={t('denials')} />}
      {feed.status === 'ready' && screen.groups.size === 0 && (
        <div className="panel page-fill">
          <NoDenials selinux={host?.selinux} />
        </div>
      )}
      {screen.groups.size > 0 && (
        <DenialBrowser
          {...screen}
          top={label ?? t('this host')}
          filter={filter}
          onFilter={handleFilter}
          onContainer={showContainer}
        />
      )}
    </div>
  );
}

function handleFilter(text: string): void {
  replaceRoute({ page: 'denials', filter: text });
}

function showContainer(name: string): void {
  handleFilter(`container:${name}`);
}

function whyNot({
  isConnected,
  busy,
  status,
}: {
  readonly isConnected: boolean;
  readonly busy: string | undefined;
  readonly status: string | undefined;
}): string | undefined {
  if (!isConnected) return t('There is no connection to the host.');
  if (status === 'disabled') return t('SELinux is disabled on this host: nothing is denied.');
  return busy === undefined ? undefined : t('It is being prepared.');
}
