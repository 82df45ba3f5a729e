// SPDX-License-Identifier: Apache-2.0
/** The top: where one is, search, what is under way, the theme, help. */

import Search from '@mui/icons-material/Search';
import { HueMark } from '../../ui/hue-mark.tsx';
import { openDialog } from '../../window/dialogs.ts';
import { useLocation } from '../../window/location.ts';
import { currentHost, useWindow } from '../../host/main-process.ts';
import { HelpButton } from '../../features/help/help-button.tsx';
import { OperationsMenu } from './operations-menu.tsx';
import { ThemeButton } from './theme-button.tsx';

const titles = {
  overview: 'Overview',
  hosts: 'All hosts',
  containers: 'Containers',
  container: 'Containers',
  compare: 'Containers',
  images: 'Images',
  networks: 'Networks',
  denials: 'Denials',
  isolation: 'Isolation',
  'getting-started': 'Getting started',
  'host-check': 'Host check',
  alerts: 'Alerts',
  activity: 'Activity',
  policy: 'Policy',
  'local-changes': 'Policy',
} as const;

export function TopBar() {
  const route = useLocation((state) => state.route);
  const host = useWindow(currentHost);
  return (
    <header className="top-bar">
      <div className="where" aria-label="Current location">
        {route.page !== 'hosts' && (
          <>
            <span className="muted">{host?.label ?? 'no host'}</span>
            <span className="faint" aria-hidden="true">
              /
            </span>
          </>
        )}
        <span className={route.page === 'container' ? 'muted' : ''}>{titles[route.page]}</span>
        {route.page === 'container' && (
          <>
            <span className="faint" aria-hidden="true">
              /
            </span>
            <span className="truncate">
              <HueMark name={route.name} /> {route.name}
            </span>
          </>
        )}
      </div>
      <button
        type="button"
        className="palette-button"
        aria-keyshortcuts="Control+K"
        onClick={() => openDialog({ kind: 'palette' })}
      >
        <Search style={{ fontSize: 17 }} />
        <span>Search and commands</span>
        <kbd aria-hidden="true">Ctrl K</kbd>
      </button>
      <div className="top-end">
        <OperationsMenu />
        <ThemeButton />
        <HelpButton />
        <button
          type="button"
          className="keys-button"
          aria-label="Keyboard shortcuts"
          title="Keyboard shortcuts"
          onClick={() => openDialog({ kind: 'keys' })}
        >
          <kbd>?</kbd>
        </button>
      </div>
    </header>
  );
}
