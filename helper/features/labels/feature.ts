// SPDX-License-Identifier: Apache-2.0
/** Labels of the folders of containers, and of Bulkhead's own. */

import type { HandlersOf, RecoveryStep } from '../../server/feature.ts';
import { createLabels, type LabelsOptions } from './labels.ts';

export interface LabelsFeature {
  readonly handlers: HandlersOf<'label.verify' | 'label.restore'>;
  readonly recovery: { readonly labels: RecoveryStep };
}

export function createLabelsFeature(options: LabelsOptions): LabelsFeature {
  const labels = createLabels(options);
  return {
    handlers: {
      'label.verify': ({ name }, { signal }) => labels.verify(name, signal),
      'label.restore': ({ name }, { signal }) => labels.restore(name, signal),
    },
    recovery: { labels: labels.recover },
  };
}
