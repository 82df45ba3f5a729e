// SPDX-License-Identifier: Apache-2.0
/** Shows the log of a container in a pane. Its tools come when they are asked for: a pane has little room. */

import { useEffect, useRef, useState } from 'react';
import type { LogSource } from '../../../contract/model/logs/log-line.ts';
import { useShownHostId } from '../../host/connection.ts';
import { Empty, Loading } from '../../ui/placeholder.tsx';
import { LogPanel } from '../logs/log-panel.tsx';
import type { PaneSubject } from './use-pane-subject.ts';
import { activatePane, showLog } from './workspace.ts';
import type { WorkspacePane } from './workspace-pane.ts';
import { t } from '../../lib/language/t.ts';
import '../logs/logs.css';

interface LogPaneProps {
  readonly pane: WorkspacePane;
  readonly subject: PaneSubject;
  readonly source: LogSource;
  readonly isActive: boolean;
  readonly areToolsShown: boolean;
}

export function LogPane({ pane, subject, source, isActive, areToolsShown }: LogPaneProps) {
  const { id, hostId, container: name } = pane;
  const { container, isConnected, isGone } = subject;
  const place = useRef<HTMLDivElement>(null);
  const [isWrapped, setWrapped] = useState(true);
  // Denials are known of the shown host alone.
  const hasDenials = useShownHostId() === hostId;
  const isKnown = container !== undefined;

  useEffect(() => {
    const { current } = place;
    if (isActive && current?.contains(document.activeElement) === false)
      (current.querySelector<HTMLElement>('.log-scroll') ?? current).focus();
  }, [isActive, isKnown]);
  useEffect(() => {
    if (areToolsShown) place.current?.querySelector<HTMLElement>('[data-filter]')?.focus();
  }, [areToolsShown]);

  return (
    <div
      ref={place}
      className="pane-log log-panel"
      tabIndex={-1}
      onFocus={() => activatePane(id)}
      onPointerDown={() => activatePane(id)}
    >
      {container === undefined && !isGone && isConnected && <Loading label={t('Loading {name}', { name })} lines={6} />}
      {container?.isManaged === false && (
        <Empty title={t('Bulkhead does not read the logs of this container')}>
          {t('Another tool made it. Use lxc-attach and journalctl on the host.')}
        </Empty>
      )}
      {container?.isManaged === true && (
        <LogPanel
          key={source}
          hostId={hostId}
          container={container}
          source={source}
          isWrapped={isWrapped}
          hasDenials={hasDenials}
          areToolsShown={areToolsShown}
          onWrap={() => setWrapped(!isWrapped)}
          onSource={(next) => showLog(id, next)}
        />
      )}
    </div>
  );
}
