// SPDX-License-Identifier: Apache-2.0
/** Asks the host, while a published port is typed, whether it can be, and whether SELinux lets the container listen. */

import { useEffect, useState } from 'react';
import { isFailure } from '../../../contract/errors.ts';
import type { Publication } from '../../../contract/model/containers/publication.ts';
import type { Result } from '../../../contract/operations/index.ts';
import { useClient } from '../../host/connection.ts';

/** Long enough that a number is whole before it is asked about. */
const pauseMs = 300;

/** Undefined while the host has not answered, or may not be asked without a password: publishing asks again. */
export function usePortCheck(name: string, publication: Publication | undefined): Result<'port.check'> | undefined {
  const client = useClient();
  const asked = publication === undefined ? '' : JSON.stringify({ name, ...publication });
  const [answer, setAnswer] = useState<{ readonly asked: string; readonly result: Result<'port.check'> }>();
  useEffect(() => {
    if (client === undefined || publication === undefined) return undefined;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      client.request('port.check', { name, ...publication }, { signal: abort.signal }).then(
        (result) => !abort.signal.aborted && setAnswer({ asked, result }),
        (error: unknown) => {
          if (!abort.signal.aborted && !isFailure(error)) throw error;
        },
      );
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the text stands for the publication, which is another object each time
  }, [client, asked]);
  return answer?.asked === asked ? answer.result : undefined;
}
