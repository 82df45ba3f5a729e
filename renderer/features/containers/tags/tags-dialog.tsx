// SPDX-License-Identifier: Apache-2.0
/** Changes the tags of one or several containers: each tag of the host can be given to all of them or taken from all. */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { useState, type SyntheticEvent } from 'react';
import { tagSchema } from '../../../../contract/model/containers/tag.ts';
import { ActionButton } from '../../../ui/actions/action-button.tsx';
import { CheckBox } from '../../../ui/form/check-box.tsx';
import { useIsConnected } from '../../../host/connection.ts';
import { closeDialog, type OmittedContainer } from '../../../window/dialogs.ts';
import { OmittedContainers } from '../omitted-containers.tsx';
import { runBulk } from '../states/bulk.ts';
import { useContainerList } from '../context/category-owners.ts';
import { containersToTag, tagging } from './tagging.ts';
import { tagsInUse } from '../../../../contract/search/tags-in-use.ts';
import { t } from '../../../lib/language/t.ts';
import './tags.css';

interface TagsDialogProps {
  readonly names: readonly string[];
  /** Chosen as well, and left out. */
  readonly omitted?: readonly OmittedContainer[] | undefined;
}

export function TagsDialog({ names, omitted }: TagsDialogProps) {
  const all = useContainerList();
  const isConnected = useIsConnected();
  /** What was chosen here, by tag; a tag that is not named stays as each container has it. */
  const [chosen, setChosen] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [typed, setTyped] = useState('');
  const containers = all.filter(({ name }) => names.includes(name));
  const tags = [...new Set([...tagsInUse(all), ...chosen.keys()])].sort();
  const named = (isWanted: boolean): string[] => [...chosen].flatMap(([tag, is]) => (is === isWanted ? [tag] : []));
  const change = { add: named(true), remove: named(false) };
  const changed = containersToTag(containers, change);
  const problem = problemOf(typed);
  const reason =
    (isConnected ? undefined : t('There is no connection to the host.')) ??
    (containers.length === 0 ? t('These containers are gone.') : undefined) ??
    (typed === '' ? undefined : t('Add the typed tag, or empty its field, first.')) ??
    (changed.length === 0 ? t('No tag has been changed.') : undefined);

  function countOf(tag: string): number {
    const isChosen = chosen.get(tag);
    if (isChosen !== undefined) return isChosen ? containers.length : 0;
    return containers.filter((container) => container.tags.includes(tag)).length;
  }
  /** Switches a tag between all containers and none. Where only some have it, a third press leaves it so. */
  function handleToggle(tag: string): void {
    const next = new Map(chosen);
    const isMixed = new Set(containers.map((container) => container.tags.includes(tag))).size > 1;
    if (isMixed && chosen.get(tag) === false) next.delete(tag);
    else next.set(tag, countOf(tag) < containers.length);
    setChosen(next);
  }
  function addTyped(): void {
    setChosen(new Map(chosen).set(typed, true));
    setTyped('');
  }
  function handleSubmit(event: SyntheticEvent): void {
    event.preventDefault();
    if (typed !== '' && problem === undefined) addTyped();
  }
  function handleApply(): void {
    closeDialog();
    void runBulk(
      tagging(change, changed),
      changed.map(({ name }) => name),
    );
  }

  return (
    <Dialog open onClose={closeDialog} maxWidth="xs" fullWidth aria-labelledby="tags-title">
      <DialogTitle id="tags-title">
        {names.length === 1
          ? t('Tags of {name}', { name: names.join('') })
          : t('Tags of {count} containers', { count: names.length })}
      </DialogTitle>
      <DialogContent style={{ display: 'grid', gap: 12 }}>
        <OmittedContainers omitted={omitted} />
        <form className="new-tag" onSubmit={handleSubmit}>
          <TextField
            label={t('New tag')}
            value={typed}
            placeholder="prod"
            autoFocus
            fullWidth
            error={problem !== undefined}
            helperText={problem ?? t('Small letters, digits, dots, dashes, underscores.')}
            onChange={(event) => setTyped(event.target.value.toLowerCase())}
            slotProps={{ inputLabel: { shrink: true }, htmlInput: { maxLength: 40, spellCheck: false } }}
          />
          <ActionButton
            label={t('Add')}
            variant="outlined"
            reason={typed === '' ? t('Type a tag first.') : problem}
            onAction={addTyped}
          />
        </form>
        {tags.length === 0 ? (
          <p className="muted">{t('No container of this host has a tag. Tags find and group containers.')}</p>
        ) : (
          <ul className="tag-choices">
            {tags.map((tag) => {
              const count = countOf(tag);
              const isAll = count === containers.length && count > 0;
              return (
                <li key={tag}>
                  <label>
                    <CheckBox
                      label={tag}
                      isChecked={isAll}
                      isPartly={count > 0 && !isAll}
                      onToggle={() => handleToggle(tag)}
                    />
                    <span className="tag" aria-hidden="true">
                      {tag}
                    </span>
                    {names.length > 1 && (
                      <span className="muted">{t('{count} of {total}', { count, total: containers.length })}</span>
                    )}
                  </label>
                </li>
              );
            })}
          </ul>
        )}
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={closeDialog}>
          {t('Cancel')}
        </Button>
        <ActionButton label={t('Apply')} variant="contained" colour="primary" reason={reason} onAction={handleApply} />
      </DialogActions>
    </Dialog>
  );
}

/** Undefined for nothing, and for a tag. */
function problemOf(typed: string): string | undefined {
  if (typed === '' || tagSchema().safeParse(typed).success) return undefined;
  if (typed.length > 32) return t('A tag has at most 32 characters.');
  if (!/^[a-z0-9]/.test(typed)) return t('Begin with a small letter or a digit.');
  return /^[a-z0-9._-]+$/.test(typed)
    ? t('A dot stands between other characters.')
    : t('Use small letters, digits, dots, dashes and underscores.');
}
