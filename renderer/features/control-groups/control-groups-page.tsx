// SPDX-License-Identifier: Apache-2.0
/** The tree of control groups of the host, read again while it is shown. */

import { useCallback, useMemo, useState } from 'react';
import { arrangeControlGroups } from '../../../contract/rules/cgroup-tree.ts';
import { isFailure } from '../../../contract/errors.ts';
import type { Client } from '../../../rpc/client.ts';
import { useRepeatedAnswer } from '../../host/use-repeated-answer.ts';
import { t } from '../../lib/language/t.ts';
import { Failed, Loading, NoMatches } from '../../ui/placeholder.tsx';
import { SearchField } from '../../ui/search/search-field.tsx';
import { failureText } from '../../window/notifications.ts';
import { ControlGroupTree } from './control-group-tree.tsx';
import './control-groups.css';

export function ControlGroupsPage() {
  const [filter, setFilter] = useState('');
  const { latest, before, problem } = useRepeatedAnswer({ ask, describe, subject: 'host', isAsked: true });
  const rows = useMemo(
    () => (latest === undefined ? [] : arrangeControlGroups(latest, before, { filter, maxDepth: Infinity })),
    [latest, before, filter],
  );
  const clear = useCallback(() => setFilter(''), []);
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('Control groups')}</h1>
        <SearchField
          label={t('Filter control groups')}
          placeholder={t('Filter: group, container')}
          value={filter}
          onChange={setFilter}
        />
        <span className="grow" />
        {latest !== undefined && (
          <span className="muted" role="status">
            {countText(latest.groups.length, latest.omitted)}
          </span>
        )}
      </div>
      <p className="muted">
        {t(
          'The kernel counts and limits what runs by these groups, one below another: a limit holds for everything ' +
            'below it. Of a container its own group is shown, and not what it makes within.',
        )}
      </p>
      {problem !== undefined && latest !== undefined && (
        <p className="group-problem" role="alert">
          {problem}
        </p>
      )}
      {latest === undefined && problem !== undefined && <Failed text={problem} />}
      {latest === undefined && problem === undefined && <Loading label={t('Loading the control groups')} lines={8} />}
      {latest !== undefined && rows.length === 0 && <NoMatches what={t('control groups')} onClear={clear} />}
      {rows.length > 0 && <ControlGroupTree rows={rows} isFiltered={filter !== ''} />}
    </div>
  );
}

function ask(client: Client, signal: AbortSignal) {
  return client.request('cgroup.list', {}, { signal });
}

function describe(error: unknown): string {
  if (isFailure(error, 'not-authorised'))
    return t('This is asked without a password, and you are not authorised to see the host without one.');
  return failureText(t('cannot read the control groups'), error);
}

function countText(count: number, omitted: number): string {
  const all = t('{count, plural, one {# group} other {# groups}}', { count });
  return omitted === 0 ? all : t('{all}, and {omitted} more that are not shown', { all, omitted });
}
