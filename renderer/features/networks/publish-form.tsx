// SPDX-License-Identifier: Apache-2.0
/** Publishes a port: what is typed is checked with the host, and what SELinux says of it stands in the same form. */

import TextField from '@mui/material/TextField';
import { type SyntheticEvent, useState } from 'react';
import type { Container } from '../../../contract/model/containers/container.ts';
import { sentenceOf } from '../../lib/sentence.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { ListenVerdictLine } from './listen-verdict.tsx';
import { publishAndListen, publishPort } from './networks.ts';
import { emptyPublication, type PublicationDraft, publicationOf } from './publication-draft.ts';
import { AddressSelect, ProtocolSelect } from './publication-selects.tsx';
import { usePortCheck } from './use-port-check.ts';
import { t } from '../../lib/language/t.ts';

interface PublishFormProps {
  readonly container: Container;
  /** Lists the addresses of the host. */
  readonly addresses: readonly string[];
  readonly reason: string | undefined;
}

export function PublishForm({ container, addresses, reason }: PublishFormProps) {
  const { name } = container;
  const [draft, setDraft] = useState<PublicationDraft>(emptyPublication);
  const [isAdded, setIsAdded] = useState(true);
  const publication = publicationOf(draft);
  const checked = usePortCheck(name, publication);
  const problem = checked?.problem ?? undefined;
  const why =
    reason ??
    (publication === undefined ? t('Enter ports from 1 to 65535.') : undefined) ??
    (problem === undefined ? undefined : sentenceOf(problem));
  const set = (part: Partial<PublicationDraft>): void => setDraft((before) => ({ ...before, ...part }));

  async function handlePublish(): Promise<void> {
    if (why !== undefined || publication === undefined) return;
    const isDenied = checked?.listen.state === 'denied' && container.confinement === 'own';
    const isDone =
      isDenied && isAdded ? await publishAndListen(container, publication) : await publishPort(name, publication);
    if (isDone) setDraft(emptyPublication);
  }
  function handleSubmit(event: SyntheticEvent): void {
    event.preventDefault();
    void handlePublish();
  }

  return (
    <form className="network-form" aria-label={t('Publish a port')} onSubmit={handleSubmit}>
      <div className="network-fields">
        <ProtocolSelect draft={draft} onChange={set} />
        <AddressSelect draft={draft} addresses={addresses} onChange={set} />
        <TextField
          size="small"
          label={t('Host port')}
          placeholder="8080"
          value={draft.hostPort}
          onChange={(event) => set({ hostPort: event.target.value })}
          slotProps={{ htmlInput: { inputMode: 'numeric', autoComplete: 'off' } }}
        />
        <TextField
          size="small"
          label={t('Port of the container')}
          placeholder={draft.hostPort === '' ? '80' : draft.hostPort}
          value={draft.port}
          onChange={(event) => set({ port: event.target.value })}
          slotProps={{ htmlInput: { inputMode: 'numeric', autoComplete: 'off' } }}
        />
        <ActionButton label={t('Publish')} variant="outlined" reason={why} onAction={() => void handlePublish()} />
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
      </div>
      {problem !== undefined && (
        <p className="network-problem" role="status">
          {sentenceOf(problem)}
        </p>
      )}
      {checked !== undefined && publication !== undefined && problem === undefined && (
        <ListenVerdictLine
          container={container}
          publication={publication}
          verdict={checked.listen}
          isAdded={isAdded}
          onChange={setIsAdded}
        />
      )}
    </form>
  );
}
