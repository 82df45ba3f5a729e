// SPDX-License-Identifier: Apache-2.0
/**
 * The help beside the page, for the place where the window is. It takes the focus when it opens, and gives it back when
 * it closes; Escape closes it.
 */

import ArrowBack from '@mui/icons-material/ArrowBack';
import Close from '@mui/icons-material/Close';
import Drawer from '@mui/material/Drawer';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { createPart } from '../../ui/part.tsx';
import { Loading } from '../../ui/placeholder.tsx';
import { closeHelp, useGoBack, useHelp } from '../../window/help.ts';
import { t } from '../../lib/language/t.ts';
import './help.css';

/** Dialogs have 1300. */
const aboveDialogs = 1350;

// The guide and what draws it are not needed before somebody asks.
const HelpContent = createPart(async () => (await import('./help-content.tsx')).HelpContent, {
  waiting: () => <Loading label={t('Loading the guide')} lines={8} />,
});

export function HelpPanel() {
  const { isOpen, isOverDialog } = useHelp();
  if (!isOpen) return null;
  if (!isOverDialog) return <OpenPanel />;
  return (
    <Drawer
      open
      anchor="right"
      className="help-over-dialog"
      style={{ zIndex: aboveDialogs }}
      transitionDuration={0}
      slotProps={{ paper: { 'aria-labelledby': 'help-title' } }}
      onClose={closeHelp}
    >
      <OpenPanel />
    </Drawer>
  );
}

function OpenPanel() {
  const goBack = useGoBack();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    title.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  /** Closes the help on Escape. The field of the search takes the key while there is something to empty. */
  function handleKey(event: KeyboardEvent): void {
    const isSearching = event.target instanceof HTMLInputElement && event.target.value !== '';
    if (event.key !== 'Escape' || isSearching) return;
    event.preventDefault();
    event.stopPropagation();
    closeHelp();
  }
  return (
    <aside className="help" aria-labelledby="help-title" onKeyDownCapture={handleKey}>
      <header>
        {goBack !== undefined && (
          <ActionButton label={t('Back')} isCompact icon={<ArrowBack />} reason={undefined} onAction={goBack} />
        )}
        <h2 id="help-title" ref={title} tabIndex={-1}>
          {t('Help')}
        </h2>
        <span style={{ flex: 1 }} />
        <ActionButton label={t('Close help')} isCompact icon={<Close />} reason={undefined} onAction={closeHelp} />
      </header>
      <HelpContent />
    </aside>
  );
}
