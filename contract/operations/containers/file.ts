// SPDX-License-Identifier: Apache-2.0
/** Operations on the files of a container, whether it runs or not. Nothing is run in it. */

import * as z from 'zod';
import { bytesSchema } from '../../bytes.ts';
import { managedFailures } from '../../errors.ts';
import {
  containerFileSchema,
  fileModeSchema,
  filePathSchema,
  fileVersionSchema,
  insideIdSchema,
} from '../../model/containers/container-file.ts';
import { containerNameSchema } from '../../model/names.ts';
import { wordsSchema } from '../../model/words.ts';
import { makeOnce } from '../../make-once.ts';
import { channel, request, stream } from '../../operation.ts';
import { imageOperations } from '../host/image.ts';

/** Files of a folder that are listed; those beyond are counted nowhere. */
export const maxListedFiles = 200_000;
/** Files of each item of a list. */
export const filesPerItem = 1000;
/** Limits the content of a file in each item. */
export const filePieceBytes = 384 * 1024;

/** Files and folders that are packed at once, by their paths, which have to fit a message. */
export const maxPackedPaths = 200;
/** Limits the paths that an archive's answer names as left out, with the reason; the others are counted. */
export const maxLeftOut = 100;

const ofFile = makeOnce(() => z.strictObject({ name: containerNameSchema(), path: filePathSchema() }));

const wantedSchema = makeOnce(() =>
  z.strictObject({
    mode: fileModeSchema().optional(),
    /** Ids as the container has them. */
    user: insideIdSchema().optional(),
    group: insideIdSchema().optional(),
  }),
);

const fileFailures = [
  ...managedFailures,
  'container-busy',
  'container-failed',
  'incus-unavailable',
  'image-not-found',
  'file-not-found',
  'file-not-usable',
  'volume-not-allowed',
  'disk-full',
] as const;

export const fileOperations = {
  'file.list': stream({
    summary:
      'Lists a folder of a container, as its own root sees it, with owners and labels. Links in the path lead no ' +
      'further than the root of the container. What the container has mounted itself (/proc, /dev, /run) is not seen.',
    action: 'view-files',
    changes: false,
    reachesInto: 'name',
    params: ofFile,
    item: () => z.strictObject({ files: z.array(containerFileSchema()).max(filesPerItem) }),
    result: () =>
      z.strictObject({
        folder: containerFileSchema(),
        /** Gives the path of the folder with all links resolved. */
        path: filePathSchema(),
        /** Says whether the folder has more files than are listed. */
        isTruncated: z.boolean(),
      }),
    errors: fileFailures,
  }),
  'file.status': request({
    summary: 'Gives kind, size, mode, owner and label of a file of a container; of a link, those of the link itself.',
    action: 'view-files',
    changes: false,
    reachesInto: 'name',
    params: () =>
      ofFile().extend({
        /** Gives the status of the file that a link leads to, instead of the link's own. */
        follow: z.boolean().default(false),
      }),
    result: () => z.strictObject({ file: containerFileSchema(), path: filePathSchema() }),
    errors: fileFailures,
  }),
  'file.read': stream({
    summary:
      'Gives the content of a file of a container, or a part of it. A link is followed below the root of the container; ' +
      'devices, pipes and sockets are never opened.',
    action: 'view-files',
    changes: false,
    reachesInto: 'name',
    params: () =>
      ofFile().extend({
        /** Says at which byte to begin. */
        offset: z.number().int().min(0).default(0),
        /** How many bytes to give; to the end of the file when left out. */
        bytes: z.number().int().min(1).optional(),
      }),
    item: () =>
      z.discriminatedUnion('type', [
        /** This is the first item. */
        z.strictObject({ type: z.literal('file'), file: containerFileSchema(), path: filePathSchema() }),
        /** This is a part of the content. */
        z.strictObject({ type: z.literal('data'), data: bytesSchema() }),
      ]),
    result: () => z.strictObject({ bytes: z.number().int() }),
    errors: fileFailures,
  }),
  'file.pack': stream({
    summary:
      'Gives files and folders of a container as one tar archive, each by the last part of its path, with owners as the ' +
      'container has them and without set-id bits. Links are packed and not followed; devices, pipes, sockets, and ' +
      'volumes below a folder are left out.',
    action: 'view-files',
    changes: false,
    reachesInto: 'name',
    params: () =>
      z.strictObject({
        name: containerNameSchema(),
        paths: z.array(filePathSchema()).min(1).max(maxPackedPaths),
      }),
    /** Holds a part of the archive. */
    item: () => z.strictObject({ data: bytesSchema() }),
    result: () =>
      z.strictObject({
        /** Counts the bytes of the archive. */
        bytes: z.number().int(),
        /** Files, folders and links in it. */
        files: z.number().int(),
        /** A container may have chosen the text of the paths. */
        leftOut: z.array(z.strictObject({ path: z.string(), reason: wordsSchema() })).max(maxLeftOut),
        leftOutCount: z.number().int(),
      }),
    errors: fileFailures,
  }),
  'file.write': channel({
    summary:
      'Writes a file of a container, which the client sends. The new content takes the place of the old one when it is ' +
      'whole; what fails or is cancelled changes nothing. A file that was there keeps its owner and mode, a new one ' +
      "belongs to the container's root.",
    action: 'change-files',
    changes: true,
    reachesInto: 'name',
    params: () =>
      ofFile().extend({
        ...wantedSchema().shape,
        /** Replace a file that is there. */
        replace: z.boolean().default(false),
        /** Replace only the file with this version, and not one that was changed since. */
        version: fileVersionSchema().optional(),
        /**
         * Sends the content through a pipe that the first item names, and no data by messages. It is for a client on
         * the same host, whose user alone may write there; the client closes the pipe, then sends `end`.
         */
        byPipe: z.boolean().default(false),
      }),
    input: () => imageOperations['image.import'].input,
    item: () =>
      z.strictObject({
        receivedBytes: z.number().int(),
        /** The path of the pipe, in the first item, where one was asked for. */
        pipe: z.string().optional(),
      }),
    result: () => z.strictObject({ file: containerFileSchema() }),
    errors: [...fileFailures, 'file-exists', 'file-changed', 'client-silent'],
  }),
  'file.make-folder': request({
    summary: "Makes a folder in a container, which belongs to the container's root.",
    action: 'change-files',
    changes: true,
    reachesInto: 'name',
    params: () => ofFile().extend(wantedSchema().shape),
    result: () => z.strictObject({ file: containerFileSchema() }),
    errors: [...fileFailures, 'file-exists'],
  }),
  'file.rename': request({
    summary: 'Gives a file or folder of a container another path. Nothing is replaced.',
    action: 'change-files',
    changes: true,
    reachesInto: 'name',
    params: () => ofFile().extend({ to: filePathSchema() }),
    result: () => z.strictObject({ file: containerFileSchema() }),
    errors: [...fileFailures, 'file-exists'],
  }),
  'file.remove': stream({
    summary: 'Removes a file of a container, or a folder with all that is in it. What a link leads to stays.',
    action: 'change-files',
    changes: true,
    runsOnFullDisk: true,
    reachesInto: 'name',
    params: () =>
      ofFile().extend({
        /** Removes a folder that is not empty, too. */
        recursive: z.boolean().default(false),
      }),
    item: () => z.strictObject({ removed: z.number().int() }),
    result: () => z.strictObject({ removed: z.number().int() }),
    errors: fileFailures,
  }),
  'file.change': request({
    summary: 'Changes the mode or the owner of a file or folder of a container. Links keep theirs.',
    action: 'change-files',
    changes: true,
    reachesInto: 'name',
    params: () => ofFile().extend(wantedSchema().shape),
    result: () => z.strictObject({ file: containerFileSchema() }),
    errors: fileFailures,
  }),
} as const;
