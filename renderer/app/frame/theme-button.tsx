// SPDX-License-Identifier: Apache-2.0
/** Goes round the themes: system, light, dark. */

import BrightnessAuto from '@mui/icons-material/BrightnessAutoOutlined';
import type { ReactElement } from 'react';
import DarkMode from '@mui/icons-material/DarkModeOutlined';
import LightMode from '@mui/icons-material/LightModeOutlined';
import type { ThemeChoice } from '../../../contract/bridge.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { setTheme, useWindow } from '../../host/main-process.ts';
import { t } from '../../lib/language/t.ts';

const next: Readonly<Record<ThemeChoice, ThemeChoice>> = { system: 'light', light: 'dark', dark: 'system' };
const labels: Readonly<Record<ThemeChoice, string>> = {
  system: t('Theme: system'),
  light: t('Theme: light'),
  dark: t('Theme: dark'),
};

const icons: Readonly<Record<ThemeChoice, ReactElement>> = {
  system: <BrightnessAuto />,
  light: <LightMode />,
  dark: <DarkMode />,
};

export function ThemeButton() {
  const choice = useWindow((state) => state.theme.choice);
  return (
    <ActionButton
      label={labels[choice]}
      isCompact
      icon={icons[choice]}
      reason={undefined}
      onAction={() => setTheme(next[choice])}
    />
  );
}
