// SPDX-License-Identifier: Apache-2.0
/** The rarer actions on the container of the page. */

import type { Container } from '../../../contract/model/containers/container.ts';
import { ActionMenu } from '../../ui/action-menu.tsx';
import { whyNot } from '../containers/action-reasons.ts';
import { stateActions } from '../containers/state-actions.ts';
import { openDialog } from '../../window/dialogs.ts';
import { navigate } from '../../window/location.ts';
import { adoptionActions } from '../adoption/adoption-actions.ts';
import { exportContainer } from '../transfers/transfers.ts';
import { drillSubject } from '../drill/drill-store.ts';
import { operationOn, useOperations } from '../../host/operations.ts';

interface MoreActionsProps {
  readonly container: Container;
  readonly isConnected: boolean;
  readonly busy: string | undefined;
}

export function MoreActions({ container, isConnected, busy }: MoreActionsProps) {
  const { name } = container;
  const context = { isConnected, busy };
  const drill =
    useOperations(operationOn(drillSubject)) === undefined
      ? undefined
      : 'A drill is running. Wait until it has ended, or cancel it.';
  const { restart, freeze, kill } = stateActions(container, context);
  const test = {
    label: 'Test isolation…',
    hint: 'Harmless attacks from another container and from inside',
    reason: drill ?? whyNot('drill', container, context),
    run: () => openDialog({ kind: 'container-drill', name }),
  };
  const clone = {
    label: 'Clone…',
    hint: 'Another container with its files, limits and confinement',
    reason: whyNot('configure', container, context),
    run: () => openDialog({ kind: 'clone', name, snapshot: null }),
  };
  const like = {
    label: 'Create another like this…',
    hint: 'A new container with its image, limits and confinement, without its files',
    reason: whyNot('configure', container, { isConnected, busy: undefined }),
    run: () => openDialog({ kind: 'create', like: name }),
  };
  const rename = {
    label: 'Rename…',
    hint: 'Another name; it has to be stopped',
    reason: whyNot('rename', container, context),
    run: () => openDialog({ kind: 'rename', name }),
  };
  const exporting = {
    label: 'Export…',
    hint: 'One file with its files and settings, for this or another host',
    reason: whyNot('configure', container, context),
    run: () => void exportContainer(name),
  };
  const compare = {
    label: 'Compare…',
    hint: 'Its graphs beside those of other containers',
    reason: undefined,
    run: () => navigate({ page: 'compare', names: [name], metric: '' }),
  };
  const tags = {
    label: 'Tags…',
    hint: 'Words to find and group it by',
    reason: whyNot('configure', container, context),
    run: () => openDialog({ kind: 'tags', names: [name] }),
  };
  const adoption = adoptionActions(container, context);
  return (
    <ActionMenu
      label="More actions"
      actions={[...adoption, restart, freeze, compare, clone, like, exporting, rename, tags, test, kill]}
    />
  );
}
