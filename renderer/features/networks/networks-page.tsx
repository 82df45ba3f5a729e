// SPDX-License-Identifier: Apache-2.0
/** The networks of the host: who is connected to what, as a picture and as a table. */

import Add from '@mui/icons-material/Add';
import { useRef } from 'react';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Empty, Failed, Loading } from '../../ui/placeholder.tsx';
import { useContainerList } from '../containers/context/category-owners.ts';
import { HostNetworksPanel } from './host-networks-panel.tsx';
import { NetworkPicture } from './network-picture.tsx';
import { NetworkTable } from './network-table.tsx';
import { loadNetworks } from './networks.ts';
import { LinkedPairsPanel } from './linked-pairs-panel.tsx';
import { useLoadedNetworks } from './use-networks.ts';
import { t } from '../../lib/language/t.ts';
import './networks.css';

export function NetworksPage() {
  const { networks, problem } = useLoadedNetworks();
  const containers = useContainerList();
  const form = useRef<HTMLDivElement>(null);
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('Networks')}</h1>
        <span style={{ flex: 1 }} />
        <ActionButton
          label={t('New network')}
          icon={<Add />}
          variant="outlined"
          reason={networks === undefined ? t('The networks are still being loaded.') : undefined}
          onAction={() => form.current?.querySelector('input')?.focus()}
        />
      </div>
      {problem !== undefined && <Failed text={problem} onRetry={() => void loadNetworks()} />}
      <Panel title={t('Who is connected to what')} isFlush>
        {networks === undefined && problem === undefined && <Loading label={t('Loading networks')} lines={6} />}
        {networks !== undefined && <NetworkPicture networks={networks} containers={containers} />}
      </Panel>
      {networks !== undefined && (
        <div ref={form}>
          <HostNetworksPanel networks={networks} containers={containers} />
        </div>
      )}
      <Panel title={t('Containers and published ports')} isFlush>
        {containers.length === 0 ? (
          <Empty title={t('No containers on this host')}>
            {t('Their networks are shown here as soon as there is one.')}
          </Empty>
        ) : (
          <NetworkTable containers={containers} natBridge={networks?.bridges.find(({ isNat }) => isNat)?.name} />
        )}
      </Panel>
      <LinkedPairsPanel />
    </div>
  );
}
