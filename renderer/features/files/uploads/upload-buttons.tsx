// SPDX-License-Identifier: Apache-2.0
/** The buttons that choose files of this machine, or a folder with what is in it. */

import DriveFolderUpload from '@mui/icons-material/DriveFolderUploadOutlined';
import UploadFile from '@mui/icons-material/UploadFile';
import { useRef } from 'react';
import { t } from '../../../lib/language/t.ts';
import { ActionButton } from '../../../ui/actions/action-button.tsx';

interface UploadButtonsProps {
  /** Why nothing can be copied now; undefined when it can. */
  readonly reason: string | undefined;
  readonly onChoose: (files: readonly File[]) => void;
}

export function UploadButtons({ reason, onChoose }: UploadButtonsProps) {
  const input = useRef<HTMLInputElement>(null);
  function handlePress({ isFolder }: { readonly isFolder: boolean }): void {
    if (input.current === null) return;
    input.current.webkitdirectory = isFolder;
    input.current.click();
  }
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t('Files to copy to the container')}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          onChoose(files);
        }}
      />
      <ActionButton
        label={t('Upload…')}
        icon={<UploadFile />}
        reason={reason}
        onAction={() => handlePress({ isFolder: false })}
      />
      <ActionButton
        label={t('Upload folder…')}
        icon={<DriveFolderUpload />}
        reason={reason}
        onAction={() => handlePress({ isFolder: true })}
      />
    </>
  );
}
