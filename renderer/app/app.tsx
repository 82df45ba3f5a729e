// SPDX-License-Identifier: Apache-2.0
/** Shows the frame: rail, top bar, page, drawer, dialogs and notifications. */

import { ThemeProvider } from '@mui/material/styles';
import { useLayoutEffect, useMemo } from 'react';
import { createBulkheadTheme } from '../ui/theme.ts';
import { useConnection } from '../host/connection.ts';
import { useLocation } from '../window/location.ts';
import { useScrollPlaces } from '../window/scroll-places.ts';
import { useWindow } from '../host/main-process.ts';
import { AuditLogBanner } from './frame/audit-log-banner.tsx';
import { ConnectionBanner } from './frame/connection-banner.tsx';
import { CurrentPage } from './current-page.tsx';
import { FaultBoundary } from './fault-boundary.tsx';
import { GuardedDialog } from './guarded-dialog.tsx';
import { GuardedDrawer } from './guarded-drawer.tsx';
import { GuardedHelp } from './guarded-help.tsx';
import { Notifications } from './notifications.tsx';
import { Rail } from './frame/rail.tsx';
import { SshQuestion } from './frame/ssh-question.tsx';
import { TopBar } from './frame/top-bar.tsx';
import { VersionBanner } from './frame/version-banner.tsx';
import { useKeyboard } from './palette/use-keyboard.ts';
import { useWindowTitle } from './frame/use-window-title.ts';

export function App() {
  const isDark = useWindow((state) => state.theme.isDark);
  const theme = useMemo(() => createBulkheadTheme({ isDark }), [isDark]);
  const isStale = useConnection(
    ({ connection }) =>
      connection.status === 'lost' ||
      connection.status === 'denied' ||
      (connection.status === 'connecting' && connection.attempt > 0),
  );
  const place = useLocation(({ route }) => (route.page === 'container' ? `containers/${route.name}` : route.page));
  const page = useScrollPlaces();
  useKeyboard();
  useWindowTitle();
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light';
  }, [isDark]);
  return (
    <ThemeProvider theme={theme}>
      <div className="frame">
        <FaultBoundary what="bar">
          <Rail />
        </FaultBoundary>
        <div className="frame-main">
          <FaultBoundary what="bar">
            <TopBar />
            <ConnectionBanner />
            <VersionBanner />
            <AuditLogBanner />
          </FaultBoundary>
          <div className="frame-content">
            <main ref={page} className={`frame-page${isStale ? ' stale' : ''}`}>
              <FaultBoundary key={place} what="page">
                <CurrentPage />
              </FaultBoundary>
            </main>
            <GuardedDrawer />
            <GuardedHelp />
          </div>
        </div>
      </div>
      <GuardedDialog />
      <FaultBoundary what="bar" renderFault={renderNothing}>
        <SshQuestion />
      </FaultBoundary>
      <FaultBoundary what="bar" renderFault={renderNothing}>
        <Notifications />
      </FaultBoundary>
    </ThemeProvider>
  );
}

/** A notification that cannot be shown is left out, and a question that cannot be shown gets no answer. */
function renderNothing() {
  return null;
}
