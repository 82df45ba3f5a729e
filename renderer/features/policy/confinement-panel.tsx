// SPDX-License-Identifier: Apache-2.0
/** How SELinux keeps this container, by choice; and another choice. */

import { useState } from 'react';
import { connectTargetHint, readConnectTargets } from '../../../contract/model/policy/connect-target.ts';
import {
  type Confinement,
  confinementSchema,
  type Container,
  type ServedPortNumber,
} from '../../../contract/model/containers/container.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import { ChoiceFields, type DomainChoice } from './choice-fields.tsx';
import { confinementLabels, formatPorts, portsOf } from './policy-labels.ts';
import { formatClock } from '../../lib/moments.ts';
import { navigate } from '../../window/location.ts';
import { operationOn, useOperations } from '../../host/operations.ts';
import { confineContainer } from './policies.ts';
import { t } from '../../lib/language/t.ts';

const spans = [
  { value: 900, label: t('15 minutes') },
  { value: 3600, label: t('1 hour') },
  { value: 14_400, label: t('4 hours') },
  { value: 86_400, label: t('24 hours') },
];

const portsHint = t('Enter ports such as 80, 443, 53/udp.');

export function ConfinementPanel({ container }: { readonly container: Container }) {
  const { name, confinement, learningUntil, domain, engine } = container;
  const [chosen, setChosen] = useState<Confinement>(confinement ?? 'shared');
  const [wanted, setWanted] = useState<DomainChoice>(() => ({
    ports: formatPorts(container.ports),
    allow: container.allow,
    connect: container.connectTypes,
  }));
  const [seconds, setSeconds] = useState(3600);
  const busy = useOperations((state) => operationOn(name)(state) !== undefined);
  if (confinement === null) return null;
  const read = portsOf(wanted.ports);
  const targets = readConnectTargets(wanted.connect);
  const isWaiting = (confinement === 'shared') !== (domain === 'bulkhead_t');
  const isCurrent = chosen === confinement && chosen !== 'learning' && !isOtherDomain(container, read, wanted);
  const reason =
    (busy ? t('Another operation is running on this container. Wait until it has ended.') : undefined) ??
    (isCurrent ? t('This is the current confinement.') : undefined) ??
    whyNotNow(container) ??
    (read === undefined ? portsHint : undefined) ??
    (targets === undefined ? connectTargetHint : undefined);

  function handleChange(): void {
    if (read === undefined || targets === undefined) return;
    void confineContainer(name, {
      ...targets,
      confinement: chosen,
      ports: read,
      allow: wanted.allow,
      learnSeconds: seconds,
    });
  }

  return (
    <Panel
      title={t('Confinement')}
      actions={
        confinement === 'shared' ? undefined : (
          <ActionButton
            label={t('Open policy module')}
            reason={undefined}
            onAction={() => navigate({ page: 'policy', name })}
          />
        )
      }
    >
      <p>
        <strong>{confinementLabels[confinement].title}.</strong> {confinementLabels[confinement].meaning}
      </p>
      {learningUntil !== null && (
        <p className="badge amber">
          {t('Permissive until {time}: everything is allowed and logged. It ends automatically.', {
            time: formatClock(learningUntil),
          })}
        </p>
      )}
      {isWaiting && (
        <p className="badge info">
          {domain === null
            ? t('It still runs in its old domain. The change applies at the next start.')
            : t('It still runs in {domain}. The change applies at the next start.', { domain })}
        </p>
      )}
      <div className="confinement-choice">
        <SelectField
          label={t('Change confinement to')}
          value={chosen}
          options={confinementSchema()
            .options.filter(isOffered[engine])
            .map((option) => ({ value: option, label: confinementLabels[option].title }))}
          onChange={setChosen}
        />
        {chosen === 'learning' && (
          <SelectField label={t('For')} value={seconds} options={spans} onChange={setSeconds} />
        )}
        <ActionButton label={t('Change')} variant="outlined" reason={reason} onAction={handleChange} />
      </div>
      {chosen !== confinement && <p className="muted">{confinementLabels[chosen].meaning}</p>}
      {chosen !== 'shared' && (
        <ChoiceFields
          value={wanted}
          portsProblem={read === undefined ? portsHint : undefined}
          connectProblem={targets === undefined ? connectTargetHint : undefined}
          onChange={(part) => setWanted((before) => ({ ...before, ...part }))}
        />
      )}
    </Panel>
  );
}

/** Instances do not learn: what is logged on one member is not known on the others. */
const isOffered: Readonly<Record<Container['engine'], (option: Confinement) => boolean>> = {
  lxc: () => true,
  incus: (option) => option !== 'learning',
};

/** The files of an instance get another label by the next mount of their volume. */
export function whyNotNow({ engine, state }: Pick<Container, 'engine' | 'state'>): string | undefined {
  return engine === 'incus' && state !== 'stopped' ? t('It is running. Stop it first.') : undefined;
}

/** Says whether other ports, connections or choices are wanted than those of the container's own domain. */
function isOtherDomain(
  { confinement, ports, allow, connectTypes }: Container,
  wantedPorts: readonly ServedPortNumber[] | undefined,
  wanted: DomainChoice,
): boolean {
  if (confinement !== 'own' || wantedPorts === undefined) return false;
  return (
    formatPorts(wantedPorts) !== formatPorts(ports) ||
    wanted.allow.join() !== allow.join() ||
    wanted.connect.toSorted().join() !== connectTypes.toSorted().join()
  );
}
