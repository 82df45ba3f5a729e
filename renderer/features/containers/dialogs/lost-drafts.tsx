// SPDX-License-Identifier: Apache-2.0
/** What was typed for containers that are gone from the host: it can be copied, and discarded. */

import Button from '@mui/material/Button';
import { shownHostId } from '../../../host/connection.ts';
import { useFeeds } from '../../../host/feeds.ts';
import { CopyButton } from '../../../ui/actions/copy-button.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { dropDraft, useDrafts, type DraftPlace } from '../../../window/drafts.ts';
import { useContainers } from '../containers.ts';
import { t } from '../../../lib/language/t.ts';

const formLabels: Readonly<Record<DraftPlace['form'], string>> = {
  module: t('Policy module'),
  settings: t('Settings'),
  limits: t('Limits'),
  create: t('New container'),
  'own-domain': t('Own domain'),
  rule: t('Alert rule'),
  target: t('Target of alerts'),
  file: t('File'),
};

export function LostDrafts() {
  const drafts = useDrafts((state) => state.drafts);
  const byName = useContainers((state) => state.byName);
  const isKnown = useFeeds((state) => state.containers.status === 'ready');
  const hostId = shownHostId();
  const lost = [...drafts].flatMap(([key, { hostId: of, place, value }]) =>
    of === hostId && place.container !== undefined && !byName.has(place.container)
      ? [{ key, value, name: place.container, form: formLabels[place.form], part: place.part }]
      : [],
  );
  if (!isKnown || lost.length === 0) return null;
  return (
    <Panel title={t('Unsaved text of containers that are gone')}>
      <ul className="lost-drafts">
        {lost.map(({ key, value, name, form, part }) => (
          <li key={key}>
            <span>{[name, form, part].filter((word) => word !== undefined).join(', ')}</span>
            <CopyButton
              label={t('Copy the text')}
              text={typeof value === 'string' ? value : JSON.stringify(value, null, 2)}
            />
            <Button size="small" color="inherit" onClick={() => dropDraft(key)}>
              {t('Discard')}
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
