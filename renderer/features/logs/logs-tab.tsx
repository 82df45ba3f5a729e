// SPDX-License-Identifier: Apache-2.0
/** The logs of a container: which one, how it is shown, and the log itself. */

import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useState } from 'react';
import type { Container } from '../../../contract/model/containers/container.ts';
import { hasLayers } from '../../../contract/model/engines/has-layers.ts';
import { type LogSource, logSources } from '../../../contract/model/logs/log-line.ts';
import { useShownHostId } from '../../host/connection.ts';
import { CheckBox } from '../../ui/form/check-box.tsx';
import { Empty } from '../../ui/placeholder.tsx';
import { remember, remembered } from '../../window/preferences.ts';
import { LogPanel } from './log-panel.tsx';
import { sourceLabels } from './log-query.ts';
import { t } from '../../lib/language/t.ts';
import './logs.css';

interface LogsTabProps {
  readonly container: Container;
}

export function LogsTab({ container }: LogsTabProps) {
  // The others of one of Incus are files of Incus.
  const sources = hasLayers(container) ? logSources : (['journal'] as const);
  const hostId = useShownHostId();
  const [source, setSource] = useState<LogSource>(
    container.initPid === null && hasLayers(container) ? 'console' : 'journal',
  );
  const [isWrapped, setWrapped] = useState(remembered('logs.wrap') === 'yes');
  const [hasDenials, setDenials] = useState(true);

  function handleWrap(): void {
    remember('logs.wrap', isWrapped ? 'no' : 'yes');
    setWrapped(!isWrapped);
  }

  if (!container.isManaged)
    return (
      <div className="panel">
        <Empty title={t('Bulkhead does not read the logs of this container')}>
          {t('Another tool made it. Use lxc-attach and journalctl on the host.')}
        </Empty>
      </div>
    );
  return (
    <section className="panel log-panel" aria-label={t('Logs of {name}', { name: container.name })}>
      <header>
        <ToggleButtonGroup
          exclusive
          size="small"
          value={source}
          aria-label={t('Which log')}
          onChange={(_, next: LogSource | null) => setSource(next ?? source)}
        >
          {sources.map((one) => (
            <ToggleButton key={one} value={one} title={sourceLabels[one].hint}>
              {sourceLabels[one].label}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        <span className="muted hint">{sourceLabels[source].hint}</span>
        <span className="grow" />
        <label title={t('What SELinux denied to the container, by time, between the lines that have one')}>
          <CheckBox
            label={t('Denials between the lines')}
            isChecked={hasDenials}
            onToggle={() => setDenials(!hasDenials)}
          />
          {t('Denials')}
        </label>
      </header>
      <LogPanel
        key={source}
        hostId={hostId}
        container={container}
        source={source}
        isWrapped={isWrapped}
        hasDenials={hasDenials}
        onWrap={handleWrap}
        onSource={setSource}
      />
    </section>
  );
}
