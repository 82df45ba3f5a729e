// SPDX-License-Identifier: Apache-2.0
/** The bridges of the host: LXC's, those that Bulkhead set up, and an administrator's; new ones are set up here. */

import TextField from '@mui/material/TextField';
import { type SyntheticEvent, useState } from 'react';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { HostBridge, HostNetworks } from '../../../contract/model/host/network.ts';
import { operations } from '../../../contract/operations/index.ts';
import { useIsConnected } from '../../host/connection.ts';
import { capitalised, withStop } from '../../lib/sentence.ts';
import { formatCount } from '../../lib/units.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { createNetwork, removeNetwork } from './networks.ts';
import { t } from '../../lib/language/t.ts';
import './networks.css';

const maxNames = 8;

interface HostNetworksPanelProps {
  readonly networks: HostNetworks;
  readonly containers: readonly Container[];
}

export function HostNetworksPanel({ networks, containers }: HostNetworksPanelProps) {
  return (
    <Panel title={t('Networks of this host')} isFlush>
      <div className="network-scroll">
        <table className="table" aria-label={t('Networks of this host')}>
          <thead>
            <tr>
              <th>{t('Network')}</th>
              <th>{t('Kind')}</th>
              <th>{t('Host address')}</th>
              <th className="network-free">{t('Next free address')}</th>
              <th>{t('Containers')}</th>
              <th>
                <span className="visually-hidden">{t('Actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {networks.bridges.map((bridge) => (
              <BridgeRow key={bridge.name} bridge={bridge} users={usersOf(bridge, containers)} />
            ))}
          </tbody>
        </table>
      </div>
      <NewNetworkForm />
    </Panel>
  );
}

function BridgeRow({ bridge, users }: { readonly bridge: HostBridge; readonly users: readonly string[] }) {
  const isConnected = useIsConnected();
  const { name, isOwn, addresses, freeAddress } = bridge;
  return (
    <tr>
      <td className="mono">{name}</td>
      <td className="network-kind">{kindOf(bridge)}</td>
      <td className="mono">{addresses.join(', ')}</td>
      <td className="mono network-free">{freeAddress ?? ''}</td>
      <td className="network-wrap">{namesOf(users)}</td>
      <td className="network-acts">
        {isOwn && (
          <ActionButton
            label={t('Remove {name}', { name })}
            text={t('Remove')}
            reason={whyNotRemoved(isConnected, users)}
            onAction={() => void removeNetwork(name, addresses.find((one) => !one.includes(':')) ?? null)}
          />
        )}
      </td>
    </tr>
  );
}

function NewNetworkForm() {
  const [name, setName] = useState('');
  const [address, setAddress] = useState('');
  const isConnected = useIsConnected();
  const parsed = operations['network.create'].params.safeParse({
    name: name.trim(),
    address: address.trim() === '' ? null : address.trim(),
  });
  const problemOf = (field: string, text: string): string | undefined => {
    const issue = text === '' ? undefined : parsed.error?.issues.find(({ path }) => path[0] === field);
    return issue === undefined ? undefined : capitalised(withStop(issue.message));
  };
  const reason = whyNotCreated(isConnected, name.trim(), parsed.success);

  async function handleCreate(): Promise<void> {
    if (reason !== undefined || !parsed.success) return;
    if (!(await createNetwork(parsed.data.name, parsed.data.address))) return;
    setName('');
    setAddress('');
  }
  function handleSubmit(event: SyntheticEvent): void {
    event.preventDefault();
    void handleCreate();
  }

  return (
    <form className="network-form" aria-label={t('New network')} onSubmit={handleSubmit}>
      <div className="network-fields">
        <TextField
          size="small"
          label={t('Name')}
          value={name}
          placeholder="shop"
          error={problemOf('name', name) !== undefined}
          helperText={problemOf('name', name) ?? t('At most 15 characters; the name of its bridge')}
          onChange={(event) => setName(event.target.value)}
          slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
        />
        <TextField
          size="small"
          label={t('Net')}
          value={address}
          placeholder="10.0.4.0/24"
          error={problemOf('address', address) !== undefined}
          helperText={problemOf('address', address) ?? t('The next one that is free when empty')}
          onChange={(event) => setAddress(event.target.value)}
          slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off', className: 'mono' } }}
        />
        <ActionButton
          label={t('Set up network')}
          variant="contained"
          colour="primary"
          reason={reason}
          onAction={() => void handleCreate()}
        />
      </div>
      <p className="muted network-meaning">
        {t(
          "Containers on it are behind the host's address and reach each other; none on another network reaches them. " +
            'Choose it when a container is created.',
        )}
      </p>
    </form>
  );
}

function kindOf({ isNat, isOwn }: HostBridge): string {
  if (isNat) return t("LXC's, NAT");
  return isOwn ? t('own network, NAT') : t("an administrator's bridge");
}

function usersOf(bridge: HostBridge, containers: readonly Container[]): readonly string[] {
  return containers
    .filter(({ network }) =>
      network?.kind === 'bridge' ? network.bridge === bridge.name : network?.kind === 'nat' && bridge.isNat,
    )
    .map(({ name }) => name);
}

/** Names the first users, and how many more there are: the table of the containers has all. */
function namesOf(users: readonly string[]): string {
  const first = users.slice(0, maxNames).join(', ');
  const more = users.length - maxNames;
  return more <= 0 ? first : t('{names} and {more} more', { names: first, more: formatCount(more) });
}

function whyNotRemoved(isConnected: boolean, users: readonly string[]): string | undefined {
  if (!isConnected) return t('There is no connection to the host.');
  return users.length === 0 ? undefined : t('Containers are on it: {names}.', { names: namesOf(users) });
}

function whyNotCreated(isConnected: boolean, name: string, isValid: boolean): string | undefined {
  if (!isConnected) return t('There is no connection to the host.');
  if (name === '') return t('Enter a name.');
  return isValid ? undefined : t('Correct the marked fields first.');
}
