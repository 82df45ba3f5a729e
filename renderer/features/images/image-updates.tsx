// SPDX-License-Identifier: Apache-2.0
/** Says of which packages of an image there are newer versions, and by whose lists. */

import { useEffect, useState } from 'react';
import { describeUpdates } from '../../../contract/wording/describe-health.ts';
import type { ImageUpdates } from '../../../contract/model/host/image-updates.ts';
import type { Client } from '../../../rpc/client.ts';
import { useClient } from '../../host/connection.ts';
import { t } from '../../lib/language/t.ts';
import { Moment } from '../../ui/time/moment.tsx';
import { RichText } from '../../ui/rich-text.tsx';
import { UpdatedPackages } from '../../ui/updated-packages.tsx';
import { useClock } from '../../window/clock.ts';
import { failureText } from '../../window/notifications.ts';

export function ImageUpdatesOf({ image }: { readonly image: string }) {
  const client = useClient();
  const answer = useUpdates(client, image);
  const now = useClock((clock) => clock.now);
  if (answer === undefined) return <span className="muted">{t('Looking …')}</span>;
  if (typeof answer === 'string') return <span className="amber">{answer}</span>;
  if (answer.state === 'unknown') return describeUpdates(answer);
  return (
    <>
      {describeUpdates(answer)}{' '}
      <span className="muted">
        {answer.listsOf === 'host' ? (
          <RichText message="(the host's lists of {at})" values={{ at: <Moment time={answer.listsAt} now={now} /> }} />
        ) : (
          <RichText message="(its own lists of {at})" values={{ at: <Moment time={answer.listsAt} now={now} /> }} />
        )}
      </span>
      {answer.packages.length > 0 && <UpdatedPackages packages={answer.packages} count={answer.count} />}
    </>
  );
}

/** Why it is not known, where asking failed; undefined until it is answered. */
function useUpdates(client: Client | undefined, image: string): ImageUpdates | string | undefined {
  const [answer, setAnswer] = useState<ImageUpdates | string | undefined>(undefined);
  useEffect(() => {
    let isCurrent = true;
    async function ask(from: Client): Promise<void> {
      try {
        const { updates } = await from.request('image.updates', { image });
        if (isCurrent) setAnswer(updates);
      } catch (error) {
        if (isCurrent) setAnswer(failureText(t('cannot look for updates of {image}', { image }), error));
      }
    }
    if (client !== undefined) void ask(client);
    return () => {
      isCurrent = false;
    };
  }, [client, image]);
  return answer;
}
