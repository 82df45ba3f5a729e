// SPDX-License-Identifier: Apache-2.0
/** One log of a container: its tools, its lines, and what stands where there are none. */

import ContentCopy from '@mui/icons-material/ContentCopy';
import SaveAlt from '@mui/icons-material/SaveAlt';
import WrapText from '@mui/icons-material/WrapText';
import Button from '@mui/material/Button';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { maxOutputCharacters } from '../../../contract/bridge.ts';
import { isFailure } from '../../../contract/errors.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { type LogSource, unitNameSchema } from '../../../contract/model/logs/log-line.ts';
import { useIsConnected } from '../../host/connection.ts';
import { saveOutput } from '../../host/main-process.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { Empty, Failed, Loading } from '../../ui/placeholder.tsx';
import { failureText, notify, notifyFailure } from '../../window/notifications.ts';
import { useContainerList } from '../containers/category-owners.ts';
import { useDenials } from '../denials/denials.ts';
import { LogList } from './log-list.tsx';
import { firstChoice, followsNew, type LogChoice, moreLines, queryOf } from './log-query.ts';
import { matchesIn, rowsOf } from './log-rows.ts';
import { LogSearch } from './log-search.tsx';
import { textOfRow } from './log-text.ts';
import { LogTools } from './log-tools.tsx';
import { type LogView, useLog } from './use-log.ts';

interface LogPanelProps {
  readonly container: Container;
  readonly source: LogSource;
  readonly isWrapped: boolean;
  readonly hasDenials: boolean;
  readonly onWrap: () => void;
  /** Shows another log of it. */
  readonly onSource: (source: LogSource) => void;
}

const icon = { fontSize: 18 } as const;
const noRows = 'No line is shown.';

export function LogPanel({ container, source, isWrapped, hasDenials, onWrap, onSource }: LogPanelProps) {
  const { name, startedAt, initPid } = container;
  const [choice, setChoice] = useState<LogChoice>(firstChoice);
  const [search, setSearch] = useState('');
  const [isFilter, setFilter] = useState(false);
  const [step, setStep] = useState(0);
  const [attempt, setAttempt] = useState(0);
  const isConnected = useIsConnected();
  const owners = useContainerList();
  const unitProblem = problemOfUnit(choice.unit);
  const text = useSettled(isFilter ? search : '');
  const unit = useSettled(unitProblem === undefined ? choice.unit : '');
  const isReadable = source !== 'journal' || initPid !== null;
  const query = useMemo(
    () =>
      isReadable ? queryOf({ ...choice, text, unit }, { name, source, startedAt, now: Date.now() / 1000 }) : undefined,
    // The journal of a container that was started again is asked for again, and any log when somebody tries again.
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `attempt` and `initPid` ask for the same once more
    [choice, text, unit, name, source, startedAt, isReadable, attempt, initPid],
  );
  const view = useLog(query);
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
      notify({ tone: 'done', text: `${rows.length} lines were copied.` });
    } catch (error) {
      notifyFailure('cannot copy the lines', error);
    }
  }

  const none = rows.length === 0 ? noRows : undefined;
  const older = view.history >= choice.lines ? moreLines(choice.lines) : undefined;
  return (
    <>
      <div className="log-bar">
        <LogTools source={source} choice={choice} units={units} unitProblem={unitProblem} onChange={handleChange} />
        <span className="grow" />
        <LogSearch
          text={search}
          matches={matches.length}
          position={at === undefined || step === 0 ? 0 : at + 1}
          isFilter={isFilter}
          onText={handleText}
          onStep={(by) => setStep(step === 0 && by === -1 ? 0 : step + by)}
          onFilter={() => setFilter(!isFilter)}
        />
        <ActionButton
          label={isWrapped ? 'Long lines in one row' : 'Wrap long lines'}
          isCompact
          icon={<WrapText style={icon} />}
          reason={undefined}
          onAction={onWrap}
        />
        <ActionButton
          label="Copy lines"
          isCompact
          icon={<ContentCopy style={icon} />}
          reason={none}
          onAction={() => void handleCopy()}
        />
        <ActionButton
          label="Save as text…"
          isCompact
          icon={<SaveAlt style={icon} />}
          reason={none}
          onAction={() => void saveOutput(`${name} ${source}`, asText().slice(-maxOutputCharacters))}
        />
      </div>
      {older !== undefined && (
        <div className="log-older">
          <Button size="small" onClick={() => handleChange({ lines: older })}>
            {`Show up to ${older.toLocaleString('en-GB')} lines`}
          </Button>
          <span className="muted">{`These are the latest ${choice.lines.toLocaleString('en-GB')}.`}</span>
        </div>
      )}
      {rows.length > 0 ? (
        <LogList
          label={`Lines of the ${source} log of ${name}`}
          rows={rows}
          owners={owners}
          search={sought}
          current={at === undefined || step === 0 ? undefined : matches[at]}
          isWrapped={isWrapped}
        />
      ) : (
        <Nothing
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
        {footOf({ view, isConnected, isReadable, isFollowed: followsNew(choice), name, source })}
        {rows.length > 0 && view.status === 'failed' && (
          <Button size="small" onClick={() => setAttempt(attempt + 1)}>
            Try again
          </Button>
        )}
      </div>
    </>
  );
}

interface NothingProps {
  readonly view: LogView;
  readonly source: LogSource;
  readonly name: string;
  readonly isReadable: boolean;
  /** Whether something was left out by choice. */
  readonly isChosen: boolean;
  readonly onRetry: () => void;
  readonly onSource: (source: LogSource) => void;
}

function Nothing({ view, source, name, isReadable, isChosen, onRetry, onSource }: NothingProps) {
  const elsewhere = (
    <div className="log-elsewhere">
      <Button variant="outlined" onClick={() => onSource('console')}>
        Show its console log
      </Button>
      <Button variant="outlined" onClick={() => onSource('start')}>
        Show the log of its start
      </Button>
    </div>
  );
  if (!isReadable || isFailure(view.error, 'container-not-running'))
    return (
      <Empty title={`${name} does not run`}>
        Its journal is read by its own journalctl, so only while it runs. Its console log and the log of its start are
        kept on the host.
        {elsewhere}
      </Empty>
    );
  if (view.status === 'failed')
    return (
      <div className="log-failed">
        <Failed text={failureText(`cannot read the ${source} log of ${name}`, view.error)} onRetry={onRetry} />
        {source === 'journal' && isFailure(view.error, 'log-unavailable') && elsewhere}
      </div>
    );
  if (view.status === 'loading') return <Loading label={`Loading the ${source} log of ${name}`} lines={10} />;
  if (isChosen) return <Empty title="No such lines">No line of this log is of the chosen kind.</Empty>;
  return <Empty title="Nothing yet">{emptyTexts[source]}</Empty>;
}

const emptyTexts: Readonly<Record<LogSource, string>> = {
  journal: 'The journal has no lines. Those that come appear here.',
  console: 'It has written nothing to its console since its console is kept: from its next start on, where an older helper started it.',
  start: 'It was not started yet, or LXC had nothing to say.',
};

interface Foot {
  readonly view: LogView;
  readonly isConnected: boolean;
  readonly isReadable: boolean;
  readonly isFollowed: boolean;
  readonly name: string;
  readonly source: LogSource;
}

function footOf({ view, isConnected, isReadable, isFollowed, name, source }: Foot): string {
  const count = `${view.lines.length.toLocaleString('en-GB')} ${view.lines.length === 1 ? 'line' : 'lines'}`;
  if (!isConnected) return `${count}, as they were before the connection was lost`;
  if (!isReadable) return view.lines.length === 0 ? '' : `${count}, from before ${name} was stopped`;
  switch (view.status) {
    case 'loading':
      return view.lines.length === 0 ? 'Loading' : `${count}, loading`;
    case 'following':
      return isFollowed ? `${count}, following` : `${count}, loading`;
    case 'failed':
      return view.lines.length === 0
        ? ''
        : `${count}. ${failureText(`cannot go on reading the ${source} log of ${name}`, view.error)}`;
    case 'ended':
      return isFollowed ? `${count}; the log has ended` : `${count}, not following`;
  }
}

function isNarrowed({ priority, unit, time, text }: LogChoice): boolean {
  return priority !== firstChoice.priority || unit !== '' || time !== 'any' || text !== '';
}

function problemOfUnit(unit: string): string | undefined {
  if (unit === '') return undefined;
  const problem = unitNameSchema.safeParse(unit).error?.issues[0]?.message;
  return problem === undefined ? undefined : `A unit ${problem}.`;
}

function unitsOf({ lines }: LogView): readonly string[] {
  return [...new Set(lines.flatMap(({ unit }) => unit ?? []))].sort();
}

/** The value once it has stayed the same for a moment: what is typed is not asked for letter by letter. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), 400);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
