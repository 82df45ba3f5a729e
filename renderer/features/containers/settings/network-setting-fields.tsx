// SPDX-License-Identifier: Apache-2.0
/** Address, DNS servers and search domains of a container, which the DHCP server of its network gives it. */

import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { addressProblem } from '../../../../contract/rules/ipv4-net.ts';
import { capitalised, withStop } from '../../../lib/sentence.ts';
import { SettingField } from './setting-field.tsx';
import type { SettingsDraft, SettingsProblems } from './settings-draft.ts';
import { t } from '../../../lib/language/t.ts';
import './settings.css';

/** What is known of the network on which an address is chosen. */
export interface AddressOffer {
  /** The host's own address, with the length of the net: `10.0.3.1/24`. */
  readonly cidr: string;
  /** The next address that nobody has. */
  readonly free: string | null;
  /** Names the other container that has an address. */
  readonly holders: ReadonlyMap<string, string>;
}

interface NetworkSettingFieldsProps {
  readonly draft: SettingsDraft;
  readonly problems: SettingsProblems;
  /** Undefined while it is not known. */
  readonly offer: AddressOffer | undefined;
  readonly onChange: (part: Partial<SettingsDraft>) => void;
}

export function NetworkSettingFields({ draft, problems, offer, onChange }: NetworkSettingFieldsProps) {
  const addressWrong = problems.address ?? conflictOf(draft.address.trim(), offer);
  const free = offer?.free ?? null;
  return (
    <>
      <div className="settings-address">
        <TextField
          size="small"
          fullWidth
          label={t('Fixed address')}
          value={draft.address}
          placeholder={free ?? ''}
          error={addressWrong !== undefined}
          helperText={addressWrong ?? addressHint(offer)}
          onChange={(event) => onChange({ address: event.target.value })}
          slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off', className: 'mono' } }}
        />
        {free !== null && draft.address.trim() !== free && (
          <Button size="small" onClick={() => onChange({ address: free })}>
            {t('Use {address}', { address: free })}
          </Button>
        )}
      </div>
      <div className="settings-pair">
        <SettingField draft={draft} problems={problems} onChange={onChange} setting="nameservers" isMono />
        <SettingField draft={draft} problems={problems} onChange={onChange} setting="searchDomains" />
      </div>
      <SettingField draft={draft} problems={problems} onChange={onChange} setting="egress" isMono />
    </>
  );
}

/** Says which conflict is known already; the host looks again, also at leases. */
function conflictOf(address: string, offer: AddressOffer | undefined): string | undefined {
  if (address === '' || offer === undefined) return undefined;
  const problem = addressProblem(address, offer.cidr, offer.holders);
  return problem === undefined ? undefined : capitalised(withStop(problem));
}

function addressHint(offer: AddressOffer | undefined): string {
  return offer === undefined
    ? t('Any that is free when empty. Applies at next start.')
    : t('In the net {cidr}; any that is free when empty. Applies at next start.', { cidr: offer.cidr });
}
