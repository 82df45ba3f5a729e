// SPDX-License-Identifier: Apache-2.0
/** Shows one local change: what it is, who made it and when, and how it is undone. */

import { localChangeWords } from '../../../contract/wording/policy/describe-local-change.ts';
import type { LocalChange } from '../../../contract/model/policy/local-change.ts';
import { textOf } from '../../../contract/text.ts';
import { removalOf, shellLine } from '../../../report/local-changes/commands.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { CommandLines } from '../../ui/command-lines.tsx';
import { Moment } from '../../ui/time/moment.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { useClock } from '../../window/clock.ts';
import { navigate } from '../../window/location.ts';
import { broughtBy, kindLabels } from './local-change-labels.ts';
import { t } from '../../lib/language/t.ts';

interface LocalChangeRowProps {
  readonly change: LocalChange;
  /** Says whether the table has a column of times. */
  readonly hasTimes: boolean;
  /** Why nothing can be undone now; undefined when it can. */
  readonly reason: string | undefined;
  readonly onUndo: () => void;
}

export function LocalChangeRow({ change, hasTimes, reason, onUndo }: LocalChangeRowProps) {
  const now = useClock((state) => state.now);
  const { change: made } = change;
  return (
    <tr>
      <td>
        <span className={change.kind === 'permissive' ? 'badge amber' : 'muted'}>{kindLabels[change.kind]}</span>
      </td>
      <td className="of-what">
        <SafeText text={textOf(localChangeWords(change))} />
      </td>
      <td className="of-who">
        {made?.user ?? <span className="faint">{broughtBy(change) ?? t('not by Bulkhead')}</span>}
      </td>
      {hasTimes && <td className="of-when">{made !== null && <Moment time={made.madeAt} now={now} />}</td>}
      <td className="of-way-back">
        <WayBack change={change} reason={reason} onUndo={onUndo} />
      </td>
    </tr>
  );
}

function WayBack({ change, reason, onUndo }: Omit<LocalChangeRowProps, 'hasTimes'>) {
  const { change: made } = change;
  if (made !== null)
    return (
      <ActionButton
        label={t('Undo')}
        variant="outlined"
        reason={
          made.cannotUndo === null ? reason : t('This cannot be undone: {cannotUndo}.', { cannotUndo: made.cannotUndo })
        }
        onAction={onUndo}
      />
    );
  const container = change.kind === 'module' ? change.container : null;
  if (container !== null)
    return (
      <ActionButton
        label={t('Show its module')}
        variant="outlined"
        reason={undefined}
        onAction={() => navigate({ page: 'policy', name: container })}
      />
    );
  const command = removalOf(change);
  if (command !== undefined) return <CommandLines lines={[shellLine(command)]} />;
  return <span className="muted">{whyNoCommand(change)}</span>;
}

/** What undoes a change for which there is no command. */
function whyNoCommand(change: LocalChange): string {
  if (change.kind === 'other') return t('Bulkhead does not know its kind.');
  return broughtBy(change) === 'Bulkhead' ? t('Comes with Bulkhead, and stays.') : t('Remove its package.');
}
