// SPDX-License-Identifier: Apache-2.0
/** What a person should know of an image that was just made, in words that window and command line share. */

import type { ImportedImage } from './operations/image.ts';
import { t } from './text.ts';

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
    ...(devices === 0
      ? []
      : [t('{devices} left out; a container gets devices of its own.', { devices: count(devices, 'device') })]),
    ...(attributes === 0
      ? []
      : [
          t('{attributes} left out; an image keeps capabilities only.', {
            attributes: count(attributes, 'extended attribute'),
          }),
        ]),
  ];
}

function count(number: number, noun: string): string {
  return number === 1 ? t('1 {noun} was', { noun }) : `${number.toLocaleString('en-GB')} ${noun}s were`;
}
