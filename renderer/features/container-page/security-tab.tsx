// SPDX-License-Identifier: Apache-2.0
/** How this container is isolated: its confinement, its context explained, its user namespace and further layers. */

import type { Container } from '../../../contract/model/containers/container.ts';
import { ContextLines } from '../containers/context/context-lines.tsx';
import { Panel } from '../../ui/panel.tsx';
import { useVerdict } from '../containers/verdict/use-verdict.ts';
import { VerdictPanel } from './verdict-panel.tsx';
import { VerdictSign } from '../containers/verdict/verdict-sign.tsx';
import { layersOf } from './layers.ts';
import { sharersOf, useContainerList } from '../containers/context/category-owners.ts';
import { AccessCountPanel } from '../policy/access-count-panel.tsx';
import { ConfinementPanel } from '../policy/confinement-panel.tsx';
import { LearnedPanel } from '../policy/learned-panel.tsx';
import { t } from '../../lib/language/t.ts';

interface SecurityTabProps {
  readonly container: Container;
}

const mappedIds = 65_536;

export function SecurityTab({ container }: SecurityTabProps) {
  const sharedWith = sharersOf(container, useContainerList());
  const verdict = useVerdict(container);
  const { context, userNamespaceBase: base } = container;
  return (
    <>
      <VerdictPanel verdict={verdict} />
      <ConfinementPanel key={`${container.name} ${container.confinement ?? ''}`} container={container} />
      {container.confinement === 'learning' && <LearnedPanel name={container.name} />}
      <AccessCountPanel key={container.name} name={container.name} />
      <Panel title={t('Context')} actions={<span className="mono muted">{context ?? ''}</span>}>
        {context === null ? (
          <p>{t('Its configuration sets no SELinux context.')}</p>
        ) : (
          <ContextLines context={context} sharedWith={sharedWith} />
        )}
      </Panel>
      <Panel title={t('User namespace')}>
        {base === null ? (
          <p style={{ color: 'var(--red)' }}>{t('None: root inside the container is root on the host.')}</p>
        ) : (
          <>
            <table className="table" aria-label={t('User namespace map')} style={{ maxWidth: 620 }}>
              <thead>
                <tr>
                  <th>{t('Inside')}</th>
                  <th>{t('On the host')}</th>
                  <th>{t('Number of IDs')}</th>
                </tr>
              </thead>
              <tbody>
                <tr>
                  <td className="mono">{t('0 (root)')}</td>
                  <td className="mono">{base}</td>
                  <td className="mono">1</td>
                </tr>
                <tr>
                  <td className="mono">{t('{from} to {to}', { from: 1, to: mappedIds - 1 })}</td>
                  <td className="mono">{t('{from} to {to}', { from: base + 1, to: base + mappedIds - 1 })}</td>
                  <td className="mono">{mappedIds - 1}</td>
                </tr>
              </tbody>
            </table>
            <p className="muted" style={{ marginTop: 8 }}>
              {t(
                'On the host, root inside has only the rights of the unprivileged uid {base}. Users and groups are ' +
                  'mapped alike.',
                { base },
              )}
            </p>
          </>
        )}
      </Panel>
      <Panel title={t('Layers of confinement')} isFlush>
        <table className="table layers" aria-label={t('Layers of confinement')}>
          <thead>
            <tr>
              <th style={{ width: 180 }}>{t('Layer')}</th>
              <th style={{ width: 150 }}>{t('State')}</th>
              <th>{t('What it does')}</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <td>{'SELinux'}</td>
              <td>
                <VerdictSign verdict={verdict} />
              </td>
              <td className="muted" style={{ whiteSpace: 'normal' }}>
                {t(
                  'Denies access to files, processes, sockets and devices of others, whatever the Unix permissions say.',
                )}
              </td>
            </tr>
            {layersOf(container).map((layer) => (
              <tr key={layer.name}>
                <td>{layer.name}</td>
                <td>
                  <span className={`badge ${layer.tone}`}>{layer.state}</span>
                </td>
                <td className="muted" style={{ whiteSpace: 'normal' }}>
                  {layer.meaning}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
    </>
  );
}
