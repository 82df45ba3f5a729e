// SPDX-License-Identifier: Apache-2.0
/** Alerts: those that last, those that ended lately, and the rules. */

import FormControlLabel from '@mui/material/FormControlLabel';
import Switch from '@mui/material/Switch';
import { Failed } from '../../ui/placeholder.tsx';
import { AwaitedList } from '../../host/awaited-list.tsx';
import { retryFeed, useFeeds } from '../../host/feeds.ts';
import { useCoarseClock } from '../../window/clock.ts';
import { failureText } from '../../window/notifications.ts';
import { changeSettings, useSettings } from '../../window/preferences.ts';
import { useAlerts } from './alerts-store.ts';
import { EndedPanel } from './ended-panel.tsx';
import { LastingPanel } from './lasting-panel.tsx';
import { RulesPanel } from './rules-panel.tsx';
import { TargetsPanel } from './targets-panel.tsx';
import { t } from '../../lib/language/t.ts';
import './alerts.css';

export function AlertsPage() {
  const feed = useFeeds((state) => state.alerts);
  const state = useAlerts();
  const now = useCoarseClock(5);
  const isOnDesktop = useSettings((values) => values['alerts.desktop'] === 'on');
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('Alerts')}</h1>
        <span style={{ flex: 1 }} />
        <FormControlLabel
          sx={{ marginRight: 0 }}
          label={t('Notify on the desktop')}
          control={
            <Switch
              size="small"
              checked={isOnDesktop}
              onChange={() => changeSettings({ 'alerts.desktop': isOnDesktop ? 'off' : 'on' })}
            />
          }
        />
      </div>
      {feed.status === 'failed' && (
        <Failed text={failureText(t('cannot read the alerts'), feed.error)} onRetry={() => retryFeed('alerts')} />
      )}
      {feed.status === 'loading' && state.rules.length === 0 && <AwaitedList what={t('alerts')} />}
      {feed.status === 'ready' && (
        <>
          <LastingPanel state={state} now={now} />
          <RulesPanel state={state} now={now} />
          <TargetsPanel state={state} now={now} />
          <EndedPanel state={state} now={now} />
        </>
      )}
    </div>
  );
}
