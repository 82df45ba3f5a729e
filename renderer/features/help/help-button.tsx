// SPDX-License-Identifier: Apache-2.0
/** Opens and closes the help, in the top bar. */

import HelpOutline from '@mui/icons-material/HelpOutlineOutlined';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { toggleHelp } from '../../window/help.ts';
import { t } from '../../lib/language/t.ts';

export function HelpButton() {
  function handleToggle(): void {
    toggleHelp({ isOverDialog: false });
  }
  return (
    <ActionButton label={t('Help (F1)')} isCompact icon={<HelpOutline />} reason={undefined} onAction={handleToggle} />
  );
}
