// SPDX-License-Identifier: Apache-2.0
/**
 * Draws one access from the process to the object: whose each is and its context, and between them what was asked for
 * and what the policy said.
 */

import type { ReactNode } from 'react';
import type { DenialEvent } from '../../../../contract/model/denials/denial.ts';
import { formatSecurityContext } from '../../../../contract/model/contexts/format-security-context.ts';
import { t } from '../../../lib/language/t.ts';
import { ContainerName } from '../../containers/container-name.tsx';
import { type CategoryOwner, ownerOf } from '../model/denial-sentence.ts';
import { certainPath, certainPort } from '../model/denied-object.ts';
import { RecordedText } from './recorded-text.tsx';
import './access-picture.css';

interface AccessPictureProps {
  readonly event: DenialEvent;
  readonly owners: readonly CategoryOwner[];
  /** Says in a few words what the policy said. */
  readonly verdict: string;
}

export function AccessPicture({ event, owners, verdict }: AccessPictureProps) {
  const { container, comm, exe, pid, source, target, permissions, permissive } = event;
  const owner = ownerOf(target, owners);
  const what = `${event.class ?? t('unknown')} { ${permissions.join(' ')} }`;
  const port = certainPort(event);
  return (
    <ol className="access-picture" aria-label={t('From the process to the object')}>
      <End title={t('Process')} context={source}>
        <RecordedText text={comm ?? exe} />
        {pid !== null && <span className="muted"> {t('pid {pid}', { pid })}</span>}{' '}
        {container === null ? (
          <span className="muted">{t('on the host')}</span>
        ) : (
          <ContainerName name={container} tab="denials" />
        )}
      </End>
      <li className={`access-way ${permissive === true ? 'logged' : 'blocked'}`}>
        <span className="mono">{what}</span>
        <b>{verdict}</b>
      </li>
      <End title={t('Object')} context={target}>
        {port ?? <RecordedText text={certainPath(event) ?? event.path ?? event.name} />}{' '}
        {owner !== undefined && <ContainerName name={owner} />}
      </End>
    </ol>
  );
}

interface EndProps {
  readonly title: string;
  readonly context: DenialEvent['source'];
  readonly children: ReactNode;
}

function End({ title, context, children }: EndProps) {
  return (
    <li className="access-end">
      <span className="muted">{title}</span>
      <span className="access-name">{children}</span>
      <span className="mono">
        {context === null ? <span className="faint">{t('not recorded')}</span> : formatSecurityContext(context)}
      </span>
    </li>
  );
}
