// SPDX-License-Identifier: Apache-2.0
/** Uploads what is dropped on a folder or chosen for it, and asks before something there is replaced. */

import { type DragEvent, type HTMLAttributes, useState } from 'react';
import { readEntries, type Upload } from './read-entries.ts';
import { type AskedUpload, uploadFiles } from './upload-files.ts';

interface Uploads {
  upload(read: () => Promise<Upload> | Upload): Promise<void>;
  /** Waits for an answer, if anything does. */
  readonly asked: AskedUpload | undefined;
  onAnswered(): void;
  /** Something is held above the folder, and not dropped yet. */
  readonly isDropping: boolean;
  /** Belongs on the element on which files are dropped. */
  readonly dropTarget: Pick<HTMLAttributes<HTMLElement>, 'onDragOver' | 'onDragLeave' | 'onDrop'>;
}

/** Uploads to this folder of the container of this name. */
export function useUploads(name: string, folder: string): Uploads {
  const [asked, setAsked] = useState<AskedUpload | undefined>(undefined);
  const [isDropping, setDropping] = useState(false);

  async function upload(read: () => Promise<Upload> | Upload): Promise<void> {
    setAsked(await uploadFiles({ name, folder }, read));
  }
  function handleDrop(event: DragEvent): void {
    event.preventDefault();
    setDropping(false);
    // They are gone once the event has been handled.
    const entries = [...event.dataTransfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
    void upload(() => readEntries(entries));
  }

  return {
    upload,
    asked,
    onAnswered: () => setAsked(undefined),
    isDropping,
    dropTarget: {
      onDragOver(event) {
        event.preventDefault();
        setDropping(true);
      },
      onDragLeave(event) {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDropping(false);
      },
      onDrop: handleDrop,
    },
  };
}
