// SPDX-License-Identifier: Apache-2.0
/** What the window remembers from one start to the next, in the page's own storage. Nothing secret. */

const prefix = 'bulkhead.';

export type PreferenceName =
  | 'language'
  | 'host'
  | 'hosts.met'
  | 'location'
  | 'containers.sort'
  | 'containers.columns'
  | 'containers.filters'
  | 'containers.grouping'
  | 'containers.collapsed'
  | 'create.stepTimes'
  | 'terminal.fontSize'
  | 'terminal.copySelection'
  | 'logs.wrap'
  | 'processes.form'
  | 'alerts.desktop';

export function remembered(name: PreferenceName): string | undefined {
  return storage()?.getItem(prefix + name) ?? undefined;
}

export function remember(name: PreferenceName, value: string): void {
  storage()?.setItem(prefix + name, value);
}

/** Absent in tests, and where the browser forbids it: then nothing is remembered. */
function storage(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}
