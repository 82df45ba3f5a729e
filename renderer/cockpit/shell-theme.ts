// SPDX-License-Identifier: Apache-2.0
/** Follows the theme that the person chose in Cockpit: `light`, `dark`, or that of their system. */

import type { Theme, Unsubscribe } from '../../contract/bridge.ts';

/** Names the key under which Cockpit keeps it in the storage that all its pages share. */
const key = 'shell:style';
/** Names the event that Cockpit sends to pages within its own when another theme is chosen. */
const chosen = 'cockpit-style';

function prefersDark(): MediaQueryList {
  return window.matchMedia('(prefers-color-scheme: dark)');
}

export function shellTheme(style: string = window.localStorage.getItem(key) ?? 'auto'): Theme {
  return { choice: 'system', isDark: style === 'dark' || (style !== 'light' && prefersDark().matches) };
}

export function followShellTheme(listener: (theme: Theme) => void): Unsubscribe {
  const tell = (): void => listener(shellTheme());
  const handleStorage = (event: StorageEvent): void => {
    if (event.key === key) tell();
  };
  const handleChosen = (event: Event): void => {
    const detail: unknown = event instanceof CustomEvent ? event.detail : undefined;
    const style = (detail as { readonly style?: unknown } | null | undefined)?.style;
    listener(shellTheme(typeof style === 'string' ? style : undefined));
  };
  const system = prefersDark();
  window.addEventListener('storage', handleStorage);
  window.addEventListener(chosen, handleChosen);
  system.addEventListener('change', tell);
  return () => {
    window.removeEventListener('storage', handleStorage);
    window.removeEventListener(chosen, handleChosen);
    system.removeEventListener('change', tell);
  };
}
