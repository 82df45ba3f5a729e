// SPDX-License-Identifier: Apache-2.0
/** Light or dark: what the person chose, else what their desktop has. */

import type { NativeTheme } from 'electron';
import * as z from 'zod';
import type { Theme, ThemeChoice } from '../contract/bridge.ts';
import { themeChoiceSchema } from './requests.ts';
import { settingsFile } from './settings-file.ts';

export interface ThemeSetting {
  get(): Theme;
  set(choice: ThemeChoice): Theme;
}

export function createTheme(native: NativeTheme, path: string, onChange: (theme: Theme) => void): ThemeSetting {
  const file = settingsFile(path, z.object({ choice: themeChoiceSchema }), { choice: 'system' });
  native.themeSource = file.read().choice;

  function get(): Theme {
    return { choice: native.themeSource, isDark: native.shouldUseDarkColors };
  }

  native.on('updated', () => onChange(get()));
  return {
    get,
    set(choice) {
      native.themeSource = choice;
      file.write({ choice });
      return get();
    },
  };
}
