// SPDX-License-Identifier: Apache-2.0
/**
 * The policy modules of containers: which there are, and the chosen one to read, change, try, install and undo.
 */

import Button from '@mui/material/Button';
import { useCallback, useEffect, useState } from 'react';
import type { PolicyModule } from '../../../contract/model/policy/policy-module.ts';
import type { Client } from '../../../rpc/client.ts';
import { LostDrafts } from '../containers/dialogs/lost-drafts.tsx';
import { ContainerName } from '../containers/container-name.tsx';
import { Empty, Failed } from '../../ui/placeholder.tsx';
import { moduleStateLabels } from './policy-labels.ts';
import { useClient } from '../../host/connection.ts';
import { failureText } from '../../window/notifications.ts';
import { formatRoute } from '../../lib/route.ts';
import { navigate } from '../../window/location.ts';
import { formatClock } from '../../lib/moments.ts';
import { AwaitedList } from '../../host/awaited-list.tsx';
import { withClient } from '../../host/with-client.ts';
import { ModuleView } from './module-view.tsx';
import { PolicyParts } from './policy-parts.tsx';
import { t } from '../../lib/language/t.ts';
import './policy.css';

interface PolicyPageProps {
  /** The container whose module is shown; the first when empty. */
  readonly name: string;
}

type Modules =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: unknown }
  | { readonly status: 'ready'; readonly modules: readonly PolicyModule[] };

function ModuleBadge({ module: { isPermissive, state } }: { readonly module: PolicyModule }) {
  if (isPermissive === true) return <span className="badge amber">{t('permissive')}</span>;
  return state === 'installed' ? (
    <span className="badge good">{t('enforcing')}</span>
  ) : (
    <span className="badge red">{state === 'missing' ? t('missing') : t('changed')}</span>
  );
}

export function PolicyPage({ name }: PolicyPageProps) {
  const [found, setFound] = useState<Modules>({ status: 'loading' });
  const client = useClient();
  const load = useCallback(
    (from: Client) =>
      from.request('policy.list', {}).then(
        ({ modules }) => setFound({ status: 'ready', modules }),
        (error: unknown) => setFound({ status: 'failed', error }),
      ),
    [],
  );
  useEffect(() => {
    if (client !== undefined) void load(client);
  }, [client, load]);
  const handleLoad = useCallback(() => withClient(t('list the policy modules'), load), [load]);
  const modules = found.status === 'ready' ? found.modules : [];
  const shown = modules.find(({ container }) => container === name) ?? modules[0];

  return (
    <div className="page page-whole">
      <div className="page-head">
        <h1>{t('Policy')}</h1>
        <PolicyParts part="modules" />
      </div>
      {found.status === 'loading' && <AwaitedList what={t('policy modules')} />}
      {found.status === 'failed' && (
        <Failed text={failureText(t('cannot list the policy modules'), found.error)} onRetry={handleLoad} />
      )}
      {found.status === 'ready' && shown === undefined && (
        <Empty
          title={t('No container has its own domain')}
          action={
            <Button variant="outlined" color="inherit" href={formatRoute({ page: 'containers', filter: '' })}>
              {t('Go to the containers')}
            </Button>
          }
        >
          {t(
            'Its own domain allows a container what it needs and nothing else; its policy module is shown ' +
              'and changed here. Choose it when you create a container, or later on its Security tab.',
          )}
        </Empty>
      )}
      <LostDrafts />
      {shown !== undefined && (
        <div className="policy-columns">
          <nav className="panel policy-list" aria-label={t('Policy modules')}>
            {modules.map((module) => (
              <button
                key={module.container}
                type="button"
                aria-current={module === shown ? 'true' : undefined}
                onClick={() => navigate({ page: 'policy', name: module.container })}
              >
                <ContainerName name={module.container} isPlain />
                <ModuleBadge module={module} />
                <span className="muted">
                  {module.learningUntil === null
                    ? moduleStateLabels(module)
                    : t('learning until {learningUntil}', { learningUntil: formatClock(module.learningUntil) })}
                </span>
              </button>
            ))}
          </nav>
          <ModuleView key={`${shown.container} ${shown.version ?? ''}`} module={shown} onChanged={handleLoad} />
        </div>
      )}
    </div>
  );
}
