// SPDX-License-Identifier: Apache-2.0
/** The table's order as the text that is remembered: `name`, `-cpu`. */

import { sortKeys, type Sort } from '../containers/container-order.ts';

export function formatSort({ key, isDescending }: Sort): string {
  return `${isDescending ? '-' : ''}${key}`;
}

export function parseSort(text: string | undefined): Sort {
  const key = sortKeys.find((known) => known === text?.replace(/^-/, ''));
  return { key: key ?? 'name', isDescending: key !== undefined && text?.startsWith('-') === true };
}
