/** What SELinux refused on this host: over time, by cause, as a picture, one by one. */

import { DenialBrowser } from '../../components/denials/denial-browser.tsx';
import { NoDenials } from '../../components/no-denials.tsx';
import { Failed, Loading } from '../../components/placeholder.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { denialFields } from '../../model/denial-search.ts';
import { parseSearch, unknownFields } from '../../model/search.ts';
import { formatCount } from '../../model/units.ts';
import { useHostInfo } from '../../stores/connection.ts';
import { useDenialScreen } from '../../stores/denial-screen.ts';
import { useDenials } from '../../stores/denials.ts';
import { retryFeed, useFeeds } from '../../stores/feeds.ts';
import { replaceRoute, useLocation } from '../../stores/location.ts';
import { failureText } from '../../stores/notifications.ts';

export function DenialsPage() {
  const filter = useLocation(({ route }) => (route.page === 'denials' ? route.filter : ''));
  const feed = useFeeds((state) => state.denials);
  const host = useHostInfo();
  const lost = useDenials((state) => state.lost);
  const screen = useDenialScreen(undefined, 'six-hours');
  const unknown = unknownFields(parseSearch(filter), denialFields);

  function handleFilter(text: string): void {
    replaceRoute({ page: 'denials', filter: text });
  }

  return (
    <div className="page page-whole">
      <div className="page-head">
        <h1>Denials</h1>
        {lost > 0 && <span className="badge amber" title="They came faster than each could be shown; their causes count them all the same">{`${formatCount(lost)} not shown one by one`}</span>}
        <span style={{ flex: 1 }} />
        <SearchField
          label="Filter denials"
          placeholder="container:web class:file -type:shadow_t"
          value={filter}
          problem={unknown.length === 0 ? undefined : `no field ${unknown.join(', ')}; there are ${denialFields.join(', ')}`}
          onChange={handleFilter}
        />
      </div>
      {feed.status === 'failed' && <Failed text={failureText('cannot read the denials', feed.error)} onRetry={() => retryFeed('denials')} />}
      {feed.status === 'loading' && screen.groups.size === 0 && <Loading label="Loading denials" lines={6} />}
      {feed.status === 'ready' && screen.groups.size === 0 && <div className="panel page-fill"><NoDenials selinux={host?.selinux} /></div>}
      {screen.groups.size > 0 && <DenialBrowser {...screen} top={host?.hostname ?? 'this host'} filter={filter} onContainer={(name) => handleFilter(`container:${name}`)} />}
    </div>
  );
}
