// SPDX-License-Identifier: Apache-2.0
/** Chooses the theme of the window. */

import BrightnessAuto from '@mui/icons-material/BrightnessAutoOutlined';
import type { ReactElement } from 'react';
import DarkMode from '@mui/icons-material/DarkModeOutlined';
import LightMode from '@mui/icons-material/LightModeOutlined';
import { type ThemeChoice, themeChoices } from '../../../contract/bridge.ts';
import { setTheme, useWindow } from '../../host/main-process.ts';
import { themeTexts } from '../../host/theme-texts.ts';
import { t } from '../../lib/language/t.ts';
import { ActionMenu } from '../../ui/actions/action-menu.tsx';
import { allSettings } from './all-settings.ts';

const icons: Readonly<Record<ThemeChoice, ReactElement>> = {
  system: <BrightnessAuto />,
  light: <LightMode />,
  dark: <DarkMode />,
};

export function ThemeButton() {
  const chosen = useWindow((state) => state.theme.choice);
  return (
    <ActionMenu
      label={t('Theme: {theme}', { theme: themeTexts[chosen] })}
      icon={icons[chosen]}
      actions={[
        ...themeChoices.map((choice) => ({
          label: themeTexts[choice],
          hint: choice === chosen ? t('chosen') : '',
          reason: undefined,
          run: () => setTheme(choice),
        })),
        allSettings,
      ]}
    />
  );
}
