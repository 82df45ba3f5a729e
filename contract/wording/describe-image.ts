// SPDX-License-Identifier: Apache-2.0
/** What a person should know of an image that was just made, in words that window and command line share. */

import { proposalOf } from '../rules/image-proposal.ts';
import type { Image } from '../model/host/image.ts';
import type { ImportedImage } from '../operations/host/image.ts';
import { numberText, t } from '../text.ts';

/** Sentences; none when there is nothing to remark. */
export function describeImported({ image, leftOut }: ImportedImage): readonly string[] {
  const { devices, attributes } = leftOut;
  return [
    ...startSentence(image),
    ...(proposalOf(image)?.leftOut ?? []),
    ...(devices === 0 ? [] : [devicesLeftOut(devices)]),
    ...(attributes === 0 ? [] : [attributesLeftOut(attributes)]),
  ];
}

function startSentence(image: Image): readonly string[] {
  if ((proposalOf(image)?.program.length ?? 0) > 0)
    return [
      t(
        'It is an application image: containers that are created from it run its program, with a small init of the ' +
          "host's.",
      ),
    ];
  return image.hasInit === false
    ? [
        t(
          'It has no init (/sbin/init), so a container that is created from it starts only with a program that you ' +
            'choose for it.',
        ),
      ]
    : [];
}

function devicesLeftOut(count: number): string {
  return count === 1
    ? t('1 device was left out; a container gets devices of its own.')
    : t('{count} devices were left out; a container gets devices of its own.', {
        count: numberText(count, { isGrouped: true }),
      });
}

function attributesLeftOut(count: number): string {
  return count === 1
    ? t('1 extended attribute was left out; an image keeps capabilities only.')
    : t('{count} extended attributes were left out; an image keeps capabilities only.', {
        count: numberText(count, { isGrouped: true }),
      });
}
