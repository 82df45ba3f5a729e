// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import { arrangeCatalogues, readCatalogues, readWindowSources } from './catalogues.ts';
import { readTexts } from './read-texts.ts';

const root = join(import.meta.dirname, '../..');
const sources = readWindowSources(root);
const kept = readCatalogues(root);

describe('the texts of the window', () => {
  it('all go through the catalogue', () => {
    expect(sources.flatMap(({ path, texts }) => texts.loose.map((text) => `${path}:${text}`))).toEqual([]);
  });

  it('are literals where they are asked for', () => {
    expect(sources.flatMap(({ path, texts }) => texts.computed.map((line) => `${path}:${line}`))).toEqual([]);
  });

  it('are given every value that they name: one that is missing would end the page', () => {
    const lacking = sources.flatMap(({ path, texts }) =>
      texts.given.flatMap(({ line, message, names }) =>
        namesIn(message, 'en').flatMap((name) => (names.includes(name) ? [] : `${path}:${line}: ${name}`)),
      ),
    );
    expect(lacking).toEqual([]);
  });
});

describe('the German catalogue', () => {
  it('has what the code says, and nothing besides', () => {
    expect([...kept].sort()).toEqual([...arrangeCatalogues(sources, kept)].sort());
  });

  it('has a translation for each message', () => {
    const missing = [...kept].flatMap(([name, messages]) =>
      Object.keys(messages).filter((message) => messages[message] === '' && `${name}: ${message}`),
    );
    expect(missing).toEqual([]);
  });

  it('has a space before an ellipsis, as German has after a whole word', () => {
    const joined = [...kept.values()]
      .flatMap((messages) => Object.entries(messages))
      .flatMap(([message, translation]) => (/…$/.test(message) && !/ …“?$/.test(translation) ? [translation] : []));
    expect(joined).toEqual([]);
  });

  it('has the same values in a translation as in the message', () => {
    for (const messages of kept.values()) {
      for (const [message, translation] of Object.entries(messages)) {
        if (translation === '' || !/[{<]/.test(message)) continue;
        expect(namesIn(translation, 'de'), message).toEqual(namesIn(message, 'en'));
      }
    }
  });
});

describe('a source file', () => {
  it('gives its messages, joined where they are long', () => {
    const { messages } = readTexts(
      'a.tsx',
      "t('One ' + 'text'); <RichText message=\"Remove <b>{name}</b>\" values={{}} />",
    );
    expect(messages).toEqual(['One text', 'Remove <b>{name}</b>']);
  });

  it('is found to have a text that no catalogue knows', () => {
    const { loose } = readTexts(
      'a.tsx',
      'const a = "Two words"; const b = `${n} files`; const c = <p title="Help">Some text <code>ls all</code></p>;',
    );
    expect(loose).toEqual(['1: Two words', '1: … files', '1: Help', '1: Some text']);
  });

  it('gives the values that are written beside a message', () => {
    const { given } = readTexts(
      'a.tsx',
      't("{a} {b}", { a, c: 1 }); t("{a}", made); <RichText message="{d}" values={{ d }} />',
    );
    expect(given).toEqual([
      { line: 1, message: '{a} {b}', names: ['a', 'c'] },
      { line: 1, message: '{d}', names: ['d'] },
    ]);
  });

  it('may have names that nobody reads', () => {
    const { loose } = readTexts(
      'a.tsx',
      'const a = <p className="muted small" key="A b">{x}</p>; if (key === "Arrow left") matchMedia("(a b)");',
    );
    expect(loose).toEqual([]);
  });

  it('is found to ask for a message that is computed', () => {
    expect(readTexts('a.ts', 'const a = t(b);\nt(`a ${b}`);').computed).toEqual([1, 2]);
  });
});

/** The values and tags that a message names. */
function namesIn(message: string, locale: string): readonly string[] {
  const names = new Set<string>();
  JSON.stringify(new IntlMessageFormat(message, locale).getAst(), (_, value: unknown) => {
    const { type, value: name } = (value ?? {}) as { type?: number; value?: string };
    // Each element has a type: 1 argument, 2 number, 3 date, 4 time, 5 select, 6 plural, 8 tag.
    if (type !== undefined && type !== 0 && type !== 7 && name !== undefined) names.add(name);
    return value;
  });
  return [...names].sort();
}
