// SPDX-License-Identifier: Apache-2.0
/** Containers and causes of the hosts that are not shown: only those that match, so that many hosts cost nothing. */

import { Command } from 'cmdk';
import { useMemo } from 'react';
import { useDenialsSince } from '../../features/denials/denial-span.ts';
import { groupSentence } from '../../features/denials/model/denial-sentence.ts';
import { Sentence } from '../../features/denials/sentence.tsx';
import { StateLabel } from '../../features/containers/states/state-label.tsx';
import { containersElsewhere, fleetCauses } from '../../features/fleet/fleet-rows.ts';
import { goToCause, goToHost } from '../../features/fleet/go-to-host.ts';
import { useHeededHosts } from '../../features/fleet/heeded-hosts.ts';
import { useWindow } from '../../host/main-process.ts';
import { parseSearch } from '../../../contract/search/search.ts';
import { HueMark } from '../../ui/hue-mark.tsx';
import { useCoarseClock } from '../../window/clock.ts';
import { Item } from './palette-item.tsx';
import { t } from '../../lib/language/t.ts';

const maxContainers = 30;
const maxCauses = 10;

export function OtherHosts({ typed }: { readonly typed: string }) {
  const hosts = useWindow((state) => state.hosts);
  const current = useWindow((state) => state.hostId);
  const byHost = useHeededHosts();
  const now = useCoarseClock(10);
  const since = useDenialsSince();
  const found = useMemo(() => {
    const terms = parseSearch(typed);
    if (terms.length === 0) return { containers: [], causes: [] };
    const question = { hosts, byHost, terms, now, since };
    return {
      containers: containersElsewhere(current, question).slice(0, maxContainers),
      causes: fleetCauses(question).slice(0, maxCauses),
    };
  }, [typed, hosts, current, byHost, now, since]);
  return (
    <>
      {found.containers.length > 0 && (
        <Command.Group heading={t('Containers of other hosts')}>
          {found.containers.map(({ host, container: { name, state } }) => (
            <Item
              key={`${host.id} ${name}`}
              // What matched here has to match there too: the words as they were typed.
              value={`${typed} ${host.id} ${name}`}
              onChoose={() => goToHost(host.id, { page: 'container', name, tab: 'overview' })}
              end={<StateLabel state={state} />}
            >
              <HueMark name={name} /> {name} <span className="muted">{t('on {host}', { host: host.label })}</span>
            </Item>
          ))}
        </Command.Group>
      )}
      {found.causes.length > 0 && (
        <Command.Group heading={t('Causes of denials of containers')}>
          {found.causes.map(({ host, group }) => (
            <Item
              key={`${host.id} ${group.id}`}
              value={[typed, host.id, 'cause', group.id].join(' ')}
              onChoose={() => void goToCause(host.id, group)}
              end={<span className="muted">{host.label}</span>}
            >
              <span className="truncate">
                <Sentence parts={groupSentence(group, [...(byHost.get(host.id)?.containers?.values() ?? [])])} />
              </span>
            </Item>
          ))}
        </Command.Group>
      )}
    </>
  );
}
