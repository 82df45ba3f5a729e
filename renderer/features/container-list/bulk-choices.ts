// SPDX-License-Identifier: Apache-2.0
/** What can be done to several containers at once, for the bar of the selection and the menu of a group. */

import { canEngine } from '../../../contract/model/engines/capabilities.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { useIsConnected } from '../../host/connection.ts';
import { operationOn, useOperations } from '../../host/operations.ts';
import { type ChosenContainers, openDialog } from '../../window/dialogs.ts';
import { notify } from '../../window/notifications.ts';
import { whyNot, type ActionName } from '../containers/states/action-reasons.ts';
import { changeState } from '../containers/states/change-state.ts';
import type { StateChange } from '../../../contract/confirmations.ts';
import { whyNotManaged } from '../containers/engine-reason.ts';
import { stateTexts } from '../containers/states/state-texts.ts';
import { openInWorkspace } from '../workspace/wanted-panes.ts';
import { t } from '../../lib/language/t.ts';

/** What the containers are: those that are selected, or those of a group. */
type BulkSubject = 'selection' | 'group';

type BulkName = Exclude<StateChange, 'kill'> | 'terminals' | 'logs' | 'limits' | 'tags' | 'move';

interface BulkKind {
  readonly label: string;
  /** What is seen of the label in the bar, which has no room for more; words of it. */
  readonly text?: string;
  /** Why it can be done to none of them, where they are several. */
  readonly whyNone: (values: { readonly count: number; readonly kind: BulkSubject }) => string;
  readonly reasonOf: ActionName | 'logs';
  /** Says whether the action is for a container that the reason allows; it is for all of them when this is left out. */
  readonly isFor?: (container: Container) => boolean;
  /** Says why it cannot be done to one of those. */
  readonly whyNot?: (container: Container) => string | undefined;
}

const kinds: Readonly<Record<BulkName, BulkKind>> = {
  start: {
    label: t('Start'),
    whyNone: (values) =>
      t(
        'None of the {count} {kind, select, group {containers of this group} other {selected containers}} can ' +
          'be started now.',
        values,
      ),
    reasonOf: 'start',
  },
  stop: {
    label: t('Stop'),
    whyNone: (values) =>
      t(
        'None of the {count} {kind, select, group {containers of this group} other {selected containers}} can ' +
          'be stopped now.',
        values,
      ),
    reasonOf: 'stop',
  },
  restart: {
    label: t('Restart'),
    whyNone: (values) =>
      t(
        'None of the {count} {kind, select, group {containers of this group} other {selected containers}} can ' +
          'be restarted now.',
        values,
      ),
    reasonOf: 'restart',
  },
  freeze: {
    label: t('Freeze'),
    whyNone: (values) =>
      t(
        'None of the {count} {kind, select, group {containers of this group} other {selected containers}} can ' +
          'be frozen now.',
        values,
      ),
    reasonOf: 'freeze',
    isFor: ({ state }) => state !== 'frozen',
  },
  unfreeze: {
    label: t('Unfreeze'),
    whyNone: (values) =>
      t(
        'None of the {count} {kind, select, group {containers of this group} other {selected containers}} can ' +
          'be unfrozen now.',
        values,
      ),
    reasonOf: 'freeze',
    isFor: ({ state }) => state === 'frozen',
  },
  terminals: {
    label: t('Open terminals'),
    text: t('Terminals'),
    whyNone: (values) =>
      t(
        'None of the {count} {kind, select, group {containers of this group} other {selected containers}} can ' +
          'have a terminal now.',
        values,
      ),
    reasonOf: 'terminal',
  },
  logs: {
    label: t('Open logs'),
    text: t('Logs'),
    whyNone: (values) =>
      t(
        'Bulkhead reads the logs of none of the {count} {kind, select, group {containers of this group} other ' +
          '{selected containers}}.',
        values,
      ),
    reasonOf: 'logs',
  },
  limits: {
    label: t('Limits…'),
    whyNone: (values) =>
      t(
        'None of the {count} {kind, select, group {containers of this group} other {selected containers}} can ' +
          'be given other limits now.',
        values,
      ),
    reasonOf: 'configure',
  },
  tags: {
    label: t('Tags…'),
    whyNone: (values) =>
      t(
        'None of the {count} {kind, select, group {containers of this group} other {selected containers}} can ' +
          'be given other tags now.',
        values,
      ),
    reasonOf: 'tags',
  },
  move: {
    label: t('Move to another member…'),
    text: t('Move…'),
    whyNone: (values) =>
      t(
        'None of the {count} {kind, select, group {containers of this group} other {selected containers}} can ' +
          'be moved now.',
        values,
      ),
    reasonOf: 'move',
    whyNot: ({ state }) => (state === 'frozen' ? t('It is frozen. Unfreeze it first.') : undefined),
  },
  remove: {
    label: t('Remove…'),
    whyNone: (values) =>
      t(
        'None of the {count} {kind, select, group {containers of this group} other {selected containers}} can ' +
          'be removed now.',
        values,
      ),
    reasonOf: 'remove',
  },
};
const names = Object.keys(kinds) as readonly BulkName[];

export interface BulkChoice {
  readonly name: BulkName;
  readonly label: string;
  /** The label, or what is seen of it in the bar. */
  readonly text: string;
  /** Counts the containers to which it would be done. */
  readonly count: number;
  /** Why it can be done to none of them; undefined when it can be done to some. */
  readonly reason: string | undefined;
  readonly run: () => void;
}

/** Gives one choice for each action. */
export function useBulkChoices(containers: readonly Container[], kind: BulkSubject): readonly BulkChoice[] {
  const isConnected = useIsConnected();
  const operations = useOperations((state) => state.operations);

  function whyNotOne(name: BulkName, container: Container): string | undefined {
    const { reasonOf, isFor, whyNot: whyNotFor, label } = kinds[name];
    const busy = operationOn(container.name)({ operations })?.activeLabel;
    const reason = reasonOf === 'logs' ? whyNotManaged(container) : whyNot(reasonOf, container, { isConnected, busy });
    return (
      reason ??
      whyNotFor?.(container) ??
      (isFor?.(container) === false
        ? t('It is {state}: {label} does nothing.', { state: stateTexts[container.state], label })
        : undefined)
    );
  }
  function reasonFor(name: BulkName, able: readonly string[]): string | undefined {
    if (able.length > 0) return undefined;
    const [first] = containers;
    if (containers.length === 1 && first !== undefined) return whyNotOne(name, first);
    return kinds[name].whyNone({ count: containers.length, kind });
  }

  const isMovable = containers.some((container) => canEngine(container, 'move'));
  const offered = names.filter((name) => name !== 'move' || isMovable);
  return offered.map((name) => {
    const reasons = containers.map((container) => ({ name: container.name, reason: whyNotOne(name, container) }));
    const able = reasons.filter(({ reason }) => reason === undefined).map((one) => one.name);
    const omitted = reasons.flatMap(({ name: of, reason }) => (reason === undefined ? [] : [{ name: of, reason }]));
    return {
      name,
      label: kinds[name].label,
      text: kinds[name].text ?? kinds[name].label,
      count: able.length,
      reason: reasonFor(name, able),
      run: () => {
        const chosen = { names: able, omitted };
        if (name === 'terminals' || name === 'logs') openPanes(name, chosen);
        else if (name === 'limits' || name === 'tags' || name === 'move') openDialog({ kind: name, ...chosen });
        else changeState(name, chosen);
      },
    };
  });
}

/** Opens a terminal or a log of each in the workspace, and names those that have none now. */
function openPanes(name: 'terminals' | 'logs', { names: able, omitted = [] }: ChosenContainers): void {
  openInWorkspace(name === 'logs' ? 'log' : 'terminal', able);
  if (omitted.length === 0) return;
  const left = omitted.map((one) => one.name).join(', ');
  notify({
    tone: 'info',
    text: t('{count, plural, one {# container was} other {# containers were}} left out: {left}.', {
      count: omitted.length,
      left,
    }),
    details: omitted.map((one) => `${one.name}: ${one.reason}`).join('\n'),
  });
}
