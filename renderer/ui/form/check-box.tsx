// SPDX-License-Identifier: Apache-2.0
/** A check box of one element, for lists with many. */

import type { Ref } from 'react';

interface CheckBoxProps {
  readonly label: string;
  readonly isChecked: boolean;
  /** Some of what it stands for are chosen, and some are not. */
  readonly isPartly?: boolean;
  readonly tabIndex?: 0 | -1;
  readonly onToggle: () => void;
}

export function CheckBox({ label, isChecked, isPartly = false, tabIndex = 0, onToggle }: CheckBoxProps) {
  const showPartly: Ref<HTMLInputElement> = (element) => {
    if (element !== null) element.indeterminate = isPartly;
  };
  return (
    <input
      ref={showPartly}
      type="checkbox"
      className="check-box"
      aria-label={label}
      checked={isChecked}
      tabIndex={tabIndex}
      onChange={onToggle}
    />
  );
}
