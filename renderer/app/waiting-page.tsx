// SPDX-License-Identifier: Apache-2.0
/** What a page shows until it is loaded: its frame and title at once, and that it loads only after a moment. */

import { useHostLabel } from '../host/main-process.ts';
import { t } from '../lib/language/t.ts';
import { Loading } from '../ui/placeholder.tsx';
import { useLocation } from '../window/location.ts';
import { sectionOf } from './frame/section-of.ts';

export function WaitingPage() {
  const title = useTitle();
  return (
    <div className="page">
      <div className="page-head">
        <h1>{title}</h1>
      </div>
      <div className="after-a-moment">
        <Loading label={t('Loading {title}', { title })} lines={8} />
      </div>
    </div>
  );
}

/** Gives the title of the page itself, so that it stays when the page is loaded. */
function useTitle(): string {
  const route = useLocation((state) => state.route);
  const host = useHostLabel();
  switch (route.page) {
    case 'overview':
      return host ?? sectionOf(route);
    case 'container':
      return route.name;
    case 'compare':
      return t('Compare containers');
    default:
      return sectionOf(route);
  }
}
