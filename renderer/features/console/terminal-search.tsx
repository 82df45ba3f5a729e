// SPDX-License-Identifier: Apache-2.0
/** Finds text in what a terminal has shown. Enter goes on, Shift-Enter back, Escape leaves. */

import { useEffect, useState } from 'react';
import { maxMatches } from './session/terminal-screen.ts';
import type { SearchMatches, TerminalSession } from './terminal-session.ts';
import { formatCount } from '../../lib/units.ts';
import { t } from '../../lib/language/t.ts';

interface TerminalSearchProps {
  readonly session: Pick<TerminalSession, 'search' | 'onMatches'>;
  readonly onClose: () => void;
}

export function TerminalSearch({ session, onClose }: TerminalSearchProps) {
  const [text, setText] = useState('');
  const [matches, setMatches] = useState<SearchMatches>();
  useEffect(() => session.onMatches(setMatches), [session]);
  useEffect(() => () => session.search('', 'next'), [session]);
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
          session.search(event.target.value, 'previous');
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose();
          if (event.key === 'Enter') session.search(text, event.shiftKey ? 'next' : 'previous');
        }}
      />
      <span className="muted" role="status">
        {text !== '' && matches !== undefined && textOf(matches)}
      </span>
    </div>
  );
}

function textOf({ current, count }: SearchMatches): string {
  if (count === 0) return t('No matches');
  if (count >= maxMatches) return t('{count} matches or more', { count: formatCount(maxMatches) });
  return t('{position} of {total}', { position: current ?? 0, total: count });
}
