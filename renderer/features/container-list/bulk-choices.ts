// SPDX-License-Identifier: Apache-2.0
/** What can be done to several containers at once, for the bar of the selection and the menu of a group. */

import type { Container } from '../../../contract/model/containers/container.ts';
import { useIsConnected } from '../../host/connection.ts';
import { operationOn, useOperations } from '../../host/operations.ts';
import { openDialog } from '../../window/dialogs.ts';
import { whyNot, type ActionName } from '../containers/action-reasons.ts';
import { bulkActions, runBulk } from '../containers/bulk.ts';
import { t } from '../../lib/language/t.ts';

type BulkName = keyof typeof bulkActions | 'limits' | 'tags' | 'remove';

interface BulkKind {
  readonly label: string;
  readonly past: string;
  readonly reasonOf: ActionName;
  /** Of those that the reason allows; all when left out. */
  readonly isFor?: (container: Container) => boolean;
}

const kinds: Readonly<Record<BulkName, BulkKind>> = {
  start: { label: t('Start'), past: 'started', reasonOf: 'start' },
  stop: { label: t('Stop'), past: 'stopped', reasonOf: 'stop' },
  restart: { label: t('Restart'), past: 'restarted', reasonOf: 'restart' },
  freeze: { label: t('Freeze'), past: 'frozen', reasonOf: 'freeze', isFor: ({ state }) => state !== 'frozen' },
  unfreeze: { label: t('Unfreeze'), past: 'unfrozen', reasonOf: 'freeze', isFor: ({ state }) => state === 'frozen' },
  limits: { label: t('Limits…'), past: t('given other limits'), reasonOf: 'configure' },
  tags: { label: t('Tags…'), past: t('given other tags'), reasonOf: 'configure' },
  remove: { label: t('Remove…'), past: 'removed', reasonOf: 'remove' },
};
const names = Object.keys(kinds) as readonly BulkName[];

export interface BulkChoice {
  readonly name: BulkName;
  readonly label: string;
  /** To how many of them it would be done. */
  readonly count: number;
  /** Why it can be done to none of them; undefined when it can be done to some. */
  readonly reason: string | undefined;
  readonly run: () => void;
}

/** One for each action; `kind` says what the containers are, as in "selected containers". */
export function useBulkChoices(containers: readonly Container[], kind: string): readonly BulkChoice[] {
  const isConnected = useIsConnected();
  const operations = useOperations((state) => state.operations);

  function whyNotOne(name: BulkName, container: Container): string | undefined {
    const { reasonOf, isFor, label } = kinds[name];
    const busy = operationOn(container.name)({ operations })?.activeLabel;
    const reason = whyNot(reasonOf, container, { isConnected, busy });
    return (
      reason ??
      (isFor?.(container) === false
        ? t('It is {state}: {label} does nothing.', { state: container.state, label })
        : undefined)
    );
  }
  function reasonFor(name: BulkName, able: readonly string[]): string | undefined {
    if (able.length > 0) return undefined;
    const [first] = containers;
    if (containers.length === 1 && first !== undefined) return whyNotOne(name, first);
    return t('None of the {count} {kind} can be {past} now.', {
      count: containers.length,
      kind,
      past: kinds[name].past,
    });
  }

  return names.map((name) => {
    const able = containers
      .filter((container) => whyNotOne(name, container) === undefined)
      .map((container) => container.name);
    return {
      name,
      label: kinds[name].label,
      count: able.length,
      reason: reasonFor(name, able),
      run: () => {
        if (name === 'limits' || name === 'tags' || name === 'remove') openDialog({ kind: name, names: able });
        else void runBulk(bulkActions[name], able);
      },
    };
  });
}
