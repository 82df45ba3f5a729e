// SPDX-License-Identifier: Apache-2.0
/**
 * Images of a server: which there are, and the import of one. This machine asks the server and fetches the image; the
 * host gets it from here.
 */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import LinearProgress from '@mui/material/LinearProgress';
import TextField from '@mui/material/TextField';
import { type SyntheticEvent, useState } from 'react';
import { lxcServer, type ServerImage } from '../../../../contract/rules/server-image.ts';
import { imageServers } from '../../../host/main-process.ts';
import { t } from '../../../lib/language/t.ts';
import { closeDialog } from '../../../window/dialogs.ts';
import { failureText } from '../../../window/notifications.ts';
import { ImageProgressView } from '../image-progress.tsx';
import { useImages } from '../images.ts';
import { type ChosenImage, proofText } from './chosen-image.ts';
import { type ImageFilters, noFilters } from './image-filters.ts';
import { ImportServerForm } from './import-server-form.tsx';
import { useNewerImages } from './newer-images.ts';
import { ServerImageList } from './server-image-list.tsx';

/** `newerOf`: an image of the host of which the server has a newer one. */
export function FindDialog({ newerOf }: { readonly newerOf: string | undefined }) {
  const newer = useNewerImages((state) => (newerOf === undefined ? undefined : state.byName.get(newerOf)));
  const [chosen, setChosen] = useState<ChosenImage | undefined>(newer && { ...newer, keyring: undefined });
  const [id, setId] = useState<number | undefined>(undefined);
  const [found, setFound] = useState<Found>({ server: lxcServer, keyring: undefined, result: { status: 'none' } });
  const architecture = useImages((state) => state.images?.[0]?.architecture) ?? 'amd64';
  const [filters, setFilters] = useState<ImageFilters>({ ...noFilters, architecture });
  return (
    <Dialog open onClose={closeDialog} maxWidth="md" fullWidth aria-labelledby="find-images-title">
      <DialogTitle id="find-images-title">{t('Browse image server')}</DialogTitle>
      {chosen === undefined && (
        <FindForm
          found={found}
          filters={filters}
          onFound={setFound}
          onFilter={setFilters}
          onChoose={(image) => setChosen({ server: found.server, keyring: found.keyring, image })}
        />
      )}
      {chosen !== undefined && id === undefined && (
        <ImportServerForm {...chosen} onBegun={setId} onBack={() => setChosen(undefined)} />
      )}
      {id !== undefined && <ImageProgressView id={id} onBack={() => setId(undefined)} />}
    </Dialog>
  );
}

interface Found {
  readonly server: string;
  /** A file with public keys; undefined where https is enough. */
  readonly keyring: string | undefined;
  readonly result:
    | { readonly status: 'none' | 'loading' }
    | { readonly status: 'ready'; readonly images: readonly ServerImage[] }
    | { readonly status: 'failed'; readonly problem: string };
}

interface FindFormProps {
  readonly found: Found;
  readonly filters: ImageFilters;
  readonly onFound: (found: Found) => void;
  readonly onFilter: (filters: ImageFilters) => void;
  readonly onChoose: (image: ServerImage) => void;
}

function FindForm({ found, filters, onFound, onFilter, onChoose }: FindFormProps) {
  const { server, keyring, result } = found;

  async function find(): Promise<void> {
    onFound({ ...found, result: { status: 'loading' } });
    try {
      const images = await imageServers().find(server.trim(), keyring);
      onFound({ server: server.trim(), keyring, result: { status: 'ready', images } });
    } catch (error) {
      const problem = failureText(t('cannot ask the server {server}', { server }), error);
      onFound({ ...found, result: { status: 'failed', problem } });
    }
  }
  async function chooseKeyring(): Promise<void> {
    const path = await imageServers().chooseKeyring();
    if (path !== undefined) onFound({ ...found, keyring: path, result: { status: 'none' } });
  }
  function handleSubmit(event: SyntheticEvent): void {
    event.preventDefault();
    void find();
  }

  return (
    <>
      <DialogContent>
        <form className="image-form" onSubmit={handleSubmit}>
          <div className="server-choice">
            <TextField
              size="small"
              label={t('Server')}
              value={server}
              autoFocus
              helperText={t('One that speaks simplestreams, as those of LXC and Ubuntu do')}
              onChange={(event) => onFound({ ...found, server: event.target.value, result: { status: 'none' } })}
              slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
            />
            <Button type="submit" variant="contained" disabled={result.status === 'loading' || server.trim() === ''}>
              {t('Show images')}
            </Button>
          </div>
          <div className="server-keys">
            {keyring === undefined ? (
              <Button color="inherit" variant="outlined" size="small" onClick={() => void chooseKeyring()}>
                {t('Require a signature…')}
              </Button>
            ) : (
              <Button
                color="inherit"
                variant="outlined"
                size="small"
                onClick={() => onFound({ ...found, keyring: undefined, result: { status: 'none' } })}
              >
                {t('Without a signature')}
              </Button>
            )}
            <span className="muted">{proofText(keyring)}</span>
          </div>
          {result.status === 'loading' && <LinearProgress aria-label={t('Asking the server')} />}
          {result.status === 'failed' && (
            <p role="alert" style={{ color: 'var(--red)' }}>
              {result.problem}
            </p>
          )}
          {result.status === 'ready' && (
            <ServerImageList images={result.images} filters={filters} onFilter={onFilter} onChoose={onChoose} />
          )}
        </form>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={closeDialog}>
          {t('Close')}
        </Button>
      </DialogActions>
    </>
  );
}
