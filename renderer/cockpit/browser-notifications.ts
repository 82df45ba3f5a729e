// SPDX-License-Identifier: Apache-2.0
/** Alerts as notifications of the browser, where the person allows them. */

import type { BulkheadBridge } from '../../contract/bridge.ts';

export function hasNotifications(): boolean {
  return typeof Notification !== 'undefined';
}

export function createBrowserNotifications(): BulkheadBridge['alerts'] {
  const listeners = new Set<(hostId: string | undefined) => void>();
  let isAsking = false;

  /** A browser takes the question only after a press. */
  function askAtNextPress(): void {
    if (isAsking) return;
    isAsking = true;
    window.addEventListener('pointerdown', () => void Notification.requestPermission(), { once: true });
  }

  return {
    async show({ title, body, isCritical, hostId }) {
      if (!hasNotifications()) return;
      if (Notification.permission === 'default') askAtNextPress();
      if (Notification.permission !== 'granted') return;
      const notification = new Notification(title, { body, requireInteraction: isCritical });
      notification.addEventListener('click', () => {
        window.focus();
        notification.close();
        for (const listener of listeners) listener(hostId);
      });
    },
    // A page has no icon outside the browser.
    setCount: async () => undefined,
    onPress(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
