// SPDX-License-Identifier: Apache-2.0
/** Shows, before a boolean is set, what it would have denied and allowed of what was recorded on the host. */

import { useEffect, useState } from 'react';
import type { BooleanSetting, Replay } from '../../../../contract/model/policy/replay.ts';
import { failureText } from '../../../window/notifications.ts';
import { t } from '../../../lib/language/t.ts';
import { Failed, Loading } from '../../../ui/placeholder.tsx';
import { ReplayResult } from '../../policy/replay-result.tsx';
import type { ExplainTarget } from './explanations.ts';
import { replayBoolean } from './remedies.ts';

interface BooleanReplayProps {
  readonly target: ExplainTarget;
  readonly sets: BooleanSetting;
}

type Replayed =
  | { readonly status: 'replaying' }
  | { readonly status: 'ready'; readonly replay: Replay }
  | { readonly status: 'failed'; readonly error: unknown };

export function BooleanReplay({ target, sets }: BooleanReplayProps) {
  const [replayed, setReplayed] = useState<Replayed>({ status: 'replaying' });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    replayBoolean(target, sets, abort.signal).then(
      (replay) => !abort.signal.aborted && setReplayed({ status: 'ready', replay }),
      (error: unknown) => !abort.signal.aborted && setReplayed({ status: 'failed', error }),
    );
    return () => abort.abort();
  }, [target, sets, attempt]);

  function handleRetry(): void {
    setReplayed({ status: 'replaying' });
    setAttempt(attempt + 1);
  }

  switch (replayed.status) {
    case 'replaying':
      return <Loading label={t('Trying it on what was recorded')} lines={2} />;
    case 'failed':
      return (
        <Failed text={failureText(t('cannot try it on what was recorded'), replayed.error)} onRetry={handleRetry} />
      );
    case 'ready':
      return <ReplayResult replay={replayed.replay} />;
  }
}
