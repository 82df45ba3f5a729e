// SPDX-License-Identifier: Apache-2.0
/**
 * Judges whether a comment begins with a sentence that stands alone. It knows no grammar: it knows the words that begin
 * fragments, and lets pass what it cannot judge. Plain JavaScript, because the configuration of ESLint imports it.
 */

/** No sentence that stands alone begins with one of them: they lean on something that was said before. */
const leaning = /^(?:of|so|that|those|also|whether|such|and|or|nor|but|then|again|too|else|whose|like)\b/i;

/** A sentence may begin with one of them where a comma and a main clause follow. */
const subordinating = new RegExp(
  '^(?:only )?(?:as|by|with|without|where|when|since|for|from|to|in|at|on|if|after|before|until|while|once|between|' +
    String.raw`within|per|below|above|under|beside|beyond|through|into|except|unless|because|although|besides)\b`,
  'i',
);

/** What follows a comma and begins no main clause. */
const continuing = new RegExp(
  '^(?:and|or|nor|but not|as|by|with|without|where|when|since|for|from|to|in|at|on|if|of|after|before|until|while|once|' +
    'between|within|which|who|whom|whose|that|so that|not|also|even|unless|because|although|except|such|whether|rather|' +
    String.raw`newest|oldest|\w+(?:ed|ing)\b(?! \w+s\b))\b`,
  'i',
);

/** A relative clause follows a word that names nothing: "One that learns." */
const relative =
  /^(?:one|ones|another|others|anything|something|somebody|some|any) (?:that|which|who|whose|of which)\b/i;

/** "The same" is no subject by itself; "The same lock protects both." names what it speaks of. */
const sameAsBefore =
  /^the same(?:$|[.,;:)]| (?:as|of|for|from|in|on|at|by|to|with|without|but|that|where|when|if|again|way|one|ones)\b)/i;

/** Finite verbs that no ending betrays. */
const verbs = new Set(
  (
    'am is are was were be has have had do does did may can could will would shall should must might cannot let lets ' +
    'became began came found gave got grew held kept knew lay left made put ran read said sat saw sent set stood took ' +
    'went wrote add allow answer apply ask begin belong bring call carry change come contain count cover decide deny ' +
    'depend end fail fall feel fetch fill find fit follow get give go grant grow hang happen hold include join keep ' +
    'know last lead leave lie live look lose make match mean meet move name need note open own pass point protect ' +
    'reach remain report rest return run say see send serve share show speak stand start stay stop take tell try ' +
    'turn use wait want work write'
  ).split(' '),
);

/** A word with such an ending may be a verb; that it may be a plural does not matter here. */
const verbEnding = /^[a-z]{2,}(?:[^sui]s|[aeiou]es|ies|ed)$|^[a-z]*(?:sses|shes|ches|fixes|mixes)$/;

/** They are a verb at the beginning of a clause, where they ask for something or have a pronoun for their subject. */
const beginning = new Set(
  (
    'they we you check choose close compare copy create detach attach draw drop escape expect extend forget format ' +
    'freeze group handle ignore install kill label limit link list load log map mark mount offer order parse pause ' +
    'print publish quote raise reject release remove rename replace restart restore save select skip sort split ' +
    'store switch throw trust undo unmount update verify watch wrap'
  ).split(' '),
);

/** A comment may be a word to a tool, which is no sentence. */
const directive = /^(?:@|eslint|prettier-|cspell|c8 |v8 |stryker|spdx|#|\/|<|https?:)/i;

/**
 * Says why the comment does not begin with a whole sentence, or gives undefined where nothing is wrong with it.
 * @param {string} comment Its text without the signs that begin and end it.
 * @returns {string | undefined}
 */
export function findFragment(comment) {
  const text = readText(comment);
  if (text === '' || directive.test(text)) return undefined;
  const sentence = readFirstSentence(text);
  const opener = /^(?:only )?[\w'-]+/i.exec(sentence)?.[0] ?? '';
  if (sameAsBefore.test(sentence)) return '"The same" of what? Say it again.';
  if (leaning.test(sentence)) return `No sentence that stands alone begins with "${opener}".`;
  if (subordinating.test(sentence) && !hasMainClause(sentence))
    return `After "${opener}" there is no comma with a main clause behind it.`;
  if (relative.test(sentence) && countVerbs(sentence) < 2) return `"${opener}" has no verb but that of its clause.`;
  if (countVerbs(sentence) === 0) return 'It has no verb.';
  return undefined;
}

/**
 * Joins the lines, and puts a word for each name in backticks.
 * @param {string} comment
 * @returns {string}
 */
function readText(comment) {
  return comment
    .split('\n')
    .map((line) => line.replace(/^\s*\*?\s?/, ''))
    .join(' ')
    .replace(/`[^`]*`/g, 'Name')
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * @param {string} text
 * @returns {string}
 */
function readFirstSentence(text) {
  return /^.*?(?:[;:](?= )|[.!?](?=\s+[A-Z0-9(]|$)|$)/.exec(text)?.[0] ?? text;
}

/**
 * @param {string} sentence
 * @returns {boolean}
 */
function hasMainClause(sentence) {
  return sentence
    .split(', ')
    .slice(1)
    .some((clause) => !continuing.test(clause) && countVerbs(clause) > 0);
}

/**
 * Counts the words that may be a verb.
 * @param {string} clause
 * @returns {number}
 */
function countVerbs(clause) {
  const words = clause.toLowerCase().match(/[a-z']+/g) ?? [];
  return words.filter((word, place) => verbs.has(word) || verbEnding.test(word) || (place === 0 && beginning.has(word)))
    .length;
}
