// SPDX-License-Identifier: Apache-2.0
/** Finds text in what a terminal has shown. Enter goes on, Shift-Enter back, Escape leaves. */

import { useState } from 'react';
import type { TerminalSession } from './terminal-session.ts';
import { t } from '../../lib/language/t.ts';

interface TerminalSearchProps {
  readonly session: TerminalSession;
  readonly onClose: () => void;
}

export function TerminalSearch({ session, onClose }: TerminalSearchProps) {
  const [text, setText] = useState('');
  const [isFound, setFound] = useState(true);
  return (
    <div className="terminal-search" role="search">
      <input
        type="search"
        aria-label={t('Search the terminal')}
        placeholder={t('Search')}
        autoFocus
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setFound(event.target.value === '' || session.search(event.target.value, 'previous'));
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose();
          if (event.key === 'Enter') setFound(session.search(text, event.shiftKey ? 'next' : 'previous'));
        }}
      />
      {!isFound && <span className="muted">{t('No matches')}</span>}
    </div>
  );
}
