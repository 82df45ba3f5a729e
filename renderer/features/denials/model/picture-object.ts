// SPDX-License-Identifier: Apache-2.0
/**
 * What a denial was about, as the picture names it: the container whose it is and the path, with the type on the second
 * line. The path is text that a container controls.
 */

import type { DenialGroup } from '../../../../contract/model/denials/denial.ts';
import { type CategoryOwner, ownerOf } from './denial-sentence.ts';
import { certainPath, certainPort, nameOf } from './denied-object.ts';
import { targetKindOf } from './target-kind.ts';
import { t } from '../../../lib/language/t.ts';

export interface PictureObject {
  readonly name: string;
  /** The type, where that is not the name, and of how many denials the named object is the latest. */
  readonly terms: string | undefined;
}

export function objectOf(group: DenialGroup, owners: readonly CategoryOwner[]): PictureObject {
  const { sample, targetType, count } = group;
  const path = certainPath(sample) ?? nameOf(sample) ?? certainPort(sample);
  const owner =
    targetKindOf(group) === 'containers' ? (ownerOf(sample.target, owners) ?? t('another container')) : undefined;
  if (path === undefined) return { name: owner ?? targetType, terms: owner === undefined ? undefined : targetType };
  return {
    name: owner === undefined ? path : `${owner}: ${path}`,
    terms: count === 1 ? targetType : t('{type}, the latest of {count}', { type: targetType, count }),
  };
}
