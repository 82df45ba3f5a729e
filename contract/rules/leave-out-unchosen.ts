// SPDX-License-Identifier: Apache-2.0
/**
 * Leaves out of the choices for a new container what says that nothing is chosen. A helper takes no field that it does
 * not know, so a client that sent every field could create nothing on a host with an older helper.
 */

import { isNoSetting } from '../model/settings/setting-kinds.ts';
import { type LimitKey, limitKindOf } from '../model/settings/limit-kinds.ts';

interface Choices {
  readonly limits?: object | undefined;
  readonly settings?: object | undefined;
}

/**
 * Gives the choices without empty lists, without settings that have no value, and without limits that a new container
 * does not have anyway. The helper's own defaults make the same container of them.
 */
export function leaveOutUnchosen<T extends Choices>(choices: T): T {
  const { limits, settings, ...others } = choices;
  return {
    ...keepEntries(others, (_, value) => !Array.isArray(value) || value.length > 0),
    ...(limits !== undefined && { limits: keepEntries(limits, isChosenLimit) }),
    ...(settings !== undefined && { settings: keepEntries(settings, (_, value) => !isNoSetting(value)) }),
  } as T;
}

/** Says that null is a choice where a new container has a limit without one. */
function isChosenLimit(key: string, value: unknown): boolean {
  return value !== null || limitKindOf(key as LimitKey).usual !== null;
}

function keepEntries(record: object, isKept: (key: string, value: unknown) => boolean): object {
  return Object.fromEntries(Object.entries(record).filter(([key, value]) => isKept(key, value)));
}
