// SPDX-License-Identifier: Apache-2.0
/**
 * What can be done now to the containers that are named in what was typed, and the tabs of their pages: only of those,
 * so that many containers cost nothing.
 */

import { Command } from 'cmdk';
import { useContainerList } from '../../features/containers/context/category-owners.ts';
import { tabLabels } from '../../features/containers/tab-labels.ts';
import { containerVerbs } from '../../features/container-verbs/container-verbs.ts';
import { drillSubject } from '../../features/drill/drill-store.ts';
import { useIsConnected } from '../../host/connection.ts';
import { operationOn, useOperations } from '../../host/operations.ts';
import { containerTabs } from '../../lib/route.ts';
import { navigate } from '../../window/location.ts';
import { Item } from './palette-item.tsx';
import { t } from '../../lib/language/t.ts';

const maxContainers = 5;

export function ContainerCommands({ typed }: { readonly typed: string }) {
  const containers = useContainerList();
  const isConnected = useIsConnected();
  const operations = useOperations((state) => state.operations);
  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const named = containers
    .filter(({ name }) => words.some((word) => name.includes(word)))
    // The shortest is the one that was typed in full.
    .sort((one, other) => one.name.length - other.name.length)
    .slice(0, maxContainers);
  if (named.length === 0) return null;
  const isDrilling = operationOn(drillSubject)({ operations }) !== undefined;
  return (
    <Command.Group heading={t('Of containers')}>
      {named.flatMap((container) => {
        const { name } = container;
        const busy = operationOn(name)({ operations })?.activeLabel;
        const verbs = containerVerbs(container, { isConnected, busy, isDrilling }).all;
        return [
          ...verbs.filter(({ reason }) => reason === undefined).map(({ label, run }) => ({ label, run })),
          ...containerTabs.map((tab) => ({
            label: tabLabels[tab],
            run: () => navigate({ page: 'container', name, tab }),
          })),
        ].map(({ label, run }) => (
          // The name may be typed before or after what is done.
          <Item key={`${name} ${label}`} value={`${label} ${name} ${label}`} onChoose={() => void run()}>
            {t('{name}: {action}', { name, action: label })}
          </Item>
        ));
      })}
    </Command.Group>
  );
}
