// SPDX-License-Identifier: Apache-2.0
/** Sentences of the host, one below the other. */

import { SafeText } from '../../ui/safe-text.tsx';

export function WordList({ items }: { readonly items: readonly string[] }) {
  return (
    <ul className="switch-words">
      {items.map((item) => (
        <li key={item}>
          <SafeText text={item} />
        </li>
      ))}
    </ul>
  );
}
