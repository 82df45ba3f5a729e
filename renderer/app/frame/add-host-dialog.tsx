// SPDX-License-Identifier: Apache-2.0
/** Adds a host that is reached over SSH: offers those of the person's ssh configuration, and tests the way there first. */

import Autocomplete from '@mui/material/Autocomplete';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { useEffect, useState, type SyntheticEvent } from 'react';
import { closeDialog } from '../../window/dialogs.ts';
import { navigate } from '../../window/location.ts';
import { failureText } from '../../window/notifications.ts';
import { addHost, suggestHosts } from '../../host/main-process.ts';
import { HostTestSteps } from './host-test-steps.tsx';
import { useHostTest } from './use-host-test.ts';
import { t } from '../../lib/language/t.ts';

interface AddHostDialogProps {
  /** Names the address of a host that the person has met elsewhere in the window; undefined to type one. */
  readonly address?: string | undefined;
}

export function AddHostDialog({ address: offered }: AddHostDialogProps) {
  const [address, setAddress] = useState(offered ?? 'ssh://');
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const offers = useOffers();
  const test = useHostTest();
  const wanted = address.trim();
  const isTested = test.steps !== undefined && !test.isRunning && test.address === wanted;
  const isGood = isTested && test.steps.every(({ check }) => check !== null && check.state !== 'fail');

  async function add(): Promise<void> {
    try {
      await addHost(wanted);
      closeDialog();
      // Who was offered one stays where that was.
      if (offered === undefined) navigate({ page: 'overview' });
    } catch (error) {
      setProblem(failureText(t('cannot add the host {wanted}', { wanted }), error));
    }
  }
  function handleSubmit(event: SyntheticEvent): void {
    event.preventDefault();
    if (test.isRunning) return;
    if (isGood) void add();
    else test.run(wanted);
  }
  function handleChange(text: string): void {
    setAddress(text);
    setProblem(undefined);
    if (test.steps !== undefined || test.isRunning || test.problem !== undefined) test.clear();
  }

  const wrong = problem ?? test.problem;
  return (
    <Dialog open onClose={closeDialog} maxWidth="sm" fullWidth aria-labelledby="add-host-title">
      <form onSubmit={handleSubmit}>
        <DialogTitle id="add-host-title">{t('Add host')}</DialogTitle>
        <DialogContent style={{ display: 'grid', gap: 12 }}>
          <p className="muted">
            {t(
              'Bulkhead logs in as your own ssh does, with your configuration, keys and agent, and connects to the ' +
                'helper on that host. Nothing is installed there.',
            )}
          </p>
          <Autocomplete
            freeSolo
            options={offers}
            inputValue={address}
            onInputChange={(_, text) => handleChange(text)}
            renderInput={(params) => (
              <TextField
                {...params}
                label={t('Address')}
                autoFocus
                error={wrong !== undefined}
                helperText={wrong ?? offersNote(offers.length)}
              />
            )}
          />
          {test.steps !== undefined && <HostTestSteps steps={test.steps} />}
          {isTested && (
            <p role="status">
              {isGood
                ? t('All that is needed is there.')
                : t('Something is missing. The host can be added all the same; it is tried again now and then.')}
            </p>
          )}
        </DialogContent>
        <DialogActions>
          <Button color="inherit" onClick={closeDialog}>
            {t('Cancel')}
          </Button>
          {!isGood && (
            <Button color="inherit" disabled={test.isRunning} onClick={() => void add()}>
              {isTested ? t('Add all the same') : t('Add without a test')}
            </Button>
          )}
          <Button type="submit" variant="contained" disabled={test.isRunning}>
            {submitLabel(isGood, isTested, test.isRunning)}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function submitLabel(isGood: boolean, isTested: boolean, isRunning: boolean): string {
  if (isRunning) return t('Testing …');
  if (isGood) return t('Add');
  return isTested ? t('Test again') : t('Test');
}

function offersNote(count: number): string {
  const form = 'ssh://user@host:port';
  return count === 0 ? form : t('{form}, or one of {count} in your ssh configuration', { form, count });
}

/** The list is a help: without it an address can be typed. */
function useOffers(): readonly string[] {
  const [offers, setOffers] = useState<readonly string[]>([]);
  useEffect(() => {
    let isLeft = false;
    suggestHosts().then(
      (found) => {
        if (!isLeft) setOffers(found);
      },
      () => undefined,
    );
    return () => {
      isLeft = true;
    };
  }, []);
  return offers;
}
