// SPDX-License-Identifier: Apache-2.0
/**
 * Gives a container of the shared domain a domain of its own, for which a rule can be made that holds for nobody else.
 * Begun from its denials, it learns first, and its review comes up.
 */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import type { SyntheticEvent } from 'react';
import { defaultLearnSeconds } from '../../../contract/model/containers/container.ts';
import { canEngine } from '../../../contract/model/engines/capabilities.ts';
import { connectTargetHint, readConnectTargets } from '../../../contract/model/policy/connect-target.ts';
import { ChoiceFields, type DomainChoice } from './choice-fields.tsx';
import { portsOf } from './policy-labels.ts';
import { closeDialog } from '../../window/dialogs.ts';
import { navigate } from '../../window/location.ts';
import { DraftNotice } from '../../host/draft-notice.tsx';
import { useDraft } from '../../host/use-draft.ts';
import { operationOn, useOperations } from '../../host/operations.ts';
import { whyNotByEngine } from '../containers/engine-reason.ts';
import { useContainer } from '../containers/containers.ts';
import { whyNotNow } from './confinement-panel.tsx';
import { confineContainer } from './policies.ts';
import { t } from '../../lib/language/t.ts';

interface OwnDomainDialogProps {
  readonly name: string;
  /** What its denials say; undefined when it is begun without them. */
  readonly learn: { readonly ports: string; readonly connect: readonly string[]; readonly others: number } | undefined;
}

export function OwnDomainDialog({ name, learn }: OwnDomainDialogProps) {
  const form = useDraft<DomainChoice>(
    { form: 'own-domain', container: name, part: learn === undefined ? 'usual' : 'learn' },
    { ports: learn?.ports ?? '', allow: [], connect: learn?.connect ?? [] },
  );
  const chosen = form.value;
  const container = useContainer(name);
  const noLearning = container && whyNotByEngine(container, 'learning');
  const learns = learn !== undefined && noLearning === undefined;
  const busy = useOperations(operationOn(name));
  const isRunningInstance = container === undefined ? undefined : whyNotNow(container);
  const ports = portsOf(chosen.ports);
  const targets = readConnectTargets(chosen.connect);
  const portsProblem = ports === undefined ? t('Enter ports such as 80, 443, 53/udp.') : undefined;
  const connectProblem = targets === undefined ? connectTargetHint : undefined;
  const reason =
    busy === undefined
      ? (isRunningInstance ?? portsProblem ?? connectProblem)
      : t('{name} is {busy}. Wait until that has ended.', { name, busy: busy.activeLabel });

  function handleSubmit(event: SyntheticEvent): void {
    event.preventDefault();
    if (ports === undefined || targets === undefined || reason !== undefined) return;
    closeDialog();
    form.discard();
    void confineContainer(name, {
      ...targets,
      confinement: learns ? 'learning' : 'own',
      ports,
      allow: chosen.allow,
      learnSeconds: defaultLearnSeconds,
    });
    if (learns) navigate({ page: 'container', name, tab: 'security' });
  }

  return (
    <Dialog open onClose={closeDialog} maxWidth="md" fullWidth aria-labelledby="own-domain-title">
      <form onSubmit={handleSubmit}>
        <DialogTitle id="own-domain-title">{t('Own domain for {name}', { name })}</DialogTitle>
        <DialogContent style={{ display: 'grid', gap: 12 }}>
          <p>
            {t(
              '{name} runs in the shared domain, where a rule applies to all containers. In its own domain, a rule ' +
                'applies to {name} only.',
              { name },
            )}
          </p>
          {learn !== undefined && <p>{learns ? learnWords(learn) : [noLearning, choiceWords(learn)].join(' ')}</p>}
          <DraftNotice draft={form} />
          <ChoiceFields
            value={chosen}
            portsProblem={portsProblem}
            connectProblem={connectProblem}
            onChange={(part) => form.change((before) => ({ ...before, ...part }))}
          />
          <p className="muted">
            {t('Its module is compiled and loaded, which can take minutes on a busy host.')}{' '}
            {container !== undefined && !canEngine(container, 'confine-running')
              ? t('Each member of its cluster installs it before the container starts there.')
              : t('A running container keeps its domain until its next start.')}
          </p>
          {(busy !== undefined || isRunningInstance !== undefined) && <p role="status">{reason}</p>}
        </DialogContent>
        <DialogActions>
          <Button color="inherit" onClick={closeDialog}>
            {t('Cancel')}
          </Button>
          <Button type="submit" variant="contained" disabled={reason !== undefined}>
            {learns ? t('Start learning') : t('Change confinement')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

type Learn = NonNullable<OwnDomainDialogProps['learn']>;

function choiceWords({ ports, connect }: Pick<Learn, 'ports' | 'connect'>): string {
  return ports !== '' || connect.length > 0
    ? t('The ports and connections that were denied to it are filled in below.')
    : '';
}

function learnWords({ others, ...choices }: Learn): string {
  return [
    choiceWords(choices),
    ...(others > 0
      ? [
          t(
            '{others, plural, one {One other cause fits none of these choices. Learning mode finds what it needs.} ' +
              'other {# other causes fit none of these choices. Learning mode finds what they need.}}',
            { others },
          ),
        ]
      : []),
    t('For an hour nothing is blocked for it, not even access to other containers, and everything is logged.'),
    t('Its Security tab then proposes a rule for each access, with its risk, and you choose.'),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}
