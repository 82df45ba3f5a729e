// SPDX-License-Identifier: Apache-2.0
/** The themes in words. */

import type { ThemeChoice } from '../../contract/bridge.ts';
import { t } from '../lib/language/t.ts';

export const themeTexts: Readonly<Record<ThemeChoice, string>> = {
  system: t('As the system'),
  light: t('Light'),
  dark: t('Dark'),
};
