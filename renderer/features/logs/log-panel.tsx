// SPDX-License-Identifier: Apache-2.0
/** Shows one log of a container: its tools, its lines, and what stands where there are none. */

import ContentCopy from '@mui/icons-material/ContentCopy';
import SaveAlt from '@mui/icons-material/SaveAlt';
import WrapText from '@mui/icons-material/WrapText';
import Button from '@mui/material/Button';
import { useDeferredValue, useMemo, useState } from 'react';
import { maxOutputCharacters } from '../../../contract/bridge.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { type LogSource, unitNameSchema } from '../../../contract/model/logs/log-line.ts';
import { useIsConnected } from '../../host/connection.ts';
import { saveOutput } from '../../host/main-process.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { notify, notifyFailure } from '../../window/notifications.ts';
import { useContainerList } from '../containers/context/category-owners.ts';
import { useDenials } from '../denials/denials.ts';
import { useClock } from '../../window/clock.ts';
import { footText } from './log-foot.ts';
import { LogList } from './log-list.tsx';
import { LogNothing } from './log-nothing.tsx';
import { firstChoice, followsNew, type LogChoice, moreLines, queryOf } from './log-query.ts';
import { matchesIn, rowsOf } from './log-rows.ts';
import { LogSearch } from './log-search.tsx';
import { textOfRow } from './log-text.ts';
import { LogTools } from './log-tools.tsx';
import { useSettled } from './use-settled.ts';
import { type LogView, useLog } from './use-log.ts';
import { t } from '../../lib/language/t.ts';

interface LogPanelProps {
  readonly hostId: string | undefined;
  readonly container: Container;
  readonly source: LogSource;
  readonly isWrapped: boolean;
  readonly hasDenials: boolean;
  /** Left out where there is little room. */
  readonly areToolsShown?: boolean;
  readonly onWrap: () => void;
  /** Shows another log of it. */
  readonly onSource: (source: LogSource) => void;
}

const icon = { fontSize: 18 } as const;
const noRows = t('No line is shown.');

export function LogPanel({ hostId, container, source, ...props }: LogPanelProps) {
  const { isWrapped, hasDenials, areToolsShown = true, onWrap, onSource } = props;
  const { name, startedAt, initPid } = container;
  const [choice, setChoice] = useState<LogChoice>(firstChoice);
  const [search, setSearch] = useState('');
  const [isFilter, setFilter] = useState(false);
  const [step, setStep] = useState(0);
  const [attempt, setAttempt] = useState(0);
  const isConnected = useIsConnected(hostId);
  const owners = useContainerList();
  const unitProblem = problemOfUnit(choice.unit);
  const text = useSettled(isFilter ? search : '');
  const unit = useSettled(unitProblem === undefined ? choice.unit : '');
  const isReadable = source !== 'journal' || initPid !== null;
  const query = useMemo(
    () =>
      isReadable
        ? queryOf({ ...choice, text, unit }, { name, source, startedAt, now: useClock.getState().now })
        : undefined,
    // The journal of a container that was started again is asked for again, and any log when somebody tries again.
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `attempt` and `initPid` ask for the same once more
    [choice, text, unit, name, source, startedAt, isReadable, attempt, initPid],
  );
  const view = useLog(hostId, query);
  const events = useDenials((state) => state.events);
  const own = useMemo(
    () => (hasDenials ? events.filter(({ container: of }) => of === name) : []),
    [events, name, hasDenials],
  );
  const rows = useMemo(() => rowsOf(view.lines, own), [view.lines, own]);
  const sought = useDeferredValue(search);
  const matches = useMemo(() => matchesIn(rows, sought), [rows, sought]);
  const at = matches.length === 0 ? undefined : (((step - 1) % matches.length) + matches.length) % matches.length;
  const units = useMemo(() => unitsOf(view), [view]);

  function handleChange(changes: Partial<LogChoice>): void {
    setChoice((before) => ({ ...before, ...changes }));
  }
  function handleText(next: string): void {
    setSearch(next);
    setStep(0);
  }
  const asText = (): string => `${rows.map((row) => textOfRow(row, owners)).join('\n')}\n`;
  async function handleCopy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(asText());
      notify({ tone: 'done', text: t('{count} lines were copied.', { count: rows.length }) });
    } catch (error) {
      notifyFailure(t('cannot copy the lines'), error);
    }
  }

  const none = rows.length === 0 ? noRows : undefined;
  const older = view.history >= choice.lines ? moreLines(choice.lines) : undefined;
  return (
    <>
      {areToolsShown && (
        <div className="log-bar">
          <LogTools source={source} choice={choice} units={units} unitProblem={unitProblem} onChange={handleChange} />
          <LogSearch
            text={search}
            matches={matches.length}
            position={at === undefined || step === 0 ? 0 : at + 1}
            isFilter={isFilter}
            onText={handleText}
            onStep={(by) => setStep(step === 0 && by === -1 ? 0 : step + by)}
            onFilter={() => setFilter(!isFilter)}
          />
          <div className="log-actions">
            <ActionButton
              label={isWrapped ? t('Long lines in one row') : t('Wrap long lines')}
              isCompact
              icon={<WrapText style={icon} />}
              reason={undefined}
              onAction={onWrap}
            />
            <ActionButton
              label={t('Copy lines')}
              isCompact
              icon={<ContentCopy style={icon} />}
              reason={none}
              onAction={() => void handleCopy()}
            />
            <ActionButton
              label={t('Save as text…')}
              isCompact
              icon={<SaveAlt style={icon} />}
              reason={none}
              onAction={() => void saveOutput(`${name} ${source}`, asText().slice(-maxOutputCharacters))}
            />
          </div>
        </div>
      )}
      {areToolsShown && older !== undefined && (
        <div className="log-older">
          <Button size="small" onClick={() => handleChange({ lines: older })}>
            {t('Show up to {older, number} lines', { older })}
          </Button>
          <span className="muted">{t('These are the latest {lines, number}.', { lines: choice.lines })}</span>
        </div>
      )}
      {rows.length > 0 ? (
        <LogList
          label={t('Lines of the {source, select, console {console} start {start} other {journal}} log of {name}', {
            source,
            name,
          })}
          rows={rows}
          owners={owners}
          search={sought}
          current={at === undefined || step === 0 ? undefined : matches[at]}
          isWrapped={isWrapped}
        />
      ) : (
        <LogNothing
          view={view}
          source={source}
          name={name}
          isReadable={isReadable}
          isChosen={query !== undefined && isNarrowed({ ...choice, text, unit })}
          onRetry={() => setAttempt(attempt + 1)}
          onSource={onSource}
        />
      )}
      <div className="log-foot" role="status">
        {footText({ view, isConnected, isReadable, isFollowed: followsNew(choice), name, source })}
        {rows.length > 0 && view.status === 'failed' && (
          <Button size="small" onClick={() => setAttempt(attempt + 1)}>
            {t('Try again')}
          </Button>
        )}
      </div>
    </>
  );
}

function isNarrowed({ priority, unit, time, text }: LogChoice): boolean {
  return priority !== firstChoice.priority || unit !== '' || time !== 'any' || text !== '';
}

function problemOfUnit(unit: string): string | undefined {
  if (unit === '') return undefined;
  const problem = unitNameSchema().safeParse(unit).error?.issues[0]?.message;
  return problem === undefined ? undefined : t('A unit {problem}.', { problem });
}

function unitsOf({ lines }: LogView): readonly string[] {
  return [...new Set(lines.flatMap(({ unit }) => unit ?? []))].sort();
}
