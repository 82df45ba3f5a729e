// SPDX-License-Identifier: Apache-2.0
/** What a column shows of a container. */

import { describeAddressProblem, isAddressMissing } from '../../../contract/wording/describe-address-problem.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { factsOf } from '../../../contract/model/engines/engine-facts.ts';
import { beginSentence, textOf } from '../../../contract/text.ts';
import { ContextChip } from '../containers/context/context-chip.tsx';
import { networkName, publishedWords } from '../containers/network-name.ts';
import { shownAddresses } from '../../../contract/search/shown-addresses.ts';
import { useVerdict } from '../containers/verdict/use-verdict.ts';
import { VerdictSign } from '../containers/verdict/verdict-sign.tsx';
import { TagList } from '../containers/tags/tag-list.tsx';
import { StateLabel } from '../containers/states/state-label.tsx';
import { labellingTexts } from '../containers/states/state-texts.ts';
import { HealthCell } from '../health/health-cell.tsx';
import { formatExact, formatShortDuration } from '../../lib/moments.ts';
import { formatRoute } from '../../lib/route.ts';
import { useClock } from '../../window/clock.ts';
import type { ColumnId } from './columns.ts';
import { CpuCell, MemoryCell, DiskCell, PidsCell, PressureCell } from './live-cells.tsx';
import { UptimeText } from './uptime-text.tsx';
import { t } from '../../lib/language/t.ts';

interface ContainerCellProps {
  readonly column: ColumnId;
  readonly container: Container;
  /** What this window is doing to it, for example `starting`. */
  readonly busy: string | undefined;
  /** Names of those with the same categories. */
  readonly sharedWith: readonly string[];
  readonly denials: number;
  readonly tabIndex: 0 | -1;
}

export function ContainerCell({ column, container, busy, sharedWith, denials, tabIndex }: ContainerCellProps) {
  const { name } = container;
  switch (column) {
    case 'state': {
      const labelling = labellingTexts(container);
      return <StateLabel state={container.state} busy={labelling?.short ?? busy} title={labelling?.long} />;
    }
    case 'confinement':
      return <VerdictCell container={container} />;
    case 'health':
      return <HealthCell container={container} />;
    case 'context':
      return (
        <ContextChip
          name={name}
          context={container.context}
          domain={container.domain}
          categories={container.categories}
          sharedWith={sharedWith}
          tabIndex={tabIndex}
        />
      );
    case 'cpu':
      return <CpuCell name={name} />;
    case 'memory':
      return <MemoryCell name={name} limit={container.limits.memoryBytes} />;
    case 'pressure':
      return <PressureCell name={name} />;
    case 'disk':
      return <DiskCell name={name} limit={container.limits.diskBytes} />;
    case 'pids':
      return <PidsCell name={name} limit={container.limits.pids} />;
    case 'address':
      return <AddressText container={container} />;
    case 'engine':
      return <Text text={factsOf(container).title} />;
    case 'member':
      return <Text text={container.member ?? undefined} />;
    case 'image':
      return <Text text={container.image ?? undefined} />;
    case 'network':
      return <Text text={container.network === null ? undefined : networkName(container.network)} />;
    case 'published':
      return <Text text={publishedWords(container.published)} />;
    case 'tags':
      return <TagList tags={container.tags} tabIndex={tabIndex} />;
    case 'uptime':
      return <UptimeText startedAt={container.startedAt} />;
    case 'created':
      return <CreatedText createdAt={container.createdAt} />;
    case 'denials':
      if (denials === 0) return <span className="muted">0</span>;
      return (
        <a
          className="badge amber"
          href={formatRoute({ page: 'container', name, tab: 'denials' })}
          aria-label={t('{denials, plural, one {# cause of denials} other {# causes of denials}} of {name} to act on', {
            denials,
            name,
          })}
          tabIndex={tabIndex}
        >
          {denials}
        </a>
      );
  }
}

function VerdictCell({ container }: { readonly container: Container }) {
  return <VerdictSign verdict={useVerdict(container)} />;
}

function Text({ text, isMono = false }: { readonly text: string | undefined; readonly isMono?: boolean }) {
  if (text === undefined) return <span className="faint">–</span>;
  return (
    <span className={isMono ? 'truncate mono' : 'truncate'} title={text}>
      {text}
    </span>
  );
}

function AddressText({ container }: { readonly container: Container }) {
  const [address] = shownAddresses(container);
  const { addressProblem } = container;
  if (addressProblem === undefined) return <Text text={address} isMono />;
  const reason = textOf(beginSentence(describeAddressProblem(addressProblem)));
  const isMissing = isAddressMissing(addressProblem);
  return (
    <span className={isMissing ? 'badge amber' : 'faint'} title={reason}>
      {isMissing ? t('no address') : '–'}
    </span>
  );
}

function CreatedText({ createdAt }: { readonly createdAt: number | null }) {
  const age = useClock(({ now }) => (createdAt === null ? '–' : formatShortDuration(now - createdAt)));
  return <span title={createdAt === null ? t('Unknown') : formatExact(createdAt)}>{age}</span>;
}
