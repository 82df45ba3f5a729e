// SPDX-License-Identifier: Apache-2.0
/**
 * Alerts outside of the window: notifications of the desktop, and an icon in the tray while alerts last. A desktop that
 * has neither shows neither; the window has them all the same.
 */

import { app, nativeImage, Notification, Tray } from 'electron';
import type { DesktopNotification } from '../../contract/bridge.ts';

export interface DesktopAlerts {
  show(notification: DesktopNotification): void;
  setCount(count: number): void;
}

export interface DesktopAlertsOptions {
  readonly icon: string;
  /** A notification was pressed, with its host, or the icon. */
  readonly onPress: (hostId: string | undefined) => void;
}

/** Pixels of the icon in the tray. */
const trayPixels = 22;
/** A notification that nobody holds may be collected before it is pressed; these many are held. */
const maxHeld = 20;

export function createDesktopAlerts({ icon, onPress }: DesktopAlertsOptions): DesktopAlerts {
  const held: Notification[] = [];
  let tray: Tray | undefined;

  function openTray(): Tray {
    const image = nativeImage.createFromPath(icon).resize({ width: trayPixels, height: trayPixels });
    const opened = new Tray(image);
    opened.on('click', () => onPress(undefined));
    return opened;
  }

  return {
    show({ title, body, isCritical, hostId }) {
      if (!Notification.isSupported()) return;
      const notification = new Notification({ title, body, icon, urgency: isCritical ? 'critical' : 'normal' });
      notification.on('click', () => onPress(hostId));
      held.push(notification);
      if (held.length > maxHeld) held.shift();
      notification.show();
    },
    setCount(count) {
      app.setBadgeCount(count);
      if (count === 0) {
        tray?.destroy();
        tray = undefined;
        return;
      }
      tray ??= openTray();
      tray.setToolTip(`Bulkhead: ${count} ${count === 1 ? 'alert' : 'alerts'}`);
    },
  };
}
