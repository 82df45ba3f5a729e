// SPDX-License-Identifier: Apache-2.0
/** Shows one container: what it is, and its tabs. */

import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { Empty, Loading } from '../../ui/placeholder.tsx';
import { containerTabs, type ContainerTab } from '../../lib/route.ts';
import { LostDrafts } from '../containers/dialogs/lost-drafts.tsx';
import { useContainer } from '../containers/containers.ts';
import { tabLabels } from '../containers/tab-labels.ts';
import { useFeeds } from '../../host/feeds.ts';
import { useActionCauses } from '../denials/action-causes.ts';
import { useSpanName } from '../denials/denial-span.ts';
import { describeActionCauses } from '../denials/model/describe-action-causes.ts';
import { navigate } from '../../window/location.ts';
import { operationOn, useOperations } from '../../host/operations.ts';
import { AdoptionNotice } from '../adoption/adoption-notice.tsx';
import { ConfigurationTab } from './configuration-tab.tsx';
import { ContainerHeader } from './container-header.tsx';
import { DenialsTab } from './denials-tab.tsx';
import { OverviewTab } from './overview-tab.tsx';
import { lastDenialTime, SessionDenials } from './session-denials.tsx';
import { SecurityTab } from './security-tab.tsx';
import { NetworkTab } from '../networks/network-tab.tsx';
import { FilesTab } from '../files/files-tab.tsx';
import { SnapshotsTab } from '../snapshots/snapshots-tab.tsx';
import { LogsTab } from '../logs/logs-tab.tsx';
import { createPart } from '../../ui/part.tsx';
import { t } from '../../lib/language/t.ts';
import './container.css';

const TerminalTab = createPart(async () => (await import('../console/terminal-tab.tsx')).TerminalTab, {
  waiting: ({ container: { name } }) => (
    <div className="after-a-moment">
      <Loading label={t('Loading {name}', { name })} lines={8} />
    </div>
  ),
});

const ProcessesTab = createPart(async () => (await import('../processes/processes-tab.tsx')).ProcessesTab, {
  waiting: ({ container: { name } }) => <Loading label={t('Loading {name}', { name })} lines={8} />,
});

interface ContainerPageProps {
  readonly name: string;
  readonly tab: ContainerTab;
}

export function ContainerPage({ name, tab }: ContainerPageProps) {
  const container = useContainer(name);
  const feed = useFeeds((state) => state.containers);
  const busy = useOperations((state) => operationOn(name)(state)?.activeLabel);
  const causes = useActionCauses().byContainer.get(name) ?? 0;
  const span = useSpanName();
  if (container === undefined) {
    if (busy === t('creating'))
      return (
        <Empty title={t('{name} is being created', { name })}>{t('Its page opens when it has been created.')}</Empty>
      );
    return feed.status === 'ready' ? (
      <div className="page">
        <Empty
          title={t('There is no container {name} on this host', { name })}
          action={
            <ActionButton
              label={t('Show all containers')}
              variant="outlined"
              reason={undefined}
              onAction={() => navigate({ page: 'containers', filter: '' })}
            />
          }
        >
          {t('It may have been removed.')}
        </Empty>
        <LostDrafts />
      </div>
    ) : (
      <Loading label={t('Loading {name}', { name })} lines={8} />
    );
  }
  return (
    <div className="page container-page">
      <ContainerHeader container={container} busy={busy} />
      <AdoptionNotice container={container} busy={busy} />
      <Tabs
        value={tab}
        onChange={(_, next: ContainerTab) => navigate({ page: 'container', name, tab: next })}
        aria-label={t('Parts of {name}', { name })}
        sx={{ borderBottom: '1px solid var(--line)', mt: '-6px' }}
      >
        {containerTabs.map((one) => (
          <Tab
            key={one}
            value={one}
            id={`tab-${one}`}
            aria-controls="tab-panel"
            label={
              one === 'denials' && causes > 0 ? (
                <span className="tab-label">
                  {tabLabels[one]}{' '}
                  <span className="badge amber" title={describeActionCauses(causes, span)}>
                    <span aria-hidden="true">{causes}</span>
                    <span className="visually-hidden">{describeActionCauses(causes, span)}</span>
                  </span>
                </span>
              ) : (
                tabLabels[one]
              )
            }
          />
        ))}
      </Tabs>
      <div role="tabpanel" id="tab-panel" aria-labelledby={`tab-${tab}`} className="container-tab">
        {tab === 'overview' && <OverviewTab container={container} />}
        {tab === 'terminal' && (
          <TerminalTab
            key={name}
            container={container}
            busy={busy}
            lastDenial={lastDenialTime}
            denialsAfter={(time) => <SessionDenials name={name} after={time} />}
          />
        )}
        {tab === 'logs' && <LogsTab key={name} container={container} />}
        {tab === 'processes' && <ProcessesTab key={name} container={container} />}
        {tab === 'denials' && <DenialsTab name={name} />}
        {tab === 'security' && <SecurityTab container={container} />}
        {tab === 'network' && <NetworkTab container={container} busy={busy} />}
        {tab === 'files' && <FilesTab key={name} container={container} />}
        {tab === 'snapshots' && <SnapshotsTab container={container} busy={busy} />}
        {tab === 'configuration' && <ConfigurationTab key={name} container={container} busy={busy} />}
      </div>
    </div>
  );
}
