// SPDX-License-Identifier: Apache-2.0
/** A container of a host that need not be the one that is shown. */

import type { Container } from '../../../contract/model/containers/container.ts';
import { shownHostId, useShownHostId } from '../../host/connection.ts';
import { useFeeds } from '../../host/feeds.ts';
import { listedOn, onListed, useIsListed, useListedOn } from '../members/member-views.ts';
import { useContainers } from './containers.ts';

/** Undefined where the host has none of this name, or is not connected. */
export function containerOn(hostId: string | undefined, name: string): Container | undefined {
  return hostId === shownHostId() ? useContainers.getState().byName.get(name) : listedOn(hostId, name);
}

export function useContainerOn(hostId: string, name: string): Container | undefined {
  const isShown = useShownHostId() === hostId;
  const shown = useContainers(({ byName }) => byName.get(name));
  const listed = useListedOn(hostId, name);
  return isShown ? shown : listed;
}

/** Says whether the host has said which containers it has. */
export function useHasListed(hostId: string): boolean {
  const isShown = useShownHostId() === hostId;
  const isFed = useFeeds((state) => state.containers.status === 'ready');
  const isListed = useIsListed(hostId);
  return isShown ? isFed : isListed;
}

/** Calls back when containers of any host change. */
export function onContainersChanged(change: () => void): void {
  useContainers.subscribe(change);
  onListed(change);
}
