// SPDX-License-Identifier: Apache-2.0
/** Says how many pairs of containers reach each other on the network, and leads to the page that lists them. */

import { linkedPairs } from '../../../contract/rules/linked-pairs.ts';
import { formatRoute } from '../../lib/route.ts';
import { t } from '../../lib/language/t.ts';
import { useContainerList } from '../containers/context/category-owners.ts';

export function LinkedPairsLine() {
  const pairs = linkedPairs(useContainerList()).length;
  return (
    <p className="muted">
      {t(
        '{pairs, plural, =0 {No two containers are linked on the network.} one {# pair of containers is linked on the network: ' +
          'both reach each other.} ' +
          'other {# pairs of containers are linked on the network: both of each pair reach each other.}}',
        { pairs },
      )}{' '}
      <a className="text-link" href={formatRoute({ page: 'networks' })}>
        {pairs === 0 ? t('Networks') : t('Show the links')}
      </a>
    </p>
  );
}
