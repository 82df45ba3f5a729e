// SPDX-License-Identifier: Apache-2.0
/** A value once it has stayed the same for a moment: what is typed is not asked for letter by letter. */

import { useEffect, useState } from 'react';

export function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), 400);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
