// SPDX-License-Identifier: Apache-2.0
/** What a pane says before its content: that its container is gone, or its host not connected. */

import { ActionButton } from '../../ui/actions/action-button.tsx';
import type { TerminalEntry } from '../console/terminal-entry.ts';
import { goneText, type PaneSubject } from './use-pane-subject.ts';
import { closePane } from './workspace.ts';
import type { WorkspacePane } from './workspace-pane.ts';
import { t } from '../../lib/language/t.ts';

interface PaneNoticeProps {
  readonly pane: WorkspacePane;
  readonly subject: PaneSubject;
  readonly entry: TerminalEntry | undefined;
}

export function PaneNotice({ pane, subject: { host, isConnected, isGone }, entry }: PaneNoticeProps) {
  if (isGone)
    return (
      <div className="pane-notice" role="status">
        <span>{goneText(pane.container, host)}</span>
        <ActionButton label={t('Close pane')} reason={undefined} onAction={() => closePane(pane.id)} />
      </div>
    );
  // A terminal that was open says itself that its connection is lost.
  if (isConnected || (entry !== undefined && entry.status.status !== 'opening')) return null;
  return (
    <div className="pane-notice" role="status">
      {pane.content.kind === 'log'
        ? t('{host} is not connected. The log goes on when it is.', { host })
        : t('{host} is not connected. The terminal waits for it.', { host })}
    </div>
  );
}
