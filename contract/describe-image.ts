// SPDX-License-Identifier: Apache-2.0
/** What a person should know of an image that was just made, in words that window and command line share. */

import type { ImportedImage } from './operations/image.ts';
import { numberText, t } from './text.ts';

/** Sentences; none when there is nothing to remark. */
export function describeImported({ image, leftOut }: ImportedImage): readonly string[] {
  const { devices, attributes } = leftOut;
  return [
    ...(image.hasInit === false
      ? [
          t(
            'It has no init (/sbin/init), so containers that are created from it do not start. Add one, such as systemd.',
          ),
        ]
      : []),
    ...(image.application === null
      ? []
      : [
          t(
            'It is an application image. How its program is run is kept with it, and Bulkhead does not run it by itself.',
          ),
        ]),
    ...(devices === 0 ? [] : [devicesLeftOut(devices)]),
    ...(attributes === 0 ? [] : [attributesLeftOut(attributes)]),
  ];
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
