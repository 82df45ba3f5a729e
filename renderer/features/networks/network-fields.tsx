// SPDX-License-Identifier: Apache-2.0
/** Chooses the network of a container. */

import Autocomplete from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import type { Network } from '../../../contract/model/containers/container.ts';
import type { HostNetworks } from '../../../contract/model/host/network.ts';
import { t } from '../../lib/language/t.ts';
import { SelectField } from '../../ui/form/select-field.tsx';
import { useLoadedNetworks } from './use-networks.ts';
import './networks.css';

type Kind = Network['kind'];

interface NetworkFieldsProps {
  readonly network: Kind;
  /** Names the bridge or the interface. */
  readonly name: string;
  readonly problem: string | undefined;
  readonly onChange: (network: Kind, name: string) => void;
}

const kinds = [
  { value: 'nat', label: t("NAT: connects out through the host's address") },
  { value: 'none', label: t('None: loopback only') },
  { value: 'bridge', label: t('Network or bridge of the host, by its name') },
  { value: 'macvlan', label: t('Macvlan: a machine of its own on the network of an interface') },
] as const satisfies readonly { readonly value: Kind; readonly label: string }[];

export function NetworkFields({ network, name, problem, onChange }: NetworkFieldsProps) {
  const { networks } = useLoadedNetworks();
  const isNamed = network === 'bridge' || network === 'macvlan';
  return (
    <div className={isNamed ? 'network-pair' : ''}>
      <SelectField label={t('Network')} value={network} options={kinds} onChange={(kind) => onChange(kind, name)} />
      {isNamed && (
        <Autocomplete
          freeSolo
          openOnFocus
          disableClearable
          options={network === 'bridge' ? bridgesOf(networks) : []}
          inputValue={name}
          onInputChange={(_event, typed) => onChange(network, typed)}
          renderInput={(params) => (
            <TextField
              {...params}
              label={network === 'bridge' ? t('Bridge') : t('Interface')}
              placeholder={network === 'bridge' ? 'br0' : 'eno1'}
              error={problem !== undefined}
              helperText={problem}
            />
          )}
        />
      )}
    </div>
  );
}

/** Lists the bridges that a container can be on by name: networks that Bulkhead set up first. */
function bridgesOf(networks: HostNetworks | undefined): string[] {
  const others = (networks?.bridges ?? []).filter(({ isNat }) => !isNat);
  return others.toSorted((one, other) => Number(other.isOwn) - Number(one.isOwn)).map(({ name }) => name);
}
