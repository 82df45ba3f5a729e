// SPDX-License-Identifier: Apache-2.0
/** Tags of a container in words, for changes that are kept. */

import { t } from '../text.ts';

/** `tags prod, web`, or `tags none`. */
export function describeTags(tags: readonly string[]): string {
  return tags.length === 0 ? t('tags none') : t('tags {tags}', { tags: tags.join(', ') });
}

/** `Tags of web: +prod -test`: what was added and what was removed; undefined when neither was. */
export function summariseTagChange(
  name: string,
  before: readonly string[],
  after: readonly string[],
): string | undefined {
  const words = [
    ...after.filter((tag) => !before.includes(tag)).map((tag) => `+${tag}`),
    ...before.filter((tag) => !after.includes(tag)).map((tag) => `-${tag}`),
  ];
  return words.length === 0 ? undefined : t('Tags of {name}: {changes}', { name, changes: words.join(' ') });
}
