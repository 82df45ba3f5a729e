// SPDX-License-Identifier: Apache-2.0
/** Chooses the order of the causes. */

import { causeOrders, type CauseOrder } from '../model/causes.ts';
import { t } from '../../../lib/language/t.ts';
import { SelectField } from '../../../ui/form/select-field.tsx';

const orders = Object.entries(causeOrders).map(([value, label]) => ({ value: value as CauseOrder, label }));

interface OrderChoiceProps {
  readonly order: CauseOrder;
  readonly onOrder: (order: CauseOrder) => void;
}

export function OrderChoice({ order, onOrder }: OrderChoiceProps) {
  return <SelectField isSmall label={t('Order of the causes')} value={order} options={orders} onChange={onOrder} />;
}
