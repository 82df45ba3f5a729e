// SPDX-License-Identifier: Apache-2.0
/**
 * All that can be done to a container by a menu or by the command palette: the one list from which the menu of a row,
 * the menu of its page, and the palette take.
 */

import type { Container } from '../../../contract/model/containers/container.ts';
import type { MenuAction } from '../../ui/actions/menu-action.ts';
import { adoptionActions } from '../adoption/adoption-actions.ts';
import { whyNot, type ActionContext } from '../containers/states/action-reasons.ts';
import { changeState } from '../containers/states/change-state.ts';
import { whyNotManaged } from '../containers/engine-reason.ts';
import { stateActions } from '../containers/states/state-actions.ts';
import { exportContainer } from '../transfers/transfers.ts';
import { openInWorkspace } from '../workspace/wanted-panes.ts';
import { openDialog } from '../../window/dialogs.ts';
import { navigate } from '../../window/location.ts';
import { t } from '../../lib/language/t.ts';

interface VerbContext extends ActionContext {
  /** A drill is under way. */
  readonly isDrilling: boolean;
}

interface ContainerVerbs {
  readonly row: readonly MenuAction[];
  readonly page: readonly MenuAction[];
  readonly all: readonly MenuAction[];
}

export function containerVerbs(container: Container, { isDrilling, ...context }: VerbContext): ContainerVerbs {
  const { name } = container;
  const drill = isDrilling ? t('A drill is running. Wait until it has ended, or cancel it.') : undefined;
  const { start, stop, restart, freeze, kill } = stateActions(container, context);
  const { clone, like, exporting, copying } = copyVerbs(container, context);
  const { rename, limits, tags, remove } = changeVerbs(container, context);
  const { compare, terminal, log } = viewVerbs(container, context);
  const test = {
    label: t('Test isolation…'),
    hint: t('Harmless probes from another container and from inside'),
    reason: drill ?? whyNot('isolation-test', container, context),
    run: () => openDialog({ kind: 'container-drill', name }),
  };
  const adoption = adoptionActions(container, context);
  return {
    row: [...adoption, restart, freeze, limits, tags, kill, remove],
    page: [
      ...adoption,
      freeze,
      terminal,
      log,
      compare,
      clone,
      like,
      exporting,
      copying,
      rename,
      tags,
      test,
      kill,
      remove,
    ],
    all: [
      ...[start, stop, restart, freeze, ...adoption, compare, clone, like, exporting, copying, rename, limits, tags],
      ...[test, terminal, log, kill, remove],
    ],
  };
}

/** Gives what makes another container of it, here or elsewhere. */
function copyVerbs(container: Container, context: ActionContext) {
  const { name } = container;
  const { isConnected } = context;
  const isMember = container.member !== null;
  return {
    clone: {
      label: t('Clone…'),
      hint: t('Another container with its files, limits and confinement'),
      reason: whyNot('snapshot', container, context),
      run: () => openDialog({ kind: 'clone', name, snapshot: null }),
    },
    like: {
      label: t('Create another like this…'),
      hint: t('A new container with its image, limits and confinement, without its files'),
      reason: whyNot('layer', container, { isConnected, busy: undefined }),
      run: () => openDialog({ kind: 'create', like: name }),
    },
    exporting: {
      label: t('Export…'),
      hint: t('One file with its files and settings, for this or another host'),
      reason: whyNot('export', container, context),
      run: () => void exportContainer(name),
    },
    copying: {
      label: isMember ? t('Move to another member…') : t('Copy to another host…'),
      hint: isMember ? t('With its files, limits and categories') : t('Or move it there, without a file in between'),
      reason: whyNot(isMember ? 'move' : 'layer', container, context),
      run: () => openDialog({ kind: 'copy-container', name }),
    },
  };
}

/** Gives what changes the container or removes it. */
function changeVerbs(container: Container, context: ActionContext) {
  const { name } = container;
  return {
    rename: {
      label: t('Rename…'),
      hint: t('Another name; it has to be stopped'),
      reason: whyNot('rename', container, context),
      run: () => openDialog({ kind: 'rename', name }),
    },
    limits: {
      label: t('Limits…'),
      hint: t('Memory, CPU, processes, disk'),
      reason: whyNot('configure', container, context),
      run: () => openDialog({ kind: 'limits', names: [name] }),
    },
    tags: {
      label: t('Tags…'),
      hint: t('Words to find and group it by'),
      reason: whyNot('tags', container, context),
      run: () => openDialog({ kind: 'tags', names: [name] }),
    },
    remove: {
      label: t('Remove…'),
      hint: t('Delete the container with its files'),
      reason: whyNot('remove', container, context),
      run: () => changeState('remove', { names: [name] }),
    },
  };
}

/** Gives what shows the container beside others. */
function viewVerbs(container: Container, context: ActionContext) {
  const { name } = container;
  return {
    compare: {
      label: t('Compare…'),
      hint: t('Its graphs beside those of other containers'),
      reason: undefined,
      run: () => navigate({ page: 'compare', names: [name], metric: '' }),
    },
    terminal: {
      label: t('Terminal in workspace'),
      hint: t('Beside those of other containers'),
      reason: whyNot('terminal', container, context),
      run: () => openInWorkspace('terminal', [name]),
    },
    log: {
      label: t('Log in workspace'),
      hint: t('Beside those of other containers'),
      reason: whyNotManaged(container),
      run: () => openInWorkspace('log', [name]),
    },
  };
}
