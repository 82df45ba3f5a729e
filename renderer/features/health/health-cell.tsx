// SPDX-License-Identifier: Apache-2.0
/** Shows the health of a container in a row of the list: one word, with what is wrong on hover. */

import type { Container } from '../../../contract/model/containers/container.ts';
import { summariseHealth } from '../../../contract/wording/describe-health.ts';
import { HealthBadge } from './health-badge.tsx';
import { useHealth, whyNoHealth } from './use-health.ts';
import { t } from '../../lib/language/t.ts';

export function HealthCell({ container }: { readonly container: Container }) {
  const entry = useHealth(container);
  const nothing = whyNoHealth(container) ?? entry?.problem ?? t('It is being looked at.');
  if (entry?.health === undefined)
    return (
      <span className="faint" title={nothing}>
        –
      </span>
    );
  return <HealthBadge summary={summariseHealth(entry.health)} />;
}
