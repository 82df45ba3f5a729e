// SPDX-License-Identifier: Apache-2.0
/**
 * The steps of a test of a host, as they come: each with what was found, and what fixes it. The one that failed is
 * brought into view, where not all of them fit.
 */

import { useEffect, useRef } from 'react';
import type { ShownHostTestStep } from '../../host/main-process.ts';
import { CheckItem } from '../../features/doctor/check-item.tsx';
import { t } from '../../lib/language/t.ts';

export function HostTestSteps({ steps }: { readonly steps: readonly ShownHostTestStep[] }) {
  const list = useRef<HTMLUListElement>(null);
  const failed = steps.findIndex(({ check }) => check?.state === 'fail');
  useEffect(() => {
    list.current?.children[failed]?.scrollIntoView({ block: 'nearest' });
  }, [failed]);
  return (
    <ul ref={list} className="checks host-test" aria-label={t('Steps of the test')}>
      {steps.map((step) =>
        step.check === null ? (
          <PendingStep key={step.id} step={step} />
        ) : (
          <CheckItem key={step.id} check={step.check} />
        ),
      )}
    </ul>
  );
}

const words = { waiting: t('waiting'), running: t('testing'), done: t('done'), 'left-out': t('not tested') } as const;

function PendingStep({ step: { title, progress } }: { readonly step: ShownHostTestStep }) {
  return (
    <li className="check">
      <span className="badge">{words[progress]}</span>
      <div className="check-words">
        <b className={progress === 'running' ? '' : 'muted'}>{title}</b>
      </div>
    </li>
  );
}
