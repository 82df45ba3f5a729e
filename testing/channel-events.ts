// SPDX-License-Identifier: Apache-2.0
/** The events of a channel of Cockpit, whose listeners get the event first and its value second. */

import type { CockpitChannel } from '../renderer/cockpit/cockpit-api.ts';

type Add = CockpitChannel['addEventListener'];
type Name = Parameters<Add>[0];

interface ChannelEvents {
  readonly addEventListener: Add;
  /** Calls the listeners; after `close` nothing comes any more. */
  emit(name: Name, value: unknown): void;
}

export function createChannelEvents(): ChannelEvents {
  const listeners = new Map<Name, ((event: unknown, value: never) => void)[]>();
  let isClosed = false;
  return {
    addEventListener: (name, listener) => void listeners.set(name, [...(listeners.get(name) ?? []), listener]),
    emit(name, value) {
      if (isClosed) return;
      isClosed = name === 'close';
      for (const listener of listeners.get(name) ?? []) listener(undefined, value as never);
    },
  };
}
