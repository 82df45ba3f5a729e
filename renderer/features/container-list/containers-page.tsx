// SPDX-License-Identifier: Apache-2.0
/** The page of all containers: filter, bulk actions, table. */

import Add from '@mui/icons-material/Add';
import SellOutlined from '@mui/icons-material/SellOutlined';
import Inventory from '@mui/icons-material/Inventory2Outlined';
import Button from '@mui/material/Button';
import { useCallback, useMemo, useState } from 'react';
import { Empty, Failed, Loading } from '../../ui/placeholder.tsx';
import { FirstRun } from '../doctor/first-run.tsx';
import { SearchField } from '../../ui/search/search-field.tsx';
import { sampleFields, searchFieldsOf, searchSubject } from '../../../contract/search/container-fields.ts';
import { compareRows, type Sort } from '../containers/container-order.ts';
import { matchesSearch, parseSearch } from '../../../contract/search/search.ts';
import { findSearchProblem } from '../../../contract/search/search-fields.ts';
import { useContainerList } from '../containers/context/category-owners.ts';
import { useIsConnected } from '../../host/connection.ts';
import { openDialog } from '../../window/dialogs.ts';
import { retryFeed, useFeeds } from '../../host/feeds.ts';
import { healthEntryOf, verdictOf } from '../health/health-store.ts';
import { useHealthOfAll } from '../health/use-health.ts';
import { useActionCauses } from '../denials/action-causes.ts';
import { useCoarseClock } from '../../window/clock.ts';
import { replaceRoute, useLocation } from '../../window/location.ts';
import { failureText } from '../../window/notifications.ts';
import { remember, remembered } from '../../window/preferences.ts';
import { latestUsage, useSamples } from '../usage/samples.ts';
import { useGrouping } from './groups/grouping.ts';
import { formatColumns, parseColumns } from './column-choice.ts';
import { ColumnsMenu } from './columns-menu.tsx';
import { type ColumnId, usualColumns, usualColumnsOfCluster } from './columns.ts';
import { ContainerTable } from './container-table.tsx';
import { SavedFiltersMenu } from './saved-filters-menu.tsx';
import { useTellSelection } from './shown-selection.ts';
import { formatSort, parseSort } from './sort-text.ts';
import { RichText } from '../../ui/rich-text.tsx';
import { createPart } from '../../ui/part.tsx';
import { t } from '../../lib/language/t.ts';
import './containers.css';

const BulkActions = createPart(async () => (await import('./bulk-actions.tsx')).BulkActions);

export function ContainersPage() {
  const filter = useLocation(({ route }) => (route.page === 'containers' ? route.filter : ''));
  const [sort, setSort] = useState<Sort>(() => parseSort(remembered('containers.sort')));
  const [chosenColumns, setColumns] = useState(() => parseColumns(remembered('containers.columns')));
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const feed = useFeeds((state) => state.containers);
  const isConnected = useIsConnected();
  const all = useContainerList();
  const isOfCluster = useMemo(() => all.some(({ member }) => member !== null), [all]);
  const columns = chosenColumns ?? (isOfCluster ? usualColumnsOfCluster : usualColumns);
  const grouping = useGrouping();
  const fields = useMemo(() => searchFieldsOf(all), [all]);
  const counts = useActionCauses().byContainer;
  const terms = useMemo(() => parseSearch(filter), [filter]);
  // Live columns move each second: only an order or a filter on one of them has to be worked out as often.
  const usesLive =
    sampleFields.has(sort.key) || terms.some((term) => term.field !== undefined && sampleFields.has(term.field));
  const time = useSamples(({ time }) => (usesLive ? time : 0));
  const usesHealth = sort.key === 'health' || terms.some((term) => term.field === 'health');
  const health = useHealthOfAll(all, usesHealth);
  const now = useCoarseClock(15);
  // The filter is left out, because a key in it has nothing to sort.
  const sorted = useMemo(() => {
    return all
      .map((container) => ({
        container,
        cpu: latestUsage(container.name, 'cpu', time),
        memory: latestUsage(container.name, 'memory', time),
        pressure: latestUsage(container.name, 'pressureMemory', time),
        pids: latestUsage(container.name, 'pids', time),
        disk: latestUsage(container.name, 'disk', time),
        uptime: container.startedAt === null ? Number.NaN : now - container.startedAt,
        denials: counts.get(container.name) ?? 0,
        health: verdictOf(healthEntryOf(health, container)),
      }))
      .toSorted((left, right) => compareRows(left, right, sort));
  }, [all, counts, health, sort, time, now]);
  const rows = useMemo(
    () =>
      sorted
        .filter((row) => terms.length === 0 || matchesSearch(searchSubject(row), terms))
        .map(({ container }) => container),
    [sorted, terms],
  );
  const setFilter = (text: string): void => replaceRoute({ page: 'containers', filter: text });
  const chosen = useMemo(() => rows.filter((container) => selected.has(container.name)), [rows, selected]);
  useTellSelection(chosen);
  const handleToggle = useCallback((name: string): void => {
    setSelected((before) => {
      const next = new Set(before);
      if (!next.delete(name)) next.add(name);
      return next;
    });
  }, []);

  function handleSort(next: Sort): void {
    setSort(next);
    remember('containers.sort', formatSort(next));
  }

  function handleColumns(next: readonly ColumnId[] | undefined): void {
    setColumns(next);
    remember('containers.columns', formatColumns(next));
  }

  return (
    <div className="page page-whole">
      <div className="page-head with-tools">
        <h1>{t('Containers')}</h1>
        <span className="muted">
          {feed.status === 'ready' &&
            (rows.length === all.length
              ? `${all.length}`
              : t('{count} of {total}', { count: rows.length, total: all.length }))}
        </span>
        <span style={{ flex: 1 }} />
        <SearchField
          label={t('Filter containers')}
          placeholder="state:running -name:db memory>100M"
          value={filter}
          problem={findSearchProblem(filter, fields)}
          fields={fields}
          onChange={setFilter}
        />
        <SavedFiltersMenu filter={filter} onChoose={setFilter} />
        <Button
          variant="outlined"
          color={grouping.isGrouped ? 'primary' : 'inherit'}
          className="tool-button"
          aria-label={t('Group by tag')}
          aria-pressed={grouping.isGrouped}
          title={t('Group by tag')}
          onClick={grouping.toggle}
        >
          <SellOutlined />
          <span>{t('{by, select, other {Group}}', { by: 'tag' })}</span>
        </Button>
        <ColumnsMenu chosen={columns} onChange={handleColumns} onReset={() => handleColumns(undefined)} />
        <Button variant="contained" startIcon={<Add />} onClick={() => openDialog({ kind: 'create' })}>
          {t('New container')}
        </Button>
      </div>
      {feed.status === 'ready' && all.length === 0 && <FirstRun />}
      <div className="panel page-fill">
        {chosen.length > 0 && <BulkActions containers={chosen} onClear={() => setSelected(new Set())} />}
        {feed.status === 'failed' && (
          <Failed
            text={failureText(t('cannot list the containers'), feed.error)}
            onRetry={() => retryFeed('containers')}
          />
        )}
        {feed.status === 'loading' &&
          all.length === 0 &&
          (isConnected ? (
            <Loading label={t('Loading containers')} lines={8} />
          ) : (
            <Empty title={t('Not connected: no containers to show')} />
          ))}
        {feed.status === 'ready' && all.length === 0 && (
          <Empty title={t('No containers on this host yet')} icon={<Inventory />}>
            <RichText
              message={
                'A container gets a user namespace and SELinux categories of its own. A name and an image are ' +
                'enough: press <key>n</key>.'
              }
              values={{ key: (letter) => <kbd>{letter}</kbd> }}
            />
          </Empty>
        )}
        {feed.status !== 'failed' && all.length > 0 && rows.length === 0 && (
          <Empty title={t('No matches')}>
            <p className="mono">{filter}</p>
            <Button variant="outlined" color="inherit" onClick={() => setFilter('')} style={{ marginTop: 10 }}>
              {t('Clear the filter')}
            </Button>
          </Empty>
        )}
        {feed.status !== 'failed' && rows.length > 0 && (
          <ContainerTable
            containers={rows}
            all={all}
            columns={columns}
            counts={counts}
            grouping={grouping}
            sort={sort}
            onSort={handleSort}
            selected={selected}
            onToggle={handleToggle}
            onSelect={setSelected}
          />
        )}
      </div>
    </div>
  );
}
