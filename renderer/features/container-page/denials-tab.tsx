// SPDX-License-Identifier: Apache-2.0
/** What SELinux denied to the processes of this container. */

import { useMemo, useState } from 'react';
import { DenialBrowser } from '../denials/browser/denial-browser.tsx';
import { NoDenials } from '../denials/no-denials.tsx';
import { Failed } from '../../ui/placeholder.tsx';
import { SearchField } from '../../ui/search/search-field.tsx';
import { denialFields } from '../denials/model/denial-search.ts';
import { parseSearch, describeUnknownFields } from '../../../contract/search/search.ts';
import { useHostInfo } from '../../host/connection.ts';
import { useContainer } from '../containers/containers.ts';
import { useMissingMembers } from '../members/follow-members.ts';
import { MissingMembers } from '../members/missing-members.tsx';
import { useDenialScreen } from '../denials/denial-screen.ts';
import { AwaitedList } from '../../host/awaited-list.tsx';
import { retryFeed, useFeeds } from '../../host/feeds.ts';
import { failureText } from '../../window/notifications.ts';
import { t } from '../../lib/language/t.ts';

interface DenialsTabProps {
  readonly name: string;
}

export function DenialsTab({ name }: DenialsTabProps) {
  const feed = useFeeds((state) => state.denials);
  const selinux = useHostInfo()?.selinux;
  const member = useContainer(name)?.member ?? undefined;
  // What it was denied on a member that the window is not connected to is not known.
  const isMissing = useMissingMembers('denials').some((one) => one.member === member);
  const screen = useDenialScreen(name);
  const [filter, setFilter] = useState('');
  const hasOwn = useMemo(() => hasDenialOf(name, screen.groups.values()), [name, screen.groups]);

  if (feed.status === 'failed')
    return <Failed text={failureText(t('cannot read the denials'), feed.error)} onRetry={() => retryFeed('denials')} />;
  if (feed.status === 'loading' && screen.groups.size === 0) return <AwaitedList what="denials" />;
  if (!hasOwn)
    return (
      <div className="panel">
        {isMissing ? <MissingMembers feed="denials" only={member} /> : <NoDenials selinux={selinux} />}
      </div>
    );
  return (
    <>
      {isMissing && <MissingMembers feed="denials" only={member} />}
      <div className="denials-search">
        <SearchField
          label={t('Filter denials')}
          placeholder="class:file -type:shadow_t"
          value={filter}
          problem={describeUnknownFields(parseSearch(filter), denialFields)}
          onChange={setFilter}
        />
      </div>
      <DenialBrowser {...screen} container={name} top={name} filter={filter} onFilter={setFilter} />
    </>
  );
}

function hasDenialOf(name: string, groups: Iterable<{ readonly containers: readonly string[] }>): boolean {
  for (const { containers } of groups) if (containers.includes(name)) return true;
  return false;
}
