// SPDX-License-Identifier: Apache-2.0
/** Shows one terminal: the session itself, search in it, questions that it asks, and how it ended. */

import { useEffect, useRef, useState } from 'react';
import { openLink, useWindow } from '../../host/main-process.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { LinkDialog } from './link-dialog.tsx';
import { PasteDialog } from './paste-dialog.tsx';
import type { TerminalQuestion } from './terminal-guard.ts';
import type { TerminalAction } from './terminal-keys.ts';
import { TerminalSearch } from './terminal-search.tsx';
import { statusText } from './terminal-status.ts';
import { terminalTheme } from './terminal-theme.ts';
import type { ConsoleChoice } from './console-run.ts';
import type { TerminalEntry } from './terminal-entry.ts';
import { hasEnded, titleOf } from './terminal-store.ts';
import { RichText } from '../../ui/rich-text.tsx';
import { t } from '../../lib/language/t.ts';
import '@xterm/xterm/css/xterm.css';

interface TerminalViewProps {
  readonly entry: TerminalEntry;
  readonly isActive: boolean;
  readonly isSearching: boolean;
  /** Why no new session can be opened. */
  readonly canReopen: string | undefined;
  readonly onActivate: () => void;
  readonly onAction: (action: TerminalAction) => void;
  readonly onSearched: () => void;
  readonly onReopen: () => void;
}

export function TerminalView(props: TerminalViewProps) {
  const { entry, isActive, isSearching, canReopen, onActivate, onAction, onSearched, onReopen } = props;
  const place = useRef<HTMLDivElement>(null);
  const [question, setQuestion] = useState<TerminalQuestion | undefined>(undefined);
  const isDark = useWindow((state) => state.theme.isDark);
  const { session, status, choice } = entry;
  const text = statusText(entry);

  useEffect(() => session.setTheme(terminalTheme({ isDark })), [session, isDark]);
  useEffect(() => session.onQuestion(setQuestion), [session]);
  useEffect(() => session.onAction(onAction), [session, onAction]);
  useEffect(() => (place.current === null ? undefined : session.attach(place.current)), [session]);
  useEffect(() => {
    if (isActive) session.focus();
  }, [session, isActive]);

  function handleOpenLink(address: string): void {
    void openLink(address);
  }

  function handleAnswered(): void {
    setQuestion(undefined);
    session.focus();
  }

  return (
    <section
      className={`terminal-view${isActive ? ' is-active' : ''}`}
      aria-label={titleOf(entry)}
      onFocus={onActivate}
    >
      {isSearching && (
        <TerminalSearch
          session={session}
          onClose={() => {
            onSearched();
            session.focus();
          }}
        />
      )}
      <div ref={place} className="terminal-place" />
      {text !== undefined && (
        <div className={`terminal-end is-${status.status}`} role="status">
          <span>{text}</span>
          {hasEnded(entry) && (
            <ActionButton
              label={t('Open again')}
              reason={canReopen}
              variant="contained"
              colour="primary"
              onAction={onReopen}
            />
          )}
        </div>
      )}
      <div className="terminal-foot">
        <span className="truncate">
          <PlaceWords choice={choice} />
        </span>
        {isActive && (
          <span className="faint leave" title={t('Ctrl+Shift+F6 leaves the terminal')}>
            <kbd>{t('Ctrl')}</kbd> <kbd>{t('Shift')}</kbd> <kbd>F6</kbd>{' '}
            <span className="words">{t('leaves the terminal')}</span>
          </span>
        )}
      </div>
      {question?.kind === 'paste' && <PasteDialog question={question} onClose={handleAnswered} />}
      {question?.kind === 'link' && <LinkDialog question={question} onOpen={handleOpenLink} onClose={handleAnswered} />}
    </section>
  );
}

/** Says as which user and in which folder the terminal runs. */
function PlaceWords({ choice: { user = 'root', folder, isBoot } }: { readonly choice: ConsoleChoice }) {
  if (isBoot === true) return t('Enter shows its login, if it offers one. Earlier lines are on the tab Logs.');
  if (folder === undefined) return user;
  return <RichText message="{user} in {folder}" values={{ user, folder: <SafeText text={folder} /> }} />;
}
