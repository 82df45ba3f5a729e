// SPDX-License-Identifier: Apache-2.0
/** The files of a folder, of which only the rows in sight are drawn. The keyboard goes through all of them. */

import DescriptionOutlined from '@mui/icons-material/DescriptionOutlined';
import Folder from '@mui/icons-material/Folder';
import Link from '@mui/icons-material/Link';
import SettingsInputComponent from '@mui/icons-material/SettingsInputComponent';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { describeMode, describeOwner } from '../../../contract/wording/describe-file.ts';
import type { ContainerFile, FileKind } from '../../../contract/model/containers/container-file.ts';
import { formatBytes } from '../../lib/units.ts';
import { ActionMenu } from '../../ui/actions/action-menu.tsx';
import type { MenuAction } from '../../ui/actions/menu-action.ts';
import { Moment } from '../../ui/time/moment.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { useClock } from '../../window/clock.ts';
import { visibleText } from '../../lib/visible-text.ts';
import type { Choosing } from './choose-files.ts';
import { kindLabels } from './file-kinds.ts';
import type { FileColumn, FileSort } from './file-order.ts';
import { t } from '../../lib/language/t.ts';

interface FileTableProps {
  readonly label: string;
  readonly files: readonly ContainerFile[];
  readonly sort: FileSort;
  readonly current: string | undefined;
  /** Several that were chosen together; empty while the current one stands for itself. */
  readonly chosen: ReadonlySet<string>;
  /** The keyboard goes there as soon as it is drawn: a folder was opened from the one before. */
  readonly takesFocus: boolean;
  readonly onSort: (sort: FileSort) => void;
  readonly onChoose: (file: ContainerFile, how: Choosing) => void;
  readonly onOpen: (file: ContainerFile) => void;
  /** Keys that are about more than one row. */
  readonly onKey: (key: string, file: ContainerFile | undefined) => boolean;
  readonly actionsOf: (file: ContainerFile) => readonly MenuAction[];
}

const rowHeight = 30;
const columns: readonly (readonly [FileColumn, string])[] = [
  ['name', t('Name')],
  ['bytes', t('Size')],
  ['modifiedAt', t('Changed')],
  ['mode', t('Mode')],
  ['owner', t('Owner')],
  ['label', t('Label')],
];
/** Columns that one wants to see largest first. */
const largestFirst: readonly FileColumn[] = ['bytes', 'modifiedAt'];

export function FileTable({
  label,
  files,
  sort,
  current,
  chosen,
  takesFocus,
  onSort,
  onChoose,
  onOpen,
  onKey,
  actionsOf,
}: FileTableProps) {
  const id = useId();
  const scrollRef = useRef<HTMLDivElement>(null);
  const now = useClock((clock) => clock.now);
  const at = files.findIndex(({ name }) => name === current);
  const virtual = useVirtualizer({
    count: files.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const { scrollToIndex } = virtual;
  useEffect(() => {
    if (takesFocus) scrollRef.current?.focus();
  }, [takesFocus]);
  useEffect(() => {
    if (at >= 0) scrollToIndex(at);
  }, [at, scrollToIndex]);

  function moveTo(index: number, how: Choosing): void {
    const file = files[Math.max(0, Math.min(files.length - 1, index))];
    if (file !== undefined) onChoose(file, how);
  }
  function handleClick(file: ContainerFile, event: MouseEvent): void {
    onChoose(file, howOf(event, 'toggle'));
    scrollRef.current?.focus();
  }
  function handleKey(event: KeyboardEvent): void {
    // The keys of a menu's button in a row are the menu's own.
    if (event.target !== event.currentTarget || event.altKey || event.metaKey) return;
    const page = Math.max(1, Math.floor((scrollRef.current?.clientHeight ?? 0) / rowHeight) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at < 0 ? files.length - 1 : at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: files.length - 1,
    };
    const step = steps[event.key];
    const file = files[at];
    if (step !== undefined) moveTo(step, howOf(event, 'move'));
    else if (event.key === ' ' && file !== undefined) onChoose(file, 'toggle');
    else if (event.key === 'a' && event.ctrlKey) moveTo(at, 'all');
    else if (event.ctrlKey) return;
    else if (event.key === 'Enter' && file !== undefined) onOpen(file);
    else if (!onKey(event.key, file)) return;
    event.preventDefault();
  }

  return (
    <div className="file-table">
      <div
        ref={scrollRef}
        className="file-scroll virtual-scroll"
        role="grid"
        aria-label={label}
        aria-multiselectable
        aria-rowcount={files.length + 1}
        aria-activedescendant={at < 0 ? undefined : `${id}-${at}`}
        tabIndex={0}
        onKeyDown={handleKey}
      >
        <div role="row" className="file-row head">
          {columns.map(([column, title]) => (
            <SortHead key={column} column={column} title={title} sort={sort} onSort={onSort} />
          ))}
          <span role="columnheader">
            <span className="visually-hidden">{t('Actions')}</span>
          </span>
        </div>
        <div
          className="file-rows"
          style={{ height: virtual.getTotalSize() }}
          onMouseDown={(event) => {
            // It chooses rows; the browser would select their text as well.
            if (event.shiftKey) event.preventDefault();
          }}
        >
          {virtual.getVirtualItems().map(({ index, start }) => {
            const file = files[index];
            if (file === undefined) return null;
            const isChosen = chosen.size === 0 ? index === at : chosen.has(file.name);
            return (
              <div
                key={file.name}
                id={`${id}-${index}`}
                role="row"
                aria-rowindex={index + 2}
                aria-selected={isChosen}
                className={`file-row${isChosen ? ' chosen' : ''}${index === at ? ' current' : ''}`}
                style={{ transform: `translateY(${start}px)` }}
                onClick={(event) => handleClick(file, event)}
                onDoubleClick={() => onOpen(file)}
              >
                <FileCells file={file} now={now} onOpen={() => onOpen(file)} />
                <span role="gridcell" className="acts">
                  <ActionMenu
                    label={t('Actions for {name}', { name: visibleText(file.name) })}
                    actions={actionsOf(file)}
                  />
                </span>
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function howOf({ shiftKey, ctrlKey }: KeyboardEvent | MouseEvent, withControl: 'toggle' | 'move'): Choosing {
  if (shiftKey) return 'extend';
  return ctrlKey ? withControl : 'only';
}

interface SortHeadProps extends Pick<FileTableProps, 'sort' | 'onSort'> {
  readonly column: FileColumn;
  readonly title: string;
}

function SortHead({ column, title, sort, onSort }: SortHeadProps) {
  const isSorted = sort.column === column;
  const direction = sort.isDescending ? 'descending' : 'ascending';
  function handleSort(): void {
    onSort({ column, isDescending: isSorted ? !sort.isDescending : largestFirst.includes(column) });
  }
  return (
    <span role="columnheader" aria-sort={isSorted ? direction : 'none'} className={column}>
      <button type="button" onClick={handleSort}>
        {title}
        {isSorted && <span aria-hidden="true">{sort.isDescending ? ' ↓' : ' ↑'}</span>}
      </button>
    </span>
  );
}

interface FileCellsProps {
  readonly file: ContainerFile;
  readonly now: number;
  readonly onOpen: () => void;
}

function FileCells({ file, now, onOpen }: FileCellsProps) {
  const { name, kind, bytes, modifiedAt, user, group, label, target } = file;
  return (
    <>
      <span role="gridcell" className="name">
        <span className={`kind ${kind}`} title={kindLabels[kind]}>
          {icons[kind]}
          <span className="visually-hidden">{kindLabels[kind]}</span>
        </span>
        <button type="button" tabIndex={-1} title={visibleText(name)} onClick={onOpen}>
          <SafeText text={name} />
        </button>
        {target !== null && (
          <span className="muted target" title={visibleText(target)}>
            → <SafeText text={target} />
          </span>
        )}
      </span>
      <span role="gridcell" className="bytes">
        {kind === 'file' ? formatBytes(bytes) : '–'}
      </span>
      <span role="gridcell" className="modifiedAt">
        <Moment time={modifiedAt} now={now} />
      </span>
      <span role="gridcell" className="mode mono">
        {describeMode(file)}
      </span>
      <span
        role="gridcell"
        className="owner mono"
        title={t('User and group in the container; on the host {host}:{host2}', { host: user.host, host2: group.host })}
      >
        {describeOwner(user)}:{describeOwner(group)}
      </span>
      <span role="gridcell" className="label mono" title={label ?? undefined}>
        {label === null ? t('none') : <SafeText text={label.split(':').slice(2).join(':')} />}
      </span>
    </>
  );
}

const special = <SettingsInputComponent aria-hidden="true" />;
const icons: Readonly<Record<FileKind, ReactNode>> = {
  folder: <Folder aria-hidden="true" />,
  file: <DescriptionOutlined aria-hidden="true" />,
  link: <Link aria-hidden="true" />,
  pipe: special,
  socket: special,
  device: special,
};
