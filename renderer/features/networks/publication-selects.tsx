// SPDX-License-Identifier: Apache-2.0
/** The choices of a published port, in its form and in the rows of another one. */

import { t } from '../../lib/language/t.ts';
import { SelectField } from '../../ui/form/select-field.tsx';
import type { PublicationDraft } from './publication-draft.ts';

interface PublicationSelectProps {
  readonly draft: PublicationDraft;
  readonly onChange: (part: Partial<PublicationDraft>) => void;
}

export function ProtocolSelect({ draft, onChange }: PublicationSelectProps) {
  return (
    <SelectField
      label={t('Protocol')}
      value={draft.protocol}
      options={[
        { value: 'tcp', label: t('TCP') },
        { value: 'udp', label: t('UDP') },
      ]}
      onChange={(protocol) => onChange({ protocol })}
    />
  );
}

interface AddressSelectProps extends PublicationSelectProps {
  readonly addresses: readonly string[];
}

export function AddressSelect({ draft, addresses, onChange }: AddressSelectProps) {
  return (
    <SelectField
      className="network-pick"
      label={t('Host address')}
      value={draft.address}
      options={[{ value: '', label: t('All addresses') }, ...addresses.map((one) => ({ value: one, label: one }))]}
      onChange={(address) => onChange({ address })}
    />
  );
}
