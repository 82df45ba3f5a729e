// SPDX-License-Identifier: Apache-2.0
/**
 * Text that a container controls: always data, control and bidi characters shown as escapes, set apart from the words
 * around it.
 */

import { visibleRuns } from '../lib/visible-text.ts';
import { t } from '../lib/language/t.ts';

interface SafeTextProps {
  readonly text: string;
}

export function SafeText({ text }: SafeTextProps) {
  return (
    <bdi className="untrusted" dir="ltr">
      {visibleRuns(text).map((run, index) =>
        run.isEscaped ? (
          <span key={index} className="escaped" title={t('A control character, shown as an escape sequence')}>
            {run.text}
          </span>
        ) : (
          run.text
        ),
      )}
    </bdi>
  );
}
