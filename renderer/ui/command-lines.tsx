// SPDX-License-Identifier: Apache-2.0
/** Commands for an administrator, as they are typed, with a button that copies them all. */

import { CopyButton } from './actions/copy-button.tsx';
import { t } from '../lib/language/t.ts';

export function CommandLines({ lines }: { readonly lines: readonly string[] }) {
  const text = lines.join('\n');
  return (
    <div className="commands">
      <pre className="mono">{text}</pre>
      <CopyButton label={t('Copy the commands')} text={text} />
    </div>
  );
}
