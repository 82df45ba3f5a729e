// SPDX-License-Identifier: Apache-2.0
/** What was applied for a cause, since when, and whether anything was denied for it since. */

import type { MadeChange } from '../explanation/applied-remedies.ts';
import { sentenceOf } from '../../../lib/sentence.ts';
import { visibleText } from '../../../lib/visible-text.ts';
import { Moment } from '../../../ui/time/moment.tsx';
import { RichText } from '../../../ui/rich-text.tsx';

interface AppliedLineProps {
  readonly change: MadeChange;
  /** Nothing was denied for the cause since the change. */
  readonly isSettled: boolean;
  readonly now: number;
}

export function AppliedLine({ change, isSettled, now }: AppliedLineProps) {
  const summary = visibleText(sentenceOf(change.summary));
  const values = { when: <Moment time={change.madeAt} now={now} />, summary };
  return (
    <span className={`reason ${isSettled ? 'isolation' : 'policy'}`} title={summary}>
      {isSettled ? (
        <RichText message="Fixed {when}; no denial since. {summary}" values={values} />
      ) : (
        <RichText message="Denied again after the change of {when}. {summary}" values={values} />
      )}
    </span>
  );
}
