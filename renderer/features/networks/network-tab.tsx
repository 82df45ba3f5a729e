// SPDX-License-Identifier: Apache-2.0
/** The network of a container: its addresses, its published ports, and the containers that it reaches. */

import type { Container } from '../../../contract/model/containers/container.ts';
import { useIsConnected } from '../../host/connection.ts';
import { Panel } from '../../ui/panel.tsx';
import { Failed } from '../../ui/placeholder.tsx';
import { whyNot } from '../containers/action-reasons.ts';
import { LinksPanel } from './links-panel.tsx';
import { networkLabel, networkMeaning } from './network-labels.ts';
import { loadNetworks } from './networks.ts';
import { PublishedPanel } from './published-panel.tsx';
import { useLoadedNetworks } from './use-networks.ts';
import { t } from '../../lib/language/t.ts';
import './networks.css';

interface NetworkTabProps {
  readonly container: Container;
  readonly busy: string | undefined;
}

export function NetworkTab({ container, busy }: NetworkTabProps) {
  const { name, network, addresses } = container;
  const { networks, problem } = useLoadedNetworks();
  const isConnected = useIsConnected();
  const reason = whyNot('configure', container, { isConnected, busy });
  const address = networks?.forwards.find((one) => one.container === name)?.address ?? null;
  return (
    <>
      {problem !== undefined && <Failed text={problem} onRetry={() => void loadNetworks()} />}
      <Panel title={t('Network')}>
        <dl className="pairs" style={{ maxWidth: 680 }}>
          <dt>{t('Network')}</dt>
          <dd>{networkLabel(network)}</dd>
          <dt>{t('Addresses')}</dt>
          <dd className="mono">{addresses.length === 0 ? t('none now') : addresses.join(', ')}</dd>
        </dl>
        <p className="muted network-meaning">{networkMeaning(network)}</p>
      </Panel>
      {network?.kind === 'nat' && (
        <>
          <PublishedPanel
            container={container}
            addresses={networks?.addresses ?? []}
            address={address}
            reason={reason}
          />
          <LinksPanel key={name} container={container} reason={reason} />
        </>
      )}
    </>
  );
}
