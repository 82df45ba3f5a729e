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
import { t } from '../../lib/language/t.ts';

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
      : t('A drill is running. Wait until it has ended, or cancel it.');
  const { restart, freeze, kill } = stateActions(container, context);
  const test = {
    label: t('Test isolation…'),
    hint: t('Harmless attacks from another container and from inside'),
    reason: drill ?? whyNot('drill', container, context),
    run: () => openDialog({ kind: 'container-drill', name }),
  };
  const clone = {
    label: t('Clone…'),
    hint: t('Another container with its files, limits and confinement'),
    reason: whyNot('snapshot', container, context),
    run: () => openDialog({ kind: 'clone', name, snapshot: null }),
  };
  const like = {
    label: t('Create another like this…'),
    hint: t('A new container with its image, limits and confinement, without its files'),
    reason: whyNot('layer', container, { isConnected, busy: undefined }),
    run: () => openDialog({ kind: 'create', like: name }),
  };
  const rename = {
    label: t('Rename…'),
    hint: t('Another name; it has to be stopped'),
    reason: whyNot('rename', container, context),
    run: () => openDialog({ kind: 'rename', name }),
  };
  const exporting = {
    label: t('Export…'),
    hint: t('One file with its files and settings, for this or another host'),
    reason: whyNot('export', container, context),
    run: () => void exportContainer(name),
  };
  const isMember = container.engine === 'incus' && container.member !== null;
  const copying = {
    label: isMember ? t('Move to another member…') : t('Copy to another host…'),
    hint: isMember ? t('With its files, limits and categories') : t('Or move it there, without a file in between'),
    reason: whyNot(isMember ? 'move' : 'layer', container, context),
    run: () => openDialog({ kind: 'copy-container', name }),
  };
  const compare = {
    label: t('Compare…'),
    hint: t('Its graphs beside those of other containers'),
    reason: undefined,
    run: () => navigate({ page: 'compare', names: [name], metric: '' }),
  };
  const tags = {
    label: t('Tags…'),
    hint: t('Words to find and group it by'),
    reason: whyNot('layer', container, context),
    run: () => openDialog({ kind: 'tags', names: [name] }),
  };
  const adoption = adoptionActions(container, context);
  return (
    <ActionMenu
      label={t('More actions')}
      actions={[...adoption, restart, freeze, compare, clone, like, exporting, copying, rename, tags, test, kill]}
    />
  );
}
