// SPDX-License-Identifier: Apache-2.0
/**
 * What a container did while it learned, rule by rule: keep, narrow or drop, before its domain enforces; and what it did
 * not use.
 */

import Checkbox from '@mui/material/Checkbox';
import { useEffect, useState } from 'react';
import type { AccessUsage, LearnedRule } from '../../../contract/model/policy/policy-module.ts';
import type { RecordGap } from '../../../contract/model/policy/record-gap.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { Moment } from '../../ui/time/moment.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Empty, Failed, Loading } from '../../ui/placeholder.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { GapWarning } from './gap-warning.tsx';
import { riskLabels } from './risk-labels.ts';
import { countOf, SurplusTable } from './surplus-table.tsx';
import { useClock } from '../../window/clock.ts';
import { useClient } from '../../host/connection.ts';
import { failureText } from '../../window/notifications.ts';
import { operationOn, useOperations } from '../../host/operations.ts';
import { adoptRules } from './policies.ts';
import { t } from '../../lib/language/t.ts';

type Found =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: unknown }
  | {
      readonly status: 'ready';
      readonly rules: readonly LearnedRule[];
      readonly usage: AccessUsage | null;
      readonly gaps: readonly RecordGap[];
    };
/** Holds the permissions that are to be allowed, by group. */
type Chosen = ReadonlyMap<string, readonly string[]>;

export function LearnedPanel({ name }: { readonly name: string }) {
  const [found, setFound] = useState<Found>({ status: 'loading' });
  const [chosen, setChosen] = useState<Chosen>(new Map());
  const [removed, setRemoved] = useState<AccessUsage['surplus']>([]);
  const client = useClient();
  const [asked, setAsked] = useState(0);
  const now = useClock((state) => state.now);
  const busy = useOperations((state) => operationOn(name)(state) !== undefined);

  useEffect(() => {
    if (client === undefined) return undefined;
    const abort = new AbortController();
    client.request('policy.learned', { name }, { signal: abort.signal }).then(
      ({ rules, usage, gaps }) => {
        if (abort.signal.aborted) return;
        setFound({ status: 'ready', rules, usage, gaps });
        setRemoved([]);
        setChosen(
          new Map(rules.flatMap((rule) => (rule.advice === 'keep' ? [[rule.group, rule.permissions] as const] : []))),
        );
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setFound({ status: 'failed', error });
      },
    );
    return () => abort.abort();
  }, [name, asked, client]);

  function choose(group: string, permissions: readonly string[]): void {
    setChosen((before) => new Map(before).set(group, permissions));
  }

  const picked = [...chosen].flatMap(([group, permissions]) =>
    permissions.length === 0 ? [] : [{ group, permissions }],
  );
  const rules = found.status === 'ready' ? found.rules : [];
  return (
    <Panel
      title={t('Learned accesses')}
      isFlush
      actions={
        <>
          <ActionButton label={t('Refresh')} reason={undefined} onAction={() => setAsked((count) => count + 1)} />
          <ActionButton
            label={adoptLabel(picked.length, countOf(removed))}
            variant="contained"
            colour="primary"
            reason={
              (busy ? t('Another operation is running on this container. Wait until it has ended.') : undefined) ??
              (found.status === 'ready' ? undefined : t('The learned accesses are still being loaded.'))
            }
            onAction={() => void adoptRules(name, picked, removed)}
          />
        </>
      }
    >
      {found.status === 'loading' && <Loading label={t('Analysing the loaded policy')} lines={3} />}
      {found.status === 'failed' && (
        <Failed
          text={failureText(t('cannot read the learned accesses'), found.error)}
          onRetry={() => setAsked((count) => count + 1)}
        />
      )}
      {found.status === 'ready' && <GapWarning gaps={found.gaps} />}
      {found.status === 'ready' && rules.length === 0 && (
        <Empty title={t('No accesses beyond its module yet')}>
          {t('Let the container run its usual work, then refresh.')}
        </Empty>
      )}
      {rules.length > 0 && (
        <table className="table learned" aria-label={t('Rules that {name} learned', { name })}>
          <thead>
            <tr>
              <th style={{ width: 40 }}>
                <span className="visually-hidden">{t('Allow')}</span>
              </th>
              <th>{t('Object')}</th>
              <th>{t('Permissions')}</th>
              <th className="number">{t('Times')}</th>
              <th>{t('Last')}</th>
              <th>{t('Programs')}</th>
              <th style={{ width: '34%' }}>{t('Risk')}</th>
            </tr>
          </thead>
          <tbody>
            {rules.map((rule) => (
              <LearnedRow
                key={rule.group}
                rule={rule}
                permissions={chosen.get(rule.group) ?? []}
                now={now}
                onChoose={(permissions) => choose(rule.group, permissions)}
              />
            ))}
          </tbody>
        </table>
      )}
      {found.status === 'ready' && found.usage !== null && (
        <SurplusTable name={name} usage={found.usage} removed={removed} onChoose={setRemoved} />
      )}
    </Panel>
  );
}

function adoptLabel(rules: number, removed: number): string {
  if (removed > 0) return t('Allow {rules}, take away {removed} and enforce', { rules, removed });
  return rules === 0 ? t('Enforce without new rules') : t('Allow {rules} and enforce', { rules });
}

interface LearnedRowProps {
  readonly rule: LearnedRule;
  readonly permissions: readonly string[];
  readonly now: number;
  readonly onChoose: (permissions: readonly string[]) => void;
}

function LearnedRow({ rule, permissions, now, onChoose }: LearnedRowProps) {
  const isOff = rule.advice === 'drop';
  const label = t('Allow {permissions} on {class} of type {target}', {
    permissions: rule.permissions.join(', '),
    class: rule.class,
    target: rule.target,
  });
  return (
    <tr>
      <td>
        <Checkbox
          size="small"
          checked={permissions.length > 0}
          disabled={isOff}
          title={isOff ? rule.reason : undefined}
          slotProps={{ input: { 'aria-label': label } }}
          onChange={(event) => onChoose(event.target.checked ? rule.permissions : [])}
        />
      </td>
      <td className="mono" title={rule.rule}>{`${rule.target}:${rule.class}`}</td>
      <td>
        {rule.permissions.map((permission) => (
          <button
            key={permission}
            type="button"
            className={`badge ${permissions.includes(permission) ? 'info' : ''}`}
            disabled={isOff}
            aria-pressed={permissions.includes(permission)}
            onClick={() =>
              onChoose(
                permissions.includes(permission)
                  ? permissions.filter((one) => one !== permission)
                  : [...permissions, permission],
              )
            }
          >
            {permission}
          </button>
        ))}
      </td>
      <td className="number">{rule.count}</td>
      <td>
        <Moment time={rule.last} now={now} />
      </td>
      <td>
        <SafeText text={rule.comms.join(', ')} />
      </td>
      <td style={{ whiteSpace: 'normal' }}>
        <span className={`badge ${riskLabels[rule.risk.level].tone}`}>{riskLabels[rule.risk.level].label}</span>{' '}
        {rule.reason}
      </td>
    </tr>
  );
}
