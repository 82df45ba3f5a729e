// SPDX-License-Identifier: Apache-2.0
/** Names of images: one that is proposed, and what is wrong with one that was typed. */

import { imageNameSchema } from '../../../contract/model/names.ts';
import { t } from '../../lib/language/t.ts';

const endings = /(\.tar)?\.(tar|tgz|txz|tbz2|tzst|gz|xz|bz2|zst|oci|docker)$/i;

/** Proposes a name by the name of a file; empty when nothing of it can be used. */
export function proposeImageName(file: string): string {
  const plain = file
    .replace(endings, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 63)
    .replace(/[.-]+$/, '');
  return imageNameSchema().safeParse(plain).success ? plain : '';
}

/** Undefined when it can be used. */
export function problemOfImageName(name: string, taken: ReadonlySet<string>): string | undefined {
  if (name === '') return t('Give it a name.');
  if (taken.has(name)) return t('There is an image of this name. Choose another.');
  const problem = imageNameSchema().safeParse(name).error?.issues[0]?.message;
  return problem === undefined ? undefined : t('The name {problem}.', { problem });
}
