// SPDX-License-Identifier: Apache-2.0
/** Shows the network of a container: its addresses, its published ports, and the containers that it reaches. */

import { describeAddressProblem, isAddressMissing } from '../../../contract/wording/describe-address-problem.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { Settings } from '../../../contract/model/containers/settings.ts';
import { beginSentence, textOf } from '../../../contract/text.ts';
import { useIsConnected } from '../../host/connection.ts';
import { formatRoute } from '../../lib/route.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Failed } from '../../ui/placeholder.tsx';
import { openDialog } from '../../window/dialogs.ts';
import { whyNot } from '../containers/states/action-reasons.ts';
import { bridgeBehindHost } from './behind-host.ts';
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

/** What its DHCP server always gives it. */
function ReservedRows({ name, settings }: { readonly name: string; readonly settings: Settings }) {
  const { address, nameservers, searchDomains } = settings;
  return (
    <>
      <dt>{t('Fixed address')}</dt>
      <dd>
        <span className="mono">{address ?? t('none')}</span>{' '}
        <a className="network-change" href={formatRoute({ page: 'container', name, tab: 'configuration' })}>
          {t('Change in Configuration')}
        </a>
      </dd>
      {nameservers.length > 0 && (
        <>
          <dt>{t('DNS servers')}</dt>
          <dd className="mono">{nameservers.join(', ')}</dd>
        </>
      )}
      {searchDomains.length > 0 && (
        <>
          <dt>{t('Search domains')}</dt>
          <dd className="mono">{searchDomains.join(', ')}</dd>
        </>
      )}
    </>
  );
}

export function NetworkTab({ container, busy }: NetworkTabProps) {
  const { name, network, addresses, addressProblem, settings } = container;
  const { networks, problem } = useLoadedNetworks();
  const isBehindHost = network?.kind === 'nat' || bridgeBehindHost(network, networks?.bridges) !== undefined;
  const isConnected = useIsConnected();
  const context = { isConnected, busy };
  const address = networks?.forwards.find((one) => one.container === name)?.address ?? null;
  return (
    <>
      {problem !== undefined && <Failed text={problem} onRetry={() => void loadNetworks()} />}
      <Panel
        title={t('Network')}
        actions={
          <ActionButton
            label={t('Change network…')}
            reason={whyNot('network-change', container, context)}
            onAction={() => openDialog({ kind: 'change-network', name })}
          />
        }
      >
        <dl className="pairs" style={{ maxWidth: 680 }}>
          <dt>{t('Network')}</dt>
          <dd>{networkLabel(network)}</dd>
          <dt>{t('Addresses')}</dt>
          <dd>
            <span className="mono">{addresses.length === 0 ? t('none now') : addresses.join(', ')}</span>
            {addressProblem !== undefined && addressProblem !== 'no-network' && (
              <p className={isAddressMissing(addressProblem) ? 'network-problem' : 'muted'}>
                {`${textOf(beginSentence(describeAddressProblem(addressProblem)))}.`}
              </p>
            )}
          </dd>
          {settings !== null && isBehindHost && <ReservedRows name={name} settings={settings} />}
        </dl>
        <p className="muted network-meaning">{networkMeaning(network, isBehindHost)}</p>
      </Panel>
      {isBehindHost && (
        <PublishedPanel
          container={container}
          addresses={networks?.addresses ?? []}
          address={address}
          reason={whyNot('published-ports', container, context)}
        />
      )}
      {network?.kind === 'nat' && (
        <LinksPanel key={name} container={container} reason={whyNot('links', container, context)} />
      )}
    </>
  );
}
