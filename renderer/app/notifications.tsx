// SPDX-License-Identifier: Apache-2.0
/**
 * The notifications, at the lower right, or at the upper right over a terminal, over a log and while a dialog with its
 * buttons is open, and at the upper left while the help lies over that dialog. Results go by themselves; failures, and
 * what can be acted on, stay until they are put away.
 */

import CheckCircle from '@mui/icons-material/CheckCircleOutlined';
import Close from '@mui/icons-material/Close';
import ErrorOutline from '@mui/icons-material/ErrorOutlined';
import InfoOutlined from '@mui/icons-material/InfoOutlined';
import Button from '@mui/material/Button';
import Portal from '@mui/material/Portal';
import { useEffect } from 'react';
import { ActionButton } from '../ui/actions/action-button.tsx';
import { chooseHost, useWindow } from '../host/main-process.ts';
import { runOnHost } from '../host/run-on-host.ts';
import { type ContainerTab, formatRoute } from '../lib/route.ts';
import { useDialog } from '../window/dialogs.ts';
import { useHelp } from '../window/help.ts';
import { useLocation } from '../window/location.ts';
import { dismissNotification, useNotifications, type Notification } from '../window/notifications.ts';
import { keepUnits } from '../lib/keep-units.ts';
import { t } from '../lib/language/t.ts';

const shownMilliseconds = 6000;
const endsInLines: ReadonlySet<ContainerTab> = new Set(['terminal', 'logs']);
const icons = { done: <CheckCircle />, failed: <ErrorOutline />, info: <InfoOutlined /> } as const;

export function Notifications() {
  const notifications = useNotifications((state) => state.notifications);
  const hasDialog = useDialog(({ dialog }) => dialog.kind !== 'none');
  // The newest line of a terminal or a log stands at its lower edge.
  const isAboveLines = useLocation(
    ({ route }) => route.page === 'workspace' || (route.page === 'container' && endsInLines.has(route.tab)),
  );
  const hasHelpOverDialog = useHelp(({ isOpen, isOverDialog }) => isOpen && isOverDialog);
  return (
    <Portal>
      <div
        ref={keepSpoken}
        className={`notifications${hasDialog || isAboveLines ? ' above' : ''}${hasHelpOverDialog ? ' beside-help' : ''}`}
        role="region"
        aria-label={t('Notifications')}
        aria-live="polite"
      >
        {notifications.map((notification) => (
          <NotificationItem key={notification.id} notification={notification} />
        ))}
      </div>
    </Portal>
  );
}

/** A dialog hides all that is beside it from screen readers; notifications have to be spoken all the same. */
function keepSpoken(element: HTMLDivElement | null): (() => void) | undefined {
  if (element === null) return undefined;
  const observer = new MutationObserver(() => element.removeAttribute('aria-hidden'));
  observer.observe(element, { attributes: true, attributeFilter: ['aria-hidden'] });
  element.removeAttribute('aria-hidden');
  return () => observer.disconnect();
}

function NotificationItem({ notification }: { readonly notification: Notification }) {
  const { id, tone, text, hostId, details, link, action } = notification;
  const other = useWindow((state) =>
    hostId === state.hostId ? undefined : state.hosts.find(({ id }) => id === hostId),
  );
  const hasAction = action !== undefined;
  useEffect(() => {
    // A slow reader must not lose the way back (WCAG 2.2.1).
    if (tone === 'failed' || hasAction) return undefined;
    const timer = setTimeout(() => dismissNotification(id), shownMilliseconds);
    return () => clearTimeout(timer);
  }, [id, tone, hasAction]);
  function handleAction(): void {
    dismissNotification(id);
    // What was done on a host is taken back, or tried again, on that host.
    if (action !== undefined) runOnHost(hostId, action.run);
  }
  function handleLink(): void {
    dismissNotification(id);
    if (other !== undefined) chooseHost(other.id);
  }
  return (
    <div className={`notification ${tone}`} role={tone === 'failed' ? 'alert' : 'status'}>
      {icons[tone]}
      <div className="notification-body">
        <span>{keepUnits(other === undefined ? text : `${other.label}: ${text}`)}</span>
        {details !== undefined && (
          <details>
            <summary>{t('Details')}</summary>
            <pre>{details}</pre>
          </details>
        )}
      </div>
      {link !== undefined && (
        <a href={formatRoute(link.route)} onClick={handleLink}>
          {link.label}
        </a>
      )}
      {action !== undefined && <Button onClick={handleAction}>{action.label}</Button>}
      <ActionButton
        label={t('Dismiss')}
        isCompact
        icon={<Close style={{ fontSize: 15 }} />}
        reason={undefined}
        onAction={() => dismissNotification(id)}
      />
    </div>
  );
}
