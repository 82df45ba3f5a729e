// SPDX-License-Identifier: Apache-2.0
/** Finds text in the rows of a log: Enter goes on, Shift-Enter back, Escape empties it. */

import KeyboardArrowDown from '@mui/icons-material/KeyboardArrowDown';
import KeyboardArrowUp from '@mui/icons-material/KeyboardArrowUp';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { CheckBox } from '../../ui/form/check-box.tsx';
import { t } from '../../lib/language/t.ts';

interface LogSearchProps {
  readonly text: string;
  readonly matches: number;
  /** Says which of the matches is shown, from 1; 0 for none. */
  readonly position: number;
  /** Says whether only lines that hold the text are asked for. */
  readonly isFilter: boolean;
  readonly onText: (text: string) => void;
  readonly onStep: (step: 1 | -1) => void;
  readonly onFilter: () => void;
}

const icon = { fontSize: 18 } as const;

export function LogSearch({ text, matches, position, isFilter, onText, onStep, onFilter }: LogSearchProps) {
  const reason = matches === 0 ? noMatches(text) : undefined;
  return (
    <div className="log-search" role="search">
      <input
        type="search"
        aria-label={t('Search the log')}
        placeholder={t('Search')}
        data-filter
        maxLength={200}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1);
          if (event.key === 'Escape' && text !== '') {
            event.stopPropagation();
            onText('');
          }
        }}
      />
      <span className="muted count" role="status">
        {text !== '' && textOf(matches, position)}
      </span>
      <ActionButton
        label={t('Previous match')}
        isCompact
        icon={<KeyboardArrowUp style={icon} />}
        reason={reason}
        onAction={() => onStep(-1)}
      />
      <ActionButton
        label={t('Next match')}
        isCompact
        icon={<KeyboardArrowDown style={icon} />}
        reason={reason}
        onAction={() => onStep(1)}
      />
      <label title={t('Asks for the latest lines that hold the text, further back than what is shown')}>
        <CheckBox label={t('Only matches')} isChecked={isFilter} onToggle={onFilter} />
        {t('Only matches')}
      </label>
    </div>
  );
}

/** How many there are, until one of them is gone to. */
function textOf(matches: number, position: number): string {
  if (matches === 0) return t('No matches');
  if (position === 0) return t('{count, plural, one {# match} other {# matches}}', { count: matches });
  return t('{position} of {total}', { position, total: matches });
}

function noMatches(text: string): string {
  return text === '' ? t('Write what to look for first.') : t('No line that is shown holds this text.');
}
