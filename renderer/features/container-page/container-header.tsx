// SPDX-License-Identifier: Apache-2.0
/** The head of a container's page: what and how it is, and what can be done now. */

import PlayArrow from '@mui/icons-material/PlayArrow';
import RestartAlt from '@mui/icons-material/RestartAlt';
import Stop from '@mui/icons-material/Stop';
import { factsOf } from '../../../contract/model/engines/engine-facts.ts';
import { textOf } from '../../../contract/text.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { shownAddresses } from '../../../contract/search/shown-addresses.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { ContextChip } from '../containers/context/context-chip.tsx';
import { EngineBadge } from '../containers/engine-badge.tsx';
import { TagList } from '../containers/tags/tag-list.tsx';
import { HueMark } from '../../ui/hue-mark.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { StateLabel } from '../containers/states/state-label.tsx';
import { labellingTexts } from '../containers/states/state-texts.ts';
import { useVerdict } from '../containers/verdict/use-verdict.ts';
import { VerdictSign } from '../containers/verdict/verdict-sign.tsx';
import { whyNot } from '../containers/states/action-reasons.ts';
import { formatDuration, formatExact } from '../../lib/moments.ts';
import { changeState } from '../containers/states/change-state.ts';
import { sharersOf, useContainerList } from '../containers/context/category-owners.ts';
import { useClock } from '../../window/clock.ts';
import { useIsConnected } from '../../host/connection.ts';
import { MoreActions } from './more-actions.tsx';
import { t } from '../../lib/language/t.ts';

interface ContainerHeaderProps {
  readonly container: Container;
  readonly busy: string | undefined;
}

export function ContainerHeader({ container, busy }: ContainerHeaderProps) {
  const { name, state, startedAt } = container;
  const isConnected = useIsConnected();
  const now = useClock((clock) => clock.now);
  const all = useContainerList();
  const verdict = useVerdict(container);
  const isInDoubt = verdict.state !== 'isolated' && verdict.state !== 'not-running';
  const context = { isConnected, busy };
  const isUp = state === 'running' || state === 'frozen';
  return (
    <div className="container-header">
      <h1>
        <HueMark name={name} /> {name}
      </h1>
      <div className="actions">
        <ActionButton
          label={t('Start')}
          icon={<PlayArrow />}
          variant={isUp ? 'outlined' : 'contained'}
          colour={isUp ? 'inherit' : 'primary'}
          reason={whyNot('start', container, context)}
          onAction={() => changeState('start', { names: [name] })}
        />
        <ActionButton
          label={t('Stop')}
          icon={<Stop />}
          variant="outlined"
          reason={whyNot('stop', container, context)}
          onAction={() => changeState('stop', { names: [name] })}
        />
        <ActionButton
          label={t('Restart')}
          icon={<RestartAlt />}
          variant="outlined"
          reason={whyNot('restart', container, context)}
          onAction={() => changeState('restart', { names: [name] })}
        />
        <MoreActions container={container} isConnected={isConnected} busy={busy} />
      </div>
      {(container.settings?.description ?? '') !== '' && (
        <p className="container-description">
          <SafeText text={container.settings?.description ?? ''} />
        </p>
      )}
      <div className="facts-line">
        <StateLabel state={state} busy={labellingTexts(container)?.long ?? busy} />
        <VerdictSign verdict={verdict} />
        {isInDoubt && <span className="muted">{textOf(verdict.reasons[0] ?? '')}</span>}
        <ContextChip
          name={name}
          context={container.context}
          domain={container.domain}
          categories={container.categories}
          sharedWith={sharersOf(container, all)}
        />
        {startedAt !== null && isConnected && (
          <span className="muted" title={t('since {startedAt}', { startedAt: formatExact(startedAt) })}>
            {t('up {duration}', { duration: formatDuration(now - startedAt) })}
          </span>
        )}
        {shownAddresses(container).map((address) => (
          <span key={address} className="mono muted">
            {address}
          </span>
        ))}
        {container.tags.length > 0 && <TagList tags={container.tags} />}
        <EngineBadge container={container} />
        {!container.isManaged && (
          <span
            className="badge"
            title={t(
              'Created by another tool. Bulkhead shows it; adopt it, or change it with {commands} on the host.',
              {
                commands: factsOf(container).commands,
              },
            )}
          >
            {t('not managed')}
          </span>
        )}
      </div>
    </div>
  );
}
