// SPDX-License-Identifier: Apache-2.0
/** The processes of a container, as its host sees them: a tree or one list, read again while it is shown. */

import Pause from '@mui/icons-material/Pause';
import PlayArrow from '@mui/icons-material/PlayArrow';
import IconButton from '@mui/material/IconButton';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useMemo, useState } from 'react';
import type { Container } from '../../../contract/model/containers/container.ts';
import { arrangeProcesses } from '../../../contract/rules/process-tree.ts';
import { Empty, Failed, Loading, NoMatches } from '../../ui/placeholder.tsx';
import { SearchField } from '../../ui/search/search-field.tsx';
import { remember, remembered } from '../../window/preferences.ts';
import { strayHint } from './process-labels.ts';
import { type ProcessSort, ProcessTable } from './process-table.tsx';
import { useProcesses } from './use-processes.ts';
import { t } from '../../lib/language/t.ts';
import './processes.css';

interface ProcessesTabProps {
  readonly container: Container;
}

export function ProcessesTab({ container: { name, initPid, startedAt } }: ProcessesTabProps) {
  const [isTree, setTree] = useState(remembered('processes.form') !== 'list');
  const [isPaused, setPaused] = useState(false);
  const [filter, setFilter] = useState('');
  const [sort, setSort] = useState<ProcessSort>({ order: 'pid', isDescending: false });
  const { latest, before, problem } = useProcesses(name, initPid === null ? null : startedAt, isPaused);
  const rows = useMemo(
    () =>
      latest === undefined
        ? []
        : arrangeProcesses(latest, before, { order: sort.order, isDescending: sort.isDescending, isTree, filter }),
    [latest, before, sort, isTree, filter],
  );
  const strays = latest?.processes.filter(({ isStray }) => isStray).length ?? 0;

  function handleForm(form: 'tree' | 'list' | null): void {
    if (form === null) return;
    remember('processes.form', form);
    setTree(form === 'tree');
  }

  if (initPid === null)
    return (
      <div className="panel">
        <Empty title={t('{name} has no processes on this host', { name })}>
          {t('They are shown while it runs here.')}
        </Empty>
      </div>
    );
  return (
    <section className="panel process-panel" aria-label={t('Processes of {name}', { name })}>
      <header>
        <ToggleButtonGroup
          exclusive
          size="small"
          value={isTree ? 'tree' : 'list'}
          aria-label={t('How they are arranged')}
          onChange={(_, form: 'tree' | 'list' | null) => handleForm(form)}
        >
          <ToggleButton value="tree" title={t('Each process below its parent')}>
            {t('Tree')}
          </ToggleButton>
          <ToggleButton value="list" title={t('All in one order')}>
            {t('List')}
          </ToggleButton>
        </ToggleButtonGroup>
        <SearchField
          label={t('Filter processes')}
          placeholder={t('Filter: command, number, context, cgroup')}
          value={filter}
          onChange={setFilter}
        />
        <span className="grow" />
        {latest !== undefined && (
          <span className="muted" role="status">
            {countText(latest.processes.length, latest.omitted)}
          </span>
        )}
        {strays > 0 && (
          <span className="badge red" title={strayHint}>
            {strays === 1 ? t('1 in another context') : t('{count} in another context', { count: strays })}
          </span>
        )}
        <IconButton
          size="small"
          aria-label={isPaused ? t('Read them again and again') : t('Pause')}
          title={isPaused ? t('Read them again and again') : t('Pause')}
          onClick={() => setPaused(!isPaused)}
        >
          {isPaused ? <PlayArrow fontSize="small" /> : <Pause fontSize="small" />}
        </IconButton>
      </header>
      {problem !== undefined && latest !== undefined && (
        <p className="process-problem" role="alert">
          {problem}
        </p>
      )}
      {latest === undefined && problem !== undefined && <Failed text={problem} />}
      {latest === undefined && problem === undefined && <Loading label={t('Loading the processes')} lines={8} />}
      {latest !== undefined && rows.length === 0 && <NoMatches what={t('processes')} onClear={() => setFilter('')} />}
      {rows.length > 0 && (
        <ProcessTable label={t('Processes of {name}', { name })} rows={rows} sort={sort} onSort={setSort} />
      )}
    </section>
  );
}

function countText(count: number, omitted: number): string {
  const all = count === 1 ? t('1 process') : t('{count} processes', { count });
  return omitted === 0 ? all : t('{all}, and {omitted} more that are not shown', { all, omitted });
}
