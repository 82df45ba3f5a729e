// SPDX-License-Identifier: Apache-2.0
/** What was set on the host beside its distribution's policy: by whom, when, and the way back. */

import Refresh from '@mui/icons-material/Refresh';
import Button from '@mui/material/Button';
import { useEffect, useMemo } from 'react';
import type { Change } from '../../../contract/model/policy/change.ts';
import { useClient } from '../../host/connection.ts';
import { matchesSearch, parseSearch, describeUnknownFields } from '../../../contract/search/search.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { Empty, Failed, NoMatches } from '../../ui/placeholder.tsx';
import { SearchField } from '../../ui/search/search-field.tsx';
import { AwaitedList } from '../../host/awaited-list.tsx';
import { formatRoute } from '../../lib/route.ts';
import { openDialog } from '../../window/dialogs.ts';
import { replaceRoute, useLocation } from '../../window/location.ts';
import { failureText } from '../../window/notifications.ts';
import { undoChange, useUndoReason } from '../denials/explanation/remedies.ts';
import { PolicyParts } from '../policy/policy-parts.tsx';
import { sortedChanges } from './local-change-labels.ts';
import { LocalChangeRow } from './local-change-row.tsx';
import { localChangeFields, localChangeSubject } from './local-change-search.ts';
import { loadLocalChanges, reloadLocalChanges, useLocalChanges } from './local-changes.ts';
import { t } from '../../lib/language/t.ts';
import './local-changes.css';

function handleUndo(change: Change): void {
  void undoChange(change).then(reloadLocalChanges);
}

export function LocalChangesPage() {
  const filter = useLocation(({ route }) => (route.page === 'local-changes' ? route.filter : ''));
  const found = useLocalChanges((state) => state.found);
  const client = useClient();
  useEffect(() => {
    if (client !== undefined) void loadLocalChanges(client);
  }, [client]);
  const terms = useMemo(() => parseSearch(filter), [filter]);
  const all = useMemo(() => (found.status === 'ready' ? sortedChanges(found.changes) : []), [found]);
  const rows = useMemo(() => all.filter((change) => matchesSearch(localChangeSubject(change), terms)), [all, terms]);
  // Bulkhead knows the times of what it did itself.
  const hasTimes = rows.some(({ change }) => change !== null);
  const undoing = useUndoReason();

  return (
    <div className="page">
      <div className="page-head with-tools">
        <h1>{t('Policy')}</h1>
        <PolicyParts part="local-changes" />
        <span style={{ flex: 1 }} />
        <SearchField
          label={t('Filter local changes')}
          placeholder={t('kind:port by:operator')}
          value={filter}
          problem={describeUnknownFields(terms, localChangeFields)}
          onChange={(text) => replaceRoute({ page: 'local-changes', filter: text })}
        />
        <ActionButton
          label={t('Read again')}
          isCompact
          icon={<Refresh />}
          reason={undefined}
          onAction={reloadLocalChanges}
        />
        <Button
          variant="outlined"
          color="inherit"
          disabled={all.length === 0}
          onClick={() => openDialog({ kind: 'export-changes' })}
        >
          {t('Export')}
        </Button>
      </div>
      <div className="panel page-fill">
        {found.status === 'loading' && <AwaitedList what={t('local changes')} lines={8} />}
        {found.status === 'failed' && (
          <Failed text={failureText(t('cannot list local changes'), found.error)} onRetry={reloadLocalChanges} />
        )}
        {found.status === 'ready' && all.length === 0 && (
          <Empty
            title={t('The policy is as the distribution installed it')}
            action={
              <Button variant="outlined" color="inherit" href={formatRoute({ page: 'denials', filter: '' })}>
                {t('Go to the denials')}
              </Button>
            }
          >
            {t(
              'Modules, booleans, ports and file contexts that are changed on this host appear here, with a way ' +
                'back. The remedies of denials are such changes.',
            )}
          </Empty>
        )}
        {all.length > 0 && rows.length === 0 && (
          <NoMatches what={t('local changes')} onClear={() => replaceRoute({ page: 'local-changes', filter: '' })} />
        )}
        {rows.length > 0 && (
          <div className="table-scroll">
            <table className="table local-changes-table" aria-label={t('Local changes')}>
              <thead>
                <tr>
                  <th className="of-kind">{t('Kind')}</th>
                  <th>{t('What')}</th>
                  <th className="of-who" title={t('As far as Bulkhead did it')}>
                    {t('Who')}
                  </th>
                  {hasTimes && <th className="of-when">{t('When')}</th>}
                  <th className="of-way-back">{t('Undo by')}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((change) => (
                  <LocalChangeRow
                    key={JSON.stringify(change)}
                    change={change}
                    hasTimes={hasTimes}
                    reason={undoing}
                    onUndo={() => {
                      if (change.change !== null) handleUndo(change.change);
                    }}
                  />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </div>
    </div>
  );
}
