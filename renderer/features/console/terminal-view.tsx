// SPDX-License-Identifier: Apache-2.0
/** One terminal on the screen: the session itself, search in it, questions that it asks, and how it ended. */

import { useEffect, useRef, useState } from 'react';
import { ActionButton } from '../../ui/action-button.tsx';
import { failureText } from '../../window/notifications.ts';
import type { TerminalQuestion } from './terminal-guard.ts';
import type { TerminalEntry } from './terminals.ts';
import { useWindow } from '../../host/main-process.ts';
import { QuestionDialog } from './question-dialog.tsx';
import { terminalTheme } from './terminal-theme.ts';
import { TerminalSearch } from './terminal-search.tsx';
import '@xterm/xterm/css/xterm.css';

interface TerminalViewProps {
  readonly entry: TerminalEntry;
  /** Why no new session can be opened. */
  readonly canReopen: string | undefined;
  readonly onReopen: () => void;
}

export function TerminalView({ entry, canReopen, onReopen }: TerminalViewProps) {
  const place = useRef<HTMLDivElement>(null);
  const [question, setQuestion] = useState<TerminalQuestion | undefined>(undefined);
  const [isSearching, setSearching] = useState(false);
  const isDark = useWindow((state) => state.theme.isDark);
  const { session, status } = entry;

  useEffect(() => session.setTheme(terminalTheme({ isDark })), [session, isDark]);
  useEffect(() => session.onQuestion(setQuestion), [session]);
  useEffect(() => {
    if (place.current === null) return undefined;
    const detach = session.attach(place.current);
    session.focus();
    return detach;
  }, [session]);

  return (
    <div
      className="terminal-view"
      onKeyDown={(event) => {
        if (event.ctrlKey && event.shiftKey && event.key.toLowerCase() === 'f') {
          event.preventDefault();
          setSearching(true);
        }
      }}
    >
      {isSearching && (
        <TerminalSearch
          session={session}
          onClose={() => {
            setSearching(false);
            session.focus();
          }}
        />
      )}
      <div ref={place} className="terminal-place" />
      {(status.status === 'ended' || status.status === 'failed') && (
        <div className="terminal-end" role="status">
          <span>
            {status.status === 'ended'
              ? exitLabel(status.exitCode)
              : failureText('cannot open a terminal', status.error)}
          </span>
          <ActionButton
            label="New session"
            reason={canReopen}
            variant="contained"
            colour="primary"
            onAction={onReopen}
          />
        </div>
      )}
      {question !== undefined && (
        <QuestionDialog
          question={question}
          onClose={() => {
            setQuestion(undefined);
            session.focus();
          }}
        />
      )}
    </div>
  );
}

function exitLabel(exitCode: number): string {
  return exitCode > 128 && exitCode < 193
    ? `The session was ended by signal ${exitCode - 128} (exit code ${exitCode}).`
    : `The session ended with exit code ${exitCode}.`;
}
