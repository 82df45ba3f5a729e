// SPDX-License-Identifier: Apache-2.0
/** The terminals of a tab, split as a person split them; a separator moves by mouse and by keyboard. */

import { Group, Panel, Separator } from 'react-resizable-panels';
import { type PaneLayout, panesOf } from './pane-layout.ts';
import type { TerminalAction } from './terminal-keys.ts';
import type { TerminalEntry } from './terminal-entry.ts';
import { activateTerminal } from './terminals.ts';
import { TerminalView } from './terminal-view.tsx';
import { t } from '../../lib/language/t.ts';

interface TerminalPanesProps {
  readonly layout: PaneLayout;
  readonly entries: readonly TerminalEntry[];
  /** The terminal that has the keyboard. */
  readonly active: number;
  /** The terminal that is being searched. */
  readonly searching: number | undefined;
  /** Why no new session can be opened. */
  readonly reason: string | undefined;
  readonly onAction: (action: TerminalAction, id: number) => void;
  readonly onSearched: () => void;
  readonly onReopen: (id: number) => void;
}

const minSize = '15%';

export function TerminalPanes({ layout, ...props }: TerminalPanesProps) {
  if (layout.kind === 'split')
    return (
      <Group orientation={layout.direction === 'right' ? 'horizontal' : 'vertical'} className="terminal-split">
        <Panel key={keyOf(layout.first)} minSize={minSize}>
          <TerminalPanes layout={layout.first} {...props} />
        </Panel>
        <Separator className="terminal-separator" aria-label={t('Divide the space')} />
        <Panel key={keyOf(layout.second)} minSize={minSize}>
          <TerminalPanes layout={layout.second} {...props} />
        </Panel>
      </Group>
    );
  const { entries, active, searching, reason, onAction, onSearched, onReopen } = props;
  const entry = entries.find(({ id }) => id === layout.id);
  if (entry === undefined) return null;
  return (
    <TerminalView
      key={entry.id}
      entry={entry}
      isActive={entry.id === active}
      isSearching={entry.id === searching}
      canReopen={reason}
      onActivate={() => activateTerminal(entry.id)}
      onAction={(action) => onAction(action, entry.id)}
      onSearched={onSearched}
      onReopen={() => onReopen(entry.id)}
    />
  );
}

/** The upper left terminal of a part stays when the part is split further. */
function keyOf(layout: PaneLayout): number {
  return panesOf(layout)[0] ?? 0;
}
