// SPDX-License-Identifier: Apache-2.0
/** Notifies of alerts: in the window, and on the desktop unless that is switched off. */

import { create } from 'zustand';
import { describeAlert } from '../../../contract/describe-alert.ts';
import type { Alert } from '../../../contract/model/alerts/alert.ts';
import { alertKindOf } from '../../../contract/model/alerts/alert-kinds.ts';
import { countAlerts, currentHost, showOnDesktop, useWindow } from '../../host/main-process.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { notify } from '../../window/notifications.ts';
import { remember, remembered } from '../../window/preferences.ts';

/** Beyond so many at once, one notification names their number. */
const maxSingly = 3;

interface DesktopChoice {
  readonly isOnDesktop: boolean;
}

export const useDesktopChoice = create<DesktopChoice>(() => ({ isOnDesktop: remembered('alerts.desktop') !== 'off' }));

export function chooseDesktop(isOnDesktop: boolean): void {
  remember('alerts.desktop', isOnDesktop ? 'on' : 'off');
  useDesktopChoice.setState({ isOnDesktop });
}

/** In the order in which they began. */
export function announceAlerts(alerts: readonly Alert[]): void {
  if (alerts.length > maxSingly) announce(`${alerts.length} alerts began`, alerts.some(isCritical));
  else for (const alert of alerts) announce(visibleText(describeAlert(alert)), isCritical(alert));
}

export function announceCount(count: number): void {
  countAlerts(count);
}

function announce(text: string, isSevere: boolean): void {
  notify({ tone: isSevere ? 'failed' : 'info', text: `${text}.`, link: { label: 'Open', route: { page: 'alerts' } } });
  if (!useDesktopChoice.getState().isOnDesktop) return;
  const host = currentHost(useWindow.getState())?.label ?? 'a host';
  showOnDesktop({ title: `Alert on ${host}`, body: text.slice(0, 500), isCritical: isSevere });
}

function isCritical({ kind }: Alert): boolean {
  return alertKindOf(kind).severity === 'critical';
}
