// SPDX-License-Identifier: Apache-2.0
/** Asks the host, while a form is filled in, which LXC configuration the container would have. */

import { useEffect, useState } from 'react';
import type { ChosenContainer } from '../../../../contract/operations/containers/creation.ts';
import { leaveOutUnchosen } from '../../../../contract/rules/leave-out-unchosen.ts';
import { useClient } from '../../../host/connection.ts';
import { t } from '../../../lib/language/t.ts';
import { failureText } from '../../../window/notifications.ts';

export type ConfigurationPreview =
  | { readonly status: 'none' }
  /** `KEY = VALUE`. */
  | { readonly status: 'ready'; readonly lines: readonly string[] }
  | { readonly status: 'failed'; readonly reason: string };

/** Long enough that a word is whole before it is asked about. */
const pauseMs = 300;
const none: ConfigurationPreview = { status: 'none' };

/** What was shown stays until the host has answered; nothing while there is no choice. */
export function useConfigurationPreview(choice: ChosenContainer | undefined): ConfigurationPreview {
  const client = useClient();
  const [preview, setPreview] = useState<ConfigurationPreview>(none);
  // A choice is another object each time that the form is drawn.
  const text = choice === undefined ? undefined : JSON.stringify(choice);
  useEffect(() => {
    if (client === undefined || text === undefined) return undefined;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      const params = leaveOutUnchosen(JSON.parse(text) as ChosenContainer);
      client.request('container.preview-creation', params, { signal: abort.signal }).then(
        ({ lines }) =>
          !abort.signal.aborted &&
          setPreview({ status: 'ready', lines: lines.map(({ key, value }) => `${key} = ${value}`) }),
        (error: unknown) =>
          !abort.signal.aborted &&
          setPreview({ status: 'failed', reason: failureText(t('cannot show the configuration'), error) }),
      );
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [client, text]);
  return text === undefined ? none : preview;
}
