// SPDX-License-Identifier: Apache-2.0
/** Three columns: the sections, the fields of one of them, and what the choices make. */

import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { ChosenContainer } from '../../../contract/operations/containers/creation.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { checkChoices, networkOf, shownProblems } from './choices/creation.ts';
import { useNetworkOffer } from '../networks/use-address-offer.ts';
import { useClient, useHostInfo } from '../../host/connection.ts';
import { useContainers } from '../containers/containers.ts';
import { closeDialog, openDialog } from '../../window/dialogs.ts';
import { DraftNotice } from '../../host/draft-notice.tsx';
import { CreateFields } from './create-fields.tsx';
import { CreatePreview } from './preview/create-preview.tsx';
import { CreateSummary } from './preview/create-summary.tsx';
import { fieldsIn, handleFormKey } from './form-keys.ts';
import { FormProblem } from './form-problem.tsx';
import { FormSections, sectionPanelId } from './form-sections.tsx';
import { PresetBar } from './preset-bar.tsx';
import { hasProblem, type Section, sectionsFor } from './sections.ts';
import type { Draft, Images } from './choices/use-choices.ts';
import { useVolumeCheck } from './use-volume-check.ts';
import { t } from '../../lib/language/t.ts';

interface CreateFormProps {
  readonly draft: Draft;
  /** The choice of the engine, which stands first, where there is one. */
  readonly engine: ReactNode;
  readonly onCreate: (choice: ChosenContainer) => void;
}

export function CreateForm({ draft, engine, onCreate }: CreateFormProps) {
  const [hasTried, setHasTried] = useState(false);
  const [opened, setOpened] = useState<Section>('basics');
  const panel = useRef<HTMLDivElement>(null);
  /** A section that Enter has opened gets the focus. */
  const goesOn = useRef(false);
  useEffect(() => {
    if (!goesOn.current || panel.current === null) return;
    goesOn.current = false;
    (fieldsIn(panel.current)[0] ?? panel.current.querySelector('button'))?.focus();
  }, [opened]);
  const byName = useContainers((state) => state.byName);
  const client = useClient();
  const volumeProblems = useVolumeCheck(client, draft.choices.volumes);
  const host = useHostInfo();
  const { isBehindHost } = useNetworkOffer(draft.choices.name, networkOf(draft.choices));
  const checked = checkChoices(draft.choices, [...byName.keys()], { volumeProblems, isBehindHost });
  const { choice } = checked;
  const problems = shownProblems(draft.choices, checked.problems, { hasTried });
  const sections = sectionsFor(draft.choices, { isBehindHost });
  const section = sections.includes(opened) ? opened : 'basics';
  const reason = whyNotYet({ isConnected: client !== undefined, images: draft.images.status });

  function handleCreate(): void {
    setHasTried(true);
    if (choice !== undefined && reason === undefined) onCreate(choice);
    const isWrong = (one: Section): boolean => hasProblem(one, checked.problems);
    if (!isWrong(section)) setOpened(sections.find(isWrong) ?? section);
  }

  function handleEnd(): void {
    const next = sections[sections.indexOf(section) + 1];
    if (next === undefined) return;
    goesOn.current = true;
    setOpened(next);
  }

  return (
    <form
      onSubmit={(event) => event.preventDefault()}
      onKeyDown={(event) => handleFormKey(event, { onCreate: handleCreate, onEnd: handleEnd })}
      noValidate
    >
      <DialogContent className="create-content">
        <div className="create-top">
          <DraftNotice draft={draft} />
          {engine}
          <PresetBar choice={choice} onChoose={draft.change} />
        </div>
        <div className="create-columns">
          <FormSections
            sections={sections}
            current={section}
            choices={draft.choices}
            usual={draft.usual}
            problems={problems}
            onOpen={setOpened}
          />
          <div
            ref={panel}
            role="tabpanel"
            id={sectionPanelId}
            aria-labelledby={`${sectionPanelId}-${section}`}
            className="create-fields"
          >
            <CreateFields section={section} draft={draft} problems={problems} isBehindHost={isBehindHost} />
          </div>
          <CreateSummary choices={draft.choices} selinux={host?.selinux} capacity={host}>
            <CreatePreview choice={choice} proposes={draft.proposal !== undefined} />
          </CreateSummary>
        </div>
      </DialogContent>
      <DialogActions>
        <Button
          color="inherit"
          style={{ marginRight: 'auto' }}
          onClick={() => openDialog({ kind: 'import-container' })}
        >
          {t('Import a file…')}
        </Button>
        <FormProblem reason={reason} wrong={hasTried ? sections.filter((one) => hasProblem(one, problems)) : []} />
        <Button color="inherit" onClick={closeDialog}>
          {t('Cancel')}
        </Button>
        <ActionButton
          label={t('Create')}
          variant="contained"
          colour="primary"
          reason={reason}
          tip={t('Ctrl+Enter creates it. Enter goes on to the next field.')}
          onAction={handleCreate}
        />
      </DialogActions>
    </form>
  );
}

/**
 * Says why nothing can be created yet. While the images are on their way none is chosen: a press would be about a
 * choice that is not there yet.
 */
function whyNotYet({
  isConnected,
  images,
}: {
  readonly isConnected: boolean;
  readonly images: Images['status'];
}): string | undefined {
  if (!isConnected) return t('There is no connection to the host. Create it after the reconnect.');
  return images === 'loading' ? t('The images of this host are still being read.') : undefined;
}
