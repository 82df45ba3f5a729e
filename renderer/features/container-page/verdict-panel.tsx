// SPDX-License-Identifier: Apache-2.0
/** Says whether the container is isolated, by all that is known of it: each reason, and when it was checked. */

import type { Verdict } from '../../../contract/model/isolation/verdict.ts';
import { textOf } from '../../../contract/text.ts';
import { Moment } from '../../ui/time/moment.tsx';
import { Panel } from '../../ui/panel.tsx';
import { RichText } from '../../ui/rich-text.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { useClock } from '../../window/clock.ts';
import { VerdictSign } from '../containers/verdict/verdict-sign.tsx';
import { t } from '../../lib/language/t.ts';

export function VerdictPanel({ verdict }: { readonly verdict: Verdict }) {
  const now = useClock((state) => state.now);
  const { reasons, checkedAt } = verdict;
  return (
    <Panel title={t('Isolation')} actions={<VerdictSign verdict={verdict} />}>
      {reasons.map(textOf).map((reason) => (
        <p key={reason}>
          <SafeText text={reason} />
        </p>
      ))}
      {checkedAt !== null && (
        <p className="muted small">
          <RichText message="Last checked {moment}." values={{ moment: <Moment time={checkedAt} now={now} /> }} />
        </p>
      )}
    </Panel>
  );
}
