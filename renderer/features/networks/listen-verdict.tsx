// SPDX-License-Identifier: Apache-2.0
/**
 * Says whether SELinux lets the container listen on the port that is being published, and offers the choice that lets
 * it.
 */

import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { Publication } from '../../../contract/model/containers/publication.ts';
import type { ListenVerdict } from '../../../contract/operations/containers/port.ts';
import { t } from '../../lib/language/t.ts';

interface ListenVerdictLineProps {
  readonly container: Container;
  readonly publication: Publication;
  readonly verdict: ListenVerdict;
  /** Says whether the container's own domain is to get the port. */
  readonly isAdded: boolean;
  readonly onChange: (isAdded: boolean) => void;
}

export function ListenVerdictLine({ container, publication, verdict, isAdded, onChange }: ListenVerdictLineProps) {
  const { name, confinement } = container;
  const port = t('{protocol} port {port}', { protocol: publication.protocol.toUpperCase(), port: publication.port });
  const typed = verdict.type === null ? port : `${port} (${verdict.type})`;
  if (verdict.state !== 'denied' || confinement !== 'own')
    return (
      <p className="network-verdict">
        <span className={`badge ${tones[verdict.state]}`}>{t('SELinux')}</span>{' '}
        {verdictWords(verdict.state, confinement === 'own' ? 'own' : 'shared', typed)}
      </p>
    );
  return (
    <div className="network-verdict">
      <p>
        <span className="badge amber">{t('SELinux')}</span>{' '}
        {t('The own domain of {name} may not listen on {typed}. Published as it is, connections get no answer.', {
          name,
          typed,
        })}
      </p>
      <FormControlLabel
        control={<Checkbox size="small" checked={isAdded} onChange={(event) => onChange(event.target.checked)} />}
        label={t('Add {port} to the ports of its domain, which may then listen on all of {type}', {
          port,
          type: verdict.type ?? t('its type'),
        })}
      />
    </div>
  );
}

const tones: Readonly<Record<ListenVerdict['state'], string>> = {
  allowed: 'good',
  denied: 'amber',
  permissive: 'amber',
  unknown: '',
};

function verdictWords(state: ListenVerdict['state'], domain: 'own' | 'shared', port: string): string {
  switch (state) {
    case 'allowed':
      return t('{domain, select, own {Its own domain} other {The shared domain}} may listen on {port}.', {
        domain,
        port,
      });
    case 'denied':
      return t(
        '{domain, select, own {Its own domain} other {The shared domain}} may not listen on {port}: ' +
          'connections get no answer.',
        { domain, port },
      );
    case 'permissive':
      return t('It is permissive now: listening on {port} is logged, and denied when it enforces.', { port });
    case 'unknown':
      return t('The loaded policy does not say whether it may listen on {port}.', { port });
  }
}
