// SPDX-License-Identifier: Apache-2.0
/** Sets the theme, light or dark, to what the person chose, else to what their desktop has. */

import type { NativeTheme } from 'electron';
import { type Theme, type ThemeChoice, themeChoices } from '../contract/bridge.ts';
import { settingsFile } from './settings-file.ts';

export interface ThemeSetting {
  get(): Theme;
  set(choice: ThemeChoice): Theme;
  /** From now on, each time that it changes. */
  follow(onChange: (theme: Theme) => void): void;
}

type Chosen = Pick<Theme, 'choice'>;

export function createTheme(native: NativeTheme, path: string): ThemeSetting {
  const file = settingsFile<Chosen>(path, parseChoice, { choice: 'system' });
  native.themeSource = file.read().choice;

  function get(): Theme {
    return { choice: native.themeSource, isDark: native.shouldUseDarkColors };
  }

  return {
    get,
    set(choice) {
      native.themeSource = choice;
      file.write({ choice });
      return get();
    },
    follow: (onChange) => void native.on('updated', () => onChange(get())),
  };
}

/** What a file holds; undefined when that is no choice. */
function parseChoice(raw: unknown): Chosen | undefined {
  const choice = themeChoices.find((one) => one === (raw as { choice?: unknown } | null | undefined)?.choice);
  return choice && { choice };
}
