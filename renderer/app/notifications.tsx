/** The notifications, at the lower right; results go by themselves, failures stay until they are put away. */

import CheckCircle from '@mui/icons-material/CheckCircleOutlined';
import Close from '@mui/icons-material/Close';
import ErrorOutline from '@mui/icons-material/ErrorOutlined';
import InfoOutlined from '@mui/icons-material/InfoOutlined';
import Button from '@mui/material/Button';
import Portal from '@mui/material/Portal';
import { useEffect } from 'react';
import { ActButton } from '../components/act-button.tsx';
import { formatRoute } from '../model/route.ts';
import { dismissNotification, useNotifications, type Notification } from '../stores/notifications.ts';

const shownMilliseconds = 6000;

export function Notifications() {
  const notifications = useNotifications((state) => state.notifications);
  return (
    <Portal>
      <div className="notifications" role="region" aria-label="Notifications" aria-live="polite">
        {notifications.map((notification) => <NotificationItem key={notification.id} notification={notification} />)}
      </div>
    </Portal>
  );
}

function NotificationItem({ notification }: { readonly notification: Notification }) {
  const { id, tone, text, details, link, act } = notification;
  useEffect(() => {
    if (tone === 'failed') return undefined;
    const timer = setTimeout(() => dismissNotification(id), shownMilliseconds);
    return () => clearTimeout(timer);
  }, [id, tone]);
  function handleAct(): void {
    dismissNotification(id);
    act?.run();
  }
  return (
    <div className={`notification ${tone}`} role={tone === 'failed' ? 'alert' : 'status'}>
      {tone === 'done' ? <CheckCircle /> : tone === 'failed' ? <ErrorOutline /> : <InfoOutlined />}
      <div className="notification-body">
        <span>{text}</span>
        {details !== undefined && (
          <details>
            <summary>Details</summary>
            <pre>{details}</pre>
          </details>
        )}
      </div>
      {link !== undefined && <a href={formatRoute(link.route)} onClick={() => dismissNotification(id)}>{link.label}</a>}
      {act !== undefined && <Button onClick={handleAct}>{act.label}</Button>}
      <ActButton label="Dismiss" isCompact icon={<Close style={{ fontSize: 15 }} />} reason={undefined} onAct={() => dismissNotification(id)} />
    </div>
  );
}
