// SPDX-License-Identifier: Apache-2.0
/** The file with the layer of a container, where the file system has no project quota. */

import { basename } from 'node:path';
import { fail } from '../../../contract/errors.ts';
import { say } from '../../../contract/text.ts';
import type { ContainerPlaces } from '../../lxc/places.ts';
import type { FileDisk } from './file-disk.ts';
import { labelOfPath } from './label-of-path.ts';

/** Its files have the label of their folder; containers see the label of their overlay. */
export function fileLayerOf({ layers, layerFile, layerMount }: ContainerPlaces): FileDisk {
  const label = labelOfPath(layers);
  return {
    file: layerFile,
    mountPoint: layerMount,
    ...(label !== undefined && { label }),
    onFailure: (output) =>
      fail('container-failed', {
        name: basename(layers),
        reason: say('its layer cannot be prepared: {output}', { output }),
      }),
  };
}
