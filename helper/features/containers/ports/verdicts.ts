// SPDX-License-Identifier: Apache-2.0
/** What the containers need of the isolation feature: a verdict for each. */

import type { Container } from '../../../../contract/model/containers/container.ts';
import type { SelinuxMode } from '../../../../contract/model/isolation/judge-container.ts';

export interface Verdicts {
  /** The containers of the host as they were just read, each with its verdict. */
  judgeAll(containers: readonly Container[], selinux: SelinuxMode): readonly Container[];
  /** One that was read alone, judged beside the others as they were listed last. */
  judgeOne(container: Container, selinux: SelinuxMode): Container;
}
