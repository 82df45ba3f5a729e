// SPDX-License-Identifier: Apache-2.0
/** Chooses a folder of the host for a volume by looking: where volumes are allowed, and what is below. */

import Folder from '@mui/icons-material/Folder';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useEffect, useState } from 'react';
import type { VolumeFolder } from '../../../contract/model/containers/volume-folder.ts';
import type { Result } from '../../../contract/operations/index.ts';
import { sentenceOf } from '../../lib/sentence.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { Empty, Failed, Loading } from '../../ui/placeholder.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { failureText } from '../../window/notifications.ts';
import { NamedVolumes } from './named-volumes.tsx';
import { listFolders } from './volumes.ts';
import { t } from '../../lib/language/t.ts';
import './volumes.css';

interface FolderPickerProps {
  readonly onChoose: (path: string) => void;
  readonly onClose: () => void;
}

export function FolderPicker({ onChoose, onClose }: FolderPickerProps) {
  /** The folders that were opened, the last one innermost; none where one begins. */
  const [way, setWay] = useState<readonly VolumeFolder[]>([]);
  const [chosen, setChosen] = useState<VolumeFolder | undefined>(undefined);
  const here = way.at(-1);
  const { answer, problem, retry } = useFolders(here?.path);

  function goTo(depth: number): void {
    setWay(way.slice(0, depth));
    setChosen(way[depth - 1]);
  }
  function open(folder: VolumeFolder): void {
    setChosen(folder);
    if (folder.isOpen) setWay([...way, folder]);
  }
  function handleChoose(): void {
    if (chosen === undefined) return;
    onClose();
    onChoose(chosen.path);
  }
  function handleNamed(source: string): void {
    onClose();
    onChoose(source);
  }
  function whyNotChosen(): string | undefined {
    if (chosen === undefined) return t('Choose a folder first.');
    return chosen.problem === null
      ? undefined
      : sentenceOf(t('cannot use {path}: {problem}', { path: chosen.path, problem: chosen.problem }));
  }

  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="folder-picker-title">
      <DialogTitle id="folder-picker-title">{t('Choose a named volume or a folder of the host')}</DialogTitle>
      <DialogContent>
        {here === undefined && <NamedVolumes onChoose={handleNamed} />}
        <nav className="folder-way" aria-label={t('Folder')}>
          <button type="button" aria-current={here === undefined ? 'page' : undefined} onClick={() => goTo(0)}>
            {t('Allowed folders')}
          </button>
          {way.map(({ path }, index) => (
            <span key={path}>
              <span aria-hidden="true">/ </span>
              <button
                type="button"
                aria-current={index === way.length - 1 ? 'page' : undefined}
                onClick={() => goTo(index + 1)}
              >
                <SafeText text={index === 0 ? path : lastPartOf(path)} />
              </button>
            </span>
          ))}
        </nav>
        {problem !== undefined && <Failed text={problem} onRetry={retry} />}
        {answer === undefined && problem === undefined && <Loading label={t('Listing folders')} lines={4} />}
        {answer?.folders.length === 0 && <Empty title={t('There are no folders in it')} />}
        {answer !== undefined && answer.folders.length > 0 && (
          <ul className="folder-list" aria-label={t('Folders')}>
            {answer.folders.map((folder) => (
              <li key={folder.path}>
                <button type="button" onClick={() => open(folder)}>
                  <Folder aria-hidden="true" />
                  <span className="mono">
                    <SafeText text={here === undefined ? folder.path : lastPartOf(folder.path)} />
                  </span>
                  <span className="muted facts">{factsOf(folder)}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
        {answer?.isTruncated === true && (
          <p className="muted">{t('There are more folders, which are not listed. Type the path of one of them.')}</p>
        )}
      </DialogContent>
      <DialogActions>
        <span className="mono folder-chosen">{chosen !== undefined && <SafeText text={chosen.path} />}</span>
        <Button color="inherit" onClick={onClose}>
          {t('Cancel')}
        </Button>
        <ActionButton
          label={t('Choose')}
          variant="contained"
          colour="primary"
          reason={whyNotChosen()}
          onAction={handleChoose}
        />
      </DialogActions>
    </Dialog>
  );
}

interface Folders {
  readonly answer: Result<'volume.folders'> | undefined;
  readonly problem: string | undefined;
  readonly retry: () => void;
}

function useFolders(path: string | undefined): Folders {
  const [answer, setAnswer] = useState<Result<'volume.folders'> | undefined>(undefined);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    async function ask(): Promise<void> {
      setAnswer(undefined);
      setProblem(undefined);
      try {
        const listed = await listFolders(path);
        if (isCurrent) setAnswer(listed);
      } catch (error) {
        if (isCurrent)
          setProblem(
            failureText(
              path === undefined
                ? t('cannot list the folders of the host')
                : t('cannot list the folders of {path}', { path }),
              error,
            ),
          );
      }
    }
    void ask();
    return () => {
      isCurrent = false;
    };
  }, [path, round]);
  return { answer, problem, retry: () => setRound(round + 1) };
}

function lastPartOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function factsOf({ label, users, isOpen }: VolumeFolder): string {
  const type = label === null ? t('no label') : (label.split(':')[2] ?? label);
  const used = users.length === 0 ? [] : [t('a volume of {users}', { users: users.join(', ') })];
  return [type, ...used, ...(isOpen ? [] : [t('closed to you')])].join(', ');
}
