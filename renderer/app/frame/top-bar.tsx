// SPDX-License-Identifier: Apache-2.0
/** Shows the top bar: where one is, search, what is under way, the language, the theme, help. */

import Keyboard from '@mui/icons-material/KeyboardOutlined';
import Search from '@mui/icons-material/Search';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { HueMark } from '../../ui/hue-mark.tsx';
import { openDialog } from '../../window/dialogs.ts';
import { useLocation } from '../../window/location.ts';
import { currentHost, useWindow } from '../../host/main-process.ts';
import { HelpButton } from '../../features/help/help-button.tsx';
import { LanguageButton } from './language-button.tsx';
import { OperationsMenu } from './operations-menu.tsx';
import { sectionOf } from './section-of.ts';
import { ThemeButton } from './theme-button.tsx';
import { shellCan } from '../../lib/shell.ts';
import { t } from '../../lib/language/t.ts';

export function TopBar() {
  const route = useLocation((state) => state.route);
  const host = useWindow(currentHost);
  return (
    <header className="top-bar">
      <div className="where" aria-label={t('Current location')}>
        {route.page !== 'hosts' && route.page !== 'settings' && (
          <>
            <span className="muted">{host?.label ?? t('no host')}</span>
            <span className="faint" aria-hidden="true">
              /
            </span>
          </>
        )}
        <span className={route.page === 'container' ? 'muted' : ''}>{sectionOf(route)}</span>
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
        <span>{t('Search and commands')}</span>
        <kbd aria-hidden="true">{t('Ctrl K')}</kbd>
      </button>
      <div className="top-end">
        <OperationsMenu />
        {shellCan('appearance') && (
          <>
            <LanguageButton />
            <ThemeButton />
          </>
        )}
        <HelpButton />
        <ActionButton
          label={t('Keyboard shortcuts')}
          isCompact
          icon={<Keyboard />}
          reason={undefined}
          onAction={() => openDialog({ kind: 'keys' })}
        />
      </div>
    </header>
  );
}
