/** The frame: rail, top bar, page, drawer, dialogs and notifications. */

import { ThemeProvider } from '@mui/material/styles';
import { useLayoutEffect, useMemo } from 'react';
import { createBulkheadTheme } from '../components/theme.ts';
import { DenialDrawer } from '../pages/denial/denial-drawer.tsx';
import { useConnection } from '../stores/connection.ts';
import { useLocation } from '../stores/location.ts';
import { useWindow } from '../stores/window.ts';
import { AuditLogBanner } from './audit-log-banner.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { CurrentDialog } from './current-dialog.tsx';
import { CurrentPage } from './current-page.tsx';
import { FaultBoundary } from './fault-boundary.tsx';
import { Notifications } from './notifications.tsx';
import { Rail } from './rail.tsx';
import { TopBar } from './top-bar.tsx';
import { useKeyboard } from './use-keyboard.ts';

export function App() {
  const isDark = useWindow((state) => state.theme.isDark);
  const theme = useMemo(() => createBulkheadTheme({ isDark }), [isDark]);
  const isStale = useConnection(({ connection }) => connection.status === 'lost' || connection.status === 'refused' || (connection.status === 'connecting' && connection.attempt > 0));
  const place = useLocation(({ route }) => (route.page === 'container' ? `containers/${route.name}` : route.page));
  useKeyboard();
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light';
  }, [isDark]);
  return (
    <ThemeProvider theme={theme}>
      <div className="frame">
        <Rail />
        <div className="frame-main">
          <TopBar />
          <ConnectionBanner />
          <AuditLogBanner />
          <div className="frame-content">
            <main className={`frame-page${isStale ? ' stale' : ''}`}>
              <FaultBoundary key={place}>
                <CurrentPage />
              </FaultBoundary>
            </main>
            <DenialDrawer />
          </div>
        </div>
      </div>
      <CurrentDialog />
      <Notifications />
    </ThemeProvider>
  );
}
