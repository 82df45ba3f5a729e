// SPDX-License-Identifier: Apache-2.0
/** What is proven of the loaded policy: the verdict, its exceptions, the open ways, and what closes them. */

import AccountTree from '@mui/icons-material/AccountTreeOutlined';
import { useEffect, useRef, useState } from 'react';
import { compareProofs } from '../../../../contract/rules/compare-proofs.ts';
import { describeCloser, describeProof } from '../../../../contract/wording/policy/describe-proof.ts';
import { judgeProof } from '../../../../contract/model/isolation/judge-proof.ts';
import type { Certificate, Proof } from '../../../../contract/model/policy/proof.ts';
import { textOf } from '../../../../contract/text.ts';
import type { Client } from '../../../../rpc/client.ts';
import { useClient, useHostInfo } from '../../../host/connection.ts';
import { withClient } from '../../../host/with-client.ts';
import { t } from '../../../lib/language/t.ts';
import { formatExact } from '../../../lib/moments.ts';
import { ActionButton } from '../../../ui/actions/action-button.tsx';
import { Moment } from '../../../ui/time/moment.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { Empty, Failed, Loading } from '../../../ui/placeholder.tsx';
import { useClock, useCoarseClock } from '../../../window/clock.ts';
import { failureText } from '../../../window/notifications.ts';
import { VerdictSign } from '../../containers/verdict/verdict-sign.tsx';
import { ObjectsPanel } from './objects-panel.tsx';
import { PathPicture } from './path-picture.tsx';
import { isOutOfDate, proveNow, refreshLoaded, useProof } from './proof-store.ts';
import './proof.css';

/** The host is asked that often which policy it has loaded. */
const refreshSeconds = 10;

type Proving = { readonly status: 'none' | 'proving' } | { readonly status: 'failed'; readonly error: unknown };

export function ProofPart() {
  const [proving, setProving] = useState<Proving>({ status: 'none' });
  const { certificate, before } = useProof();
  useRefresh();
  const leaving = useRef(new AbortController());
  useEffect(() => {
    const abort = new AbortController();
    leaving.current = abort;
    return () => abort.abort();
  }, []);

  async function run(client: Client): Promise<void> {
    const { signal } = leaving.current;
    setProving({ status: 'proving' });
    try {
      await proveNow(client, signal);
      if (!signal.aborted) setProving({ status: 'none' });
    } catch (error) {
      if (!signal.aborted) setProving({ status: 'failed', error });
    }
  }

  function handleProve(): void {
    withClient(t('prove the loaded policy'), run);
  }

  const reason = proving.status === 'proving' ? t('The loaded policy is being read.') : undefined;
  if (proving.status === 'none' && certificate === undefined) return <NothingProven onProve={handleProve} />;
  return (
    <>
      <Panel
        title={t('What passes between containers')}
        actions={<ActionButton label={t('Prove')} reason={reason} onAction={handleProve} />}
      >
        {proving.status === 'proving' && <Loading label={t('Reading the loaded policy')} lines={3} />}
        {proving.status === 'failed' && (
          <Failed text={failureText(t('cannot prove the loaded policy'), proving.error)} onRetry={handleProve} />
        )}
        {certificate !== undefined && <Head certificate={certificate} />}
      </Panel>
      {certificate !== undefined && before !== undefined && <Differences before={before} now={certificate} />}
      {certificate !== undefined && <Findings proof={certificate.proof} />}
    </>
  );
}

function NothingProven({ onProve }: { readonly onProve: () => void }) {
  return (
    <div className="panel page-fill">
      <Empty
        title={t('Nothing has been proven on this host yet')}
        icon={<AccountTree />}
        action={<ActionButton label={t('Prove')} reason={undefined} onAction={onProve} />}
      >
        {t(
          'A proof computes on the policy that the kernel has loaded whether any container could pass anything to ' +
            'another one with other categories. The help says what is proven and what is not.',
        )}
      </Empty>
    </div>
  );
}

/** Keeps what is known of the loaded policy, for as long as it is shown. */
function useRefresh(): void {
  const client = useClient();
  const now = useCoarseClock(refreshSeconds);
  useEffect(() => {
    if (client === undefined) {
      useProof.setState({ loadedSha256: undefined });
      return undefined;
    }
    const abort = new AbortController();
    void refreshLoaded(client, abort.signal);
    return () => abort.abort();
  }, [client, now]);
}

function Head({ certificate }: { readonly certificate: Certificate }) {
  const now = useClock((state) => state.now);
  const selinux = useHostInfo()?.selinux.status;
  const loadedSha256 = useProof((state) => state.loadedSha256);
  const isStale = isOutOfDate(certificate, { loadedSha256 });
  return (
    <>
      <p className="proof-head" role="status">
        <VerdictSign verdict={judgeProof({ certificate, isStale, selinux })} />
        <b>{describeProof(certificate.proof)}</b>
        <span className="muted">
          <Moment time={certificate.provedAt} now={now} />
        </span>
      </p>
      {isStale && (
        <p role="alert">
          {loadedSha256 === undefined
            ? t('Nobody knows which policy is loaded now, so that this certificate says nothing of it. Prove it again.')
            : t('Out of date: another policy is loaded now. Prove it again.')}
        </p>
      )}
      <p className="muted proof-checksum">{t('SHA-256 of the policy: {sum}', { sum: certificate.policySha256 })}</p>
    </>
  );
}

function Differences({ before, now }: { readonly before: Certificate; readonly now: Certificate }) {
  const differences = compareProofs(before.proof, now.proof);
  return (
    <Panel title={t('Since the certificate of {time}', { time: formatExact(before.provedAt) })}>
      {differences.length === 0 ? (
        <p className="muted">{t('Nothing differs.')}</p>
      ) : (
        <ul className="proof-differences" aria-label={t('Since the last certificate')}>
          {differences.map(({ sign, text }) => (
            <li key={sign + text}>
              <b className="mono">{sign}</b> {text}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Findings({ proof }: { readonly proof: Proof }) {
  return (
    <>
      {proof.open.length > 0 && (
        <Panel title={t('Open channels')}>
          {proof.cut !== null && (
            <p>
              <b>{textOf(proof.cut.remedy)}</b>{' '}
              {t('This closes {closes} of {count}.', { closes: proof.cut.closes, count: proof.openCount })}
            </p>
          )}
          {proof.open.slice(0, 10).map((path, place) => (
            <PathPicture key={place} path={path} />
          ))}
        </Panel>
      )}
      {proof.booleans.length > 0 && (
        <Panel title={t('Booleans that would open a channel')}>
          {proof.booleans.map(({ name, path }) => (
            <div key={name}>
              <p className="mono">{name}</p>
              <PathPicture path={path} />
            </div>
          ))}
        </Panel>
      )}
      {proof.objects !== undefined && <ObjectsPanel objects={proof.objects} />}
      <Panel title={t('Exceptions')} isFlush>
        <table className="table proof-exceptions" aria-label={t('Exceptions')}>
          <thead>
            <tr>
              <th>{t('What')}</th>
              <th>{t('Closed by')}</th>
              <th>{t('Why')}</th>
              <th>{t('Tried by the drill')}</th>
            </tr>
          </thead>
          <tbody>
            {proof.exceptions.map(({ id, title, closedBy, reason, probes, objects }) => (
              <tr key={id}>
                <td title={objects.slice(0, 20).join('\n')}>{textOf(title)}</td>
                <td>{describeCloser(closedBy)}</td>
                <td>{textOf(reason)}</td>
                <td>{probes.join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
      <Panel title={t('Trusted domains of the host')}>
        <ul>
          {proof.trusted.map(({ domain, reason }) => (
            <li key={domain}>
              <span className="mono">{domain}</span>: {textOf(reason)}
            </li>
          ))}
        </ul>
      </Panel>
    </>
  );
}
