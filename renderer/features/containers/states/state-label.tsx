// SPDX-License-Identifier: Apache-2.0
/** Shows the state of a container: a dot whose shape and colour differ, and the word. */

import type { ContainerState } from '../../../../contract/model/containers/container.ts';
import { stateTexts } from './state-texts.ts';

interface StateLabelProps {
  readonly state: ContainerState;
  /** What this window is doing to it, for example `removing`; shown instead of the state. */
  readonly busy?: string | undefined;
  /** Says more about it than there is room for. */
  readonly title?: string | undefined;
}

export function StateLabel({ state, busy, title }: StateLabelProps) {
  const isMoving = busy !== undefined || !['running', 'stopped', 'frozen', 'unfrozen'].includes(state);
  return (
    <span className={`state-label state-${isMoving ? 'moving' : state}`} title={title}>
      <i className="state-dot" aria-hidden="true" />
      {busy ?? stateTexts[state]}
    </span>
  );
}
