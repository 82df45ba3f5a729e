// SPDX-License-Identifier: Apache-2.0
/** Keeps the theme that was chosen, for as long as the page lives. */

import type { BulkheadBridge, Theme } from '../../../../contract/bridge.ts';

/** Begins with the theme of the system. */
export function createFakeTheme(): BulkheadBridge['theme'] {
  const listeners = new Set<(theme: Theme) => void>();
  let theme = themeOf('system');
  return {
    get: async () => theme,
    async set(choice) {
      theme = themeOf(choice);
      for (const listener of listeners) listener(theme);
      return theme;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function themeOf(choice: Theme['choice']): Theme {
  return {
    choice,
    isDark: choice === 'system' ? window.matchMedia('(prefers-color-scheme: dark)').matches : choice === 'dark',
  };
}
