// SPDX-License-Identifier: Apache-2.0
/** Says of which members of the cluster a list holds nothing, and why. */

import type { FeedName } from '../../host/feeds.ts';
import { t } from '../../lib/language/t.ts';
import { formatRoute } from '../../lib/route.ts';
import { failureText } from '../../window/notifications.ts';
import { useMissingMembers } from './follow-members.ts';
import './missing-members.css';

interface MissingMembersProps {
  readonly feed: FeedName;
  /** Nothing is said while another member is missing than the one that a container is on. */
  readonly only?: string | undefined;
}

export function MissingMembers({ feed, only }: MissingMembersProps) {
  const missing = useMissingMembers(feed).filter(({ member }) => only === undefined || member === only);
  const away = missing.filter(({ error }) => error === undefined).map(({ member }) => member);
  const failed = missing.filter(({ error }) => error !== undefined);
  if (missing.length === 0) return null;
  return (
    <p className="muted missing-members" role="note">
      {away.length > 0 && (
        <span>
          {t('Not shown: {members} (not connected).', { members: away.join(', ') })}{' '}
          <a className="text-link" href={formatRoute({ page: 'cluster' })}>
            {t('Members of the cluster')}
          </a>
        </span>
      )}
      {failed.map(({ member, error }) => (
        <span key={member}>{failureText(t('cannot read this of the member {member}', { member }), error)}</span>
      ))}
    </p>
  );
}
