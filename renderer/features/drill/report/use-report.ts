// SPDX-License-Identifier: Apache-2.0
/** A report of the host beside the one that is shown. */

import { useEffect, useState } from 'react';
import type { DrillReport } from '../../../../contract/model/drill.ts';
import { useClient } from '../../../host/connection.ts';
import { t } from '../../../lib/language/t.ts';
import { readReport } from '../drill-store.ts';
import { failureText } from '../../../window/notifications.ts';

interface ReadReport {
  /** Undefined until it has come. */
  readonly other: DrillReport | undefined;
  readonly problem: string | undefined;
  readonly retry: () => void;
}

interface Read {
  readonly id: string;
  readonly report?: DrillReport;
  readonly problem?: string;
}

export function useReport(id: string | undefined): ReadReport {
  const client = useClient();
  const [read, setRead] = useState<Read | undefined>(undefined);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (client === undefined || id === undefined) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    const settle = (next: Read): void => {
      if (!signal.aborted) setRead(next);
    };
    readReport(client, id, signal).then(
      ({ report }) => settle({ id, report }),
      (error: unknown) => settle({ id, problem: failureText(t('cannot read the report'), error) }),
    );
    return () => controller.abort();
  }, [client, id, tries]);
  const { report, problem } = read !== undefined && read.id === id ? read : {};
  return { other: report, problem, retry: () => setTries((count) => count + 1) };
}
