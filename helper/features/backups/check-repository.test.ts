// SPDX-License-Identifier: Apache-2.0
/** Checks by the real restic. Only root may take capabilities from it. */

import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readdirSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeContainer } from '../../../testing/models/container.ts';
import { runToEnd } from '../../system/work/run-to-end.ts';
import { type BackupsFeature, createBackupsFeature } from './feature.ts';
import { addRepository, callOf } from './fixtures/feature-call.ts';
import { makeTestRoot, optionsOfWritten, writtenFields } from './fixtures/written-container.ts';

const web = fakeContainer(writtenFields);
const isRoot = process.getuid?.() === 0;
const call = callOf(new AbortController().signal);

let root: string;
let feature: BackupsFeature;

beforeEach(async () => {
  root = makeTestRoot();
  feature = createBackupsFeature(optionsOfWritten(root, web));
  await addRepository(feature, root);
  writeFileSync(join(root, 'layer/blob'), randomBytes(2_000_000));
  await runToEnd(feature.handlers['backup.run']({ repository: 'disk', name: 'web' }, call));
});
afterEach(() => rmSync(root, { recursive: true }));

const check = (readPercent: number) =>
  runToEnd(feature.handlers['backup.check']({ repository: 'disk', readPercent }, call));
const checked = async () => (await feature.handlers['backup.repositories']({}, call)).repositories[0]?.checked;

/** The largest file of what is stored. */
function storedFile(): string {
  const data = join(root, 'disk/data');
  const files = readdirSync(data, { recursive: true, encoding: 'utf8' }).map((name) => join(data, name));
  return (
    files
      .filter((path) => statSync(path).isFile())
      .toSorted((one, other) => statSync(other).size - statSync(one).size)[0] ?? ''
  );
}

describe.skipIf(!isRoot)('a check', () => {
  it('is kept with its repository', async () => {
    expect(await checked()).toBeNull();
    const good = await check(100);
    expect(good).toEqual({ at: 1_795_532_000, isGood: true, readPercent: 100 });
    expect(await checked()).toEqual(good);
    expect(readdirSync(join(root, 'disk/locks'))).toEqual([]);
  });

  it('finds a file that was changed when it reads all of them, and one that is gone without reading any', async () => {
    const file = openSync(storedFile(), 'r+');
    writeSync(file, 'changed', 1000);
    closeSync(file);
    expect([await check(0), await check(100)]).toMatchObject([{ isGood: true }, { isGood: false }]);
    expect(await checked()).toMatchObject({ isGood: false, readPercent: 100 });
    rmSync(storedFile());
    expect(await check(0)).toMatchObject({ isGood: false });
  });

  it('that cannot be done leaves the last verdict', async () => {
    const good = await check(0);
    rmSync(join(root, 'disk/config'));
    await expect(check(0)).rejects.toMatchObject({ code: 'repository-unusable' });
    expect(await checked()).toEqual(good);
  });
});
