// SPDX-License-Identifier: Apache-2.0
/** Published ports of a form, a row for each. */

import TextField from '@mui/material/TextField';
import { maxPublications } from '../../../contract/model/containers/publication.ts';
import { t } from '../../lib/language/t.ts';
import { FormRows } from '../../ui/form/form-rows.tsx';
import {
  draftOfPublication,
  emptyPublication,
  type PublicationDraft,
  type PublicationProblem,
  publicationsOf,
} from './publication-draft.ts';
import { AddressSelect, ProtocolSelect } from './publication-selects.tsx';
import { useLoadedNetworks } from './use-networks.ts';

interface PublicationRowsProps {
  readonly rows: readonly PublicationDraft[];
  /** Holds the problems of each row, where it has one. */
  readonly problems: readonly PublicationProblem[];
  readonly onChange: (rows: readonly PublicationDraft[]) => void;
}

const digits = { inputMode: 'numeric', autoComplete: 'off' } as const;

export function PublicationRows({ rows, problems, onChange }: PublicationRowsProps) {
  const { networks } = useLoadedNetworks();
  /** Holds also an address that a preset names and this host does not have: the host says so when it is used. */
  const addresses = new Set([...(networks?.addresses ?? []), ...rows.map(({ address }) => address)]);
  addresses.delete('');
  return (
    <>
      <p className="muted">
        {t(
          'Ports of the host that lead to the container: all who reach the host reach it there. An own domain may listen ' +
            'on the ports of the container that are named here. A list such as 8080:80, 53:53/udp can be pasted.',
        )}
      </p>
      <FormRows
        rows={rows}
        empty={emptyPublication}
        max={maxPublications}
        addLabel={t('Add port')}
        labelOf={(number) => t('Port {number}', { number })}
        read={(text) => publicationsOf(text)?.map(draftOfPublication)}
        onChange={onChange}
      >
        {(draft, place, change) => (
          <>
            <AddressSelect draft={draft} addresses={[...addresses]} onChange={change} />
            <TextField
              size="small"
              label={t('Host port')}
              placeholder="8080"
              value={draft.hostPort}
              error={problems[place]?.hostPort !== undefined}
              helperText={problems[place]?.hostPort}
              onChange={(event) => change({ hostPort: event.target.value })}
              slotProps={{ inputLabel: { shrink: true }, htmlInput: digits }}
            />
            <TextField
              size="small"
              label={t('Port of the container')}
              placeholder={draft.hostPort === '' ? '80' : draft.hostPort}
              value={draft.port}
              error={problems[place]?.port !== undefined}
              helperText={problems[place]?.port}
              onChange={(event) => change({ port: event.target.value })}
              slotProps={{ inputLabel: { shrink: true }, htmlInput: digits }}
            />
            <ProtocolSelect draft={draft} onChange={change} />
          </>
        )}
      </FormRows>
    </>
  );
}
