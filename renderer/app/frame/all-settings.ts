// SPDX-License-Identifier: Apache-2.0
/** The entry of the menus of the top bar that leads to the page of all settings. */

import { t } from '../../lib/language/t.ts';
import type { MenuAction } from '../../ui/actions/menu-action.ts';
import { navigate } from '../../window/location.ts';

export const allSettings: MenuAction = {
  label: t('All settings'),
  hint: '',
  reason: undefined,
  run: () => navigate({ page: 'settings' }),
};
