// SPDX-License-Identifier: Apache-2.0
/** Puts a container on another network; one that runs is stopped for it, and started again. */

import Alert from '@mui/material/Alert';
import { useState } from 'react';
import { describeNetwork } from '../../../contract/wording/describe-network.ts';
import { type Network, networkSchema } from '../../../contract/model/containers/container.ts';
import { t } from '../../lib/language/t.ts';
import { capitalised, withStop } from '../../lib/sentence.ts';
import { FormDialog } from '../../ui/form/form-dialog.tsx';
import { closeDialog } from '../../window/dialogs.ts';
import { whyNot } from '../containers/states/action-reasons.ts';
import { useContainers } from '../containers/containers.ts';
import { useIsConnected } from '../../host/connection.ts';
import { bridgeBehindHost } from './behind-host.ts';
import { NetworkFields } from './network-fields.tsx';
import { networkMeaning } from './network-labels.ts';
import { networkNamed } from './network-named.ts';
import { changeNetwork, useNetworks } from './networks.ts';

interface ChangeNetworkDialogProps {
  readonly name: string;
}

export function ChangeNetworkDialog({ name }: ChangeNetworkDialogProps) {
  const container = useContainers((state) => state.byName.get(name));
  const was = container?.network ?? { kind: 'nat' };
  const [kind, setKind] = useState<Network['kind']>(was.kind);
  const [named, setNamed] = useState(nameIn(was));
  const bridges = useNetworks((state) => state.networks?.bridges);
  const isConnected = useIsConnected();
  const { data: network, error } = networkSchema().safeParse(networkNamed(kind, named.trim()));
  const problem = error === undefined ? undefined : capitalised(withStop(error.issues[0]?.message ?? ''));
  const isUp = (container?.initPid ?? null) !== null;
  const isSame = network !== undefined && describeNetwork(network) === describeNetwork(was);
  const why =
    container === undefined ? undefined : whyNot('network-change', container, { isConnected, busy: undefined });

  async function handleChange(): Promise<void> {
    if (network !== undefined && (await changeNetwork(name, was, network))) closeDialog();
  }

  return (
    <FormDialog
      title={t('Network of {name}', { name })}
      action={isUp ? t('Change and restart') : t('Change')}
      reason={why ?? problem ?? (isSame ? t('This is the network that it has.') : undefined)}
      onAction={() => void handleChange()}
      onClose={closeDialog}
    >
      <NetworkFields
        network={kind}
        name={named}
        problem={named === '' ? undefined : problem}
        onChange={(next, text) => {
          setKind(next);
          setNamed(text);
        }}
      />
      {network !== undefined && (
        <p className="muted">{networkMeaning(network, bridgeBehindHost(network, bridges) !== undefined)}</p>
      )}
      {isUp && (
        <Alert severity="warning">
          {t(
            'It is running. Its interface is made when it starts, so it is stopped for the change, and started again: its ' +
              'connections end.',
          )}
        </Alert>
      )}
      <p className="muted">
        {t(
          'The hardware address, a fixed address and DNS servers stay, where the host gives these on the new network; ' +
            'published ports and links have to be possible there.',
        )}
      </p>
    </FormDialog>
  );
}

function nameIn(network: Network): string {
  if (network.kind === 'bridge') return network.bridge;
  return network.kind === 'macvlan' ? network.parent : '';
}
