// SPDX-License-Identifier: Apache-2.0
/** Notifies of alerts: in the window, and on the desktop unless that is switched off. */

import { describeAlert } from '../../../contract/wording/alerts/describe-alert.ts';
import type { Alert } from '../../../contract/model/alerts/alert.ts';
import { alertKindOf } from '../../../contract/model/alerts/alert-kinds.ts';
import { countAlerts, showOnDesktop, useWindow } from '../../host/main-process.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { notify } from '../../window/notifications.ts';
import { useSettings } from '../../window/preferences.ts';
import { t } from '../../lib/language/t.ts';

/** Beyond so many at once, one notification names their number. */
const maxSingly = 3;

/** Announces alerts in the order in which they began on this host. */
export function announceAlerts(hostId: string, alerts: readonly Alert[]): void {
  if (alerts.length > maxSingly)
    announce(hostId, t('{count} alerts began', { count: alerts.length }), alerts.some(isCritical));
  else for (const alert of alerts) announce(hostId, visibleText(describeAlert(alert)), isCritical(alert));
}

/** Announces the count of all hosts together. */
export function announceCount(count: number): void {
  countAlerts(count);
}

function announce(hostId: string, text: string, isSevere: boolean): void {
  const link = { label: t('Open'), route: { page: 'alerts' } } as const;
  notify({ tone: isSevere ? 'failed' : 'info', text: `${text}.`, hostId, link });
  if (useSettings.getState()['alerts.desktop'] === 'off') return;
  const host = useWindow.getState().hosts.find(({ id }) => id === hostId)?.label ?? t('a host');
  const title = t('Alert on {host}', { host }).slice(0, 200);
  showOnDesktop({ title, body: text.slice(0, 500), isCritical: isSevere, hostId });
}

function isCritical({ kind }: Alert): boolean {
  return alertKindOf(kind).severity === 'critical';
}
