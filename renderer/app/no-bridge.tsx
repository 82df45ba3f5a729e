// SPDX-License-Identifier: Apache-2.0
/** What a plain browser gets: the page is of no use without its main process. */

import { t } from '../lib/language/t.ts';

export function NoBridge() {
  return (
    <p style={{ padding: 32 }}>
      {t('This page belongs to the Bulkhead application and cannot reach a host from a browser.')}
    </p>
  );
}
