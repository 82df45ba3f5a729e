// SPDX-License-Identifier: Apache-2.0
/** Shows which containers reach each other on the bridge: the exceptions from their isolation on the network. */

import { linkedPairs } from '../../../contract/rules/linked-pairs.ts';
import { useIsConnected } from '../../host/connection.ts';
import { operationOn, useOperations } from '../../host/operations.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { useContainerList } from '../containers/context/category-owners.ts';
import { ContainerName } from '../containers/container-name.tsx';
import { unlinkContainers } from './networks.ts';
import { t } from '../../lib/language/t.ts';
import './networks.css';

export function LinkedPairsPanel() {
  const pairs = linkedPairs(useContainerList());
  return (
    <Panel
      title={t('Links on the network')}
      isFlush
      actions={<span className={pairs.length === 0 ? 'badge' : 'badge info'}>{countOf(pairs.length)}</span>}
    >
      <p className="muted network-words">
        {pairs.length === 0
          ? t('No two containers are linked. Link two on the Network tab of either.')
          : t("These pairs reach each other's addresses. No others are linked.")}
      </p>
      {pairs.length > 0 && (
        <table className="table" aria-label={t('Links on the network')}>
          <thead>
            <tr>
              <th>{t('Container')}</th>
              <th>{t('Reaches, and is reached by')}</th>
              <th>
                <span className="visually-hidden">{t('Actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {pairs.map(([one, other]) => (
              <tr key={`${one} ${other}`}>
                <td>
                  <ContainerName name={one} tab="network" />
                </td>
                <td>
                  <ContainerName name={other} tab="network" />
                </td>
                <td className="network-acts">
                  <UnlinkButton one={one} other={other} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function UnlinkButton({ one, other }: { readonly one: string; readonly other: string }) {
  const isConnected = useIsConnected();
  const isBusy = useOperations((state) => [one, other].some((name) => operationOn(name)(state) !== undefined));
  const busy = isBusy ? t('Another operation is running on one of them. Wait until it has ended.') : undefined;
  return (
    <ActionButton
      label={t('Unlink {one} and {other}', { one, other })}
      text={t('Unlink')}
      reason={isConnected ? busy : t('There is no connection to the host.')}
      onAction={() => void unlinkContainers(one, other)}
    />
  );
}

function countOf(pairs: number): string {
  return t('{pairs, plural, =0 {no links} one {# link} other {# links}}', { pairs });
}
