// SPDX-License-Identifier: Apache-2.0
/** Begins a domain of its own for a container of the shared domain, from what was denied to it. */

import type { DenialGroup } from '../../../contract/model/denials/denial.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { useContainers } from '../containers/containers.ts';
import { useIsConnected } from '../../host/connection.ts';
import { openDialog } from '../../window/dialogs.ts';
import { domainNeeds } from './model/domain-needs.ts';
import { t } from '../../lib/language/t.ts';

interface OwnDomainOfferProps {
  readonly name: string;
  /** Holds the groups that are looked at; of others only the ones of this container count. */
  readonly groups: Iterable<DenialGroup>;
}

export function OwnDomainOffer({ name, groups }: OwnDomainOfferProps) {
  const confinement = useContainers((state) => state.byName.get(name)?.confinement);
  const isConnected = useIsConnected();
  if (confinement !== 'shared') return null;
  return (
    <ActionButton
      label={t('Own domain from these denials…')}
      variant="outlined"
      reason={isConnected ? undefined : t('There is no connection to the host.')}
      onAction={() => openDialog({ kind: 'own-domain', name, learn: domainNeeds(name, groups) })}
    />
  );
}
