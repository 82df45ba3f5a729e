// SPDX-License-Identifier: Apache-2.0
/** Chooses the order of the causes. */

import { causeOrders, type CauseOrder } from '../model/causes.ts';
import { t } from '../../../lib/language/t.ts';

interface OrderChoiceProps {
  readonly order: CauseOrder;
  readonly onOrder: (order: CauseOrder) => void;
}

export function OrderChoice({ order, onOrder }: OrderChoiceProps) {
  return (
    <select
      className="order-choice"
      aria-label={t('Order of the causes')}
      value={order}
      onChange={(event) => onOrder(event.target.value as CauseOrder)}
    >
      {Object.entries(causeOrders).map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
}
