// The search engine of the guide: what a text asks for, and which pages answer it. It knows no
// document and fetches nothing: search.js gives it the index, four scripts that
// scripts/guide/search/index.py writes, and shows what it finds. tests/node asks it in Node.

(() => {
  "use strict";

  // Words ----------------------------------------------------------------------------------

  const APOSTROPHES = /[\u0300-\u036f'\u2018\u2019\u201b\u02bc\u00b4`]/g;
  const WORD = /[\p{L}\p{N}]+/gu;
  const SIMPLE = /^[\x20-\x7e]*$/, SIMPLE_WORD = /[a-z0-9]+/g;
  /** @param {string} text */
  const fold = (text) => text.normalize("NFD").replace(APOSTROPHES, "").toLowerCase();
  // Nearly all of the index is plain letters: those need no slow look at the alphabets of the world.
  /** @type {(text: string) => string[]} */
  const words = (text) => (SIMPLE.test(text) ? text.replace(/['`]/g, "").toLowerCase().match(SIMPLE_WORD) : fold(text).match(WORD)) || [];
  /** @param {string} text */
  const stems = (text) => words(text).map(stem);

  // The same stems as scripts/guide/content/stems.py.
  /** @type {[ending: string, least: number][]} */
  const ENDINGS = [["ing", 3], ["ed", 3], ["nes", 3], ["ful", 3], ["ment", 3], ["ly", 5]];
  /** @type {Map<string, string>} */
  const stemOf = new Map();
  /** @type {(word: string) => string} */
  function stem(word) {
    let found = stemOf.get(word);
    if (found === undefined) stemOf.set(word, found = cut(word));
    return found;
  }

  /** @param {string} word */
  function cut(word) {
    if (word.length < 4 || !/^\p{L}+$/u.test(word)) return word;
    if (/[sd]$/.test(word)) {
      if (word.length > 4) word = word.replace(/ie[sd]$/, "y");
      word = word.replace(/(ss|sh|ch|x)es$/, "$1").replace(/([^siu])s$/, "$1");
      if (word.length < 4) return word;
    }
    word = word.replace(/([b-df-hj-np-tv-z])\1/g, "$1").replace(/([st])ion$/, "$1");
    for (let time = 0; time < 2 && /[gdslty]$/.test(word); time++) {
      for (const [ending, least] of ENDINGS) {
        if (word.length < ending.length + least || !word.endsWith(ending)) continue;
        const start = word.slice(0, -ending.length);
        if (/[aeiouy]/.test(start)) word = start;
      }
    }
    if (/z|ae|^oe|our|tre$/.test(word)) word = word.replace(/z/g, "s").replace(/ae|^oe/g, "e").replace(/(.)our/g, "$1or").replace(/(..)tre$/, "$1ter");
    const short = word.replace(/(...)e$/, "$1").replace(/(...)y$/, "$1i");
    return stop.has(short) ? word : short; // "note" is not "not"
  }

  // Distances ------------------------------------------------------------------------------

  // How a stem sounds, more or less: "fisio" for physio, "eksersis" for exercise.
  /** @param {string} stem */
  const sound = (stem) => stem.replace(/ph/g, "f").replace(/^ps/, "s").replace(/^kn/, "n").replace(/^wr/, "r")
    .replace(/x/g, "ks").replace(/s?c(?=[eiy])/g, "s").replace(/c?[kqc]/g, "k").replace(/(.)h/g, "$1")
    .replace(/y/g, "i").replace(/([a-z])\1/g, "$1");

  /** @param {string} sound */
  const consonants = (sound) => sound.replace(/[aeiou]/g, "");

  // The letters of a word as bits: words that share too few cannot be near each other.
  /** @param {string} word */
  const letters = (word) => [...word].reduce((bits, letter) => bits | (1 << (letter.charCodeAt(0) & 31)), 0);
  /** @type {(a: number, b: number) => number} */
  function bitsApart(a, b) {
    let bits = a ^ b, count = 0;
    for (; bits; bits &= bits - 1) count++;
    return count;
  }

  // Letters that must be added, left out, changed or swapped; more than `most` is not counted.
  const rows = [new Uint8Array(64), new Uint8Array(64), new Uint8Array(64)];
  /** @type {(a: string, b: string, most: number) => number} */
  function distance(a, b, most) {
    if (Math.abs(a.length - b.length) > most || b.length > 60) return most + 1;
    let [last, before, row] = rows;
    for (let j = 0; j <= b.length; j++) row[j] = j;
    for (let i = 1; i <= a.length; i++) {
      [last, before, row] = [before, row, last];
      let least = row[0] = i;
      for (let j = 1; j <= b.length; j++) {
        let cost = Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + Number(a[i - 1] !== b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, last[j - 2] + 1);
        row[j] = cost;
        if (cost < least) least = cost;
      }
      if (least > most) return most + 1;
    }
    return row[b.length];
  }

  // Index ----------------------------------------------------------------------------------

  // What a stem weighs by where it stands, and what a phrase weighs that is asked for whole.
  const TITLE = 10, LAY = 10, HEADING = 5, SUMMARY = 3, TEXT = 1.5, QUESTION = 1.5;

  /**
   * @typedef {[heading: string, anchor?: string]} Section
   * @typedef {{stems: string[], weight: number, all: string[], said: string}} Phrase all its stems, those that tell something, and what may be shown
   * @typedef {{path: string, address: string, title: string, boost: number, sections: (Section | null)[], phrases: Phrase[], kind?: string, sentences?: string[]}} Page its own section is null
   * @typedef {{own: string, single: boolean, same: number[]}} Unit a part of a phrase: its stem, and the groups that it belongs to
   * @typedef {{place: string, page: number, anchor: string, always: Unit[][], when?: Unit[][]}} Urgent
   * @typedef {[stem: string, sound: string, letters: number, soundLetters: number]} Candidate
   * @typedef {{word: string, own: string, found: Map<string, number>, groups?: number[]}} Term a word, and the stems that it may stand for with how sure that is
   * @typedef {{page: number, best: number[], sure: number[], sections: Map<number, number[]>, stems: Set<string>, score: number, said?: string, section?: Section | null}} Match for each term, what it weighs and how sure it is
   */

  /** @type {Page[]} */
  let pages = [];
  /** @type {Map<string, [page: number, section: number, weight: number][]>} */
  let postings = new Map();
  /** @type {Map<string, [page: number, weight: number][]>} */
  let wishes = new Map(); // for a stem or a group ("=7"), the pages that questions with it want
  let stop = /** @type {Set<string>} */ (new Set()), stopStems = stop, smallStems = stop;
  /** @type {Map<string, number>} */
  let common = new Map(), rarities = new Map();
  /** @type {string[][][]} */
  let groups = []; // of phrases that mean the same
  /** @type {Map<string, [group: number, stems: string[]][]>} */
  let forms = new Map(); // those phrases by their first stem
  /** @type {Urgent[]} */
  let urgent = [];
  /** @type {Candidate[] | undefined} */
  let vocabulary;

  /** @param {GuideTopics} topics */
  function readTopics(topics) {
    stop = new Set(topics.stop.split(" "));
    stemOf.clear();
    stopStems = new Set([...stop].map(stem));
    smallStems = new Set(stems(SMALL));
    // The commonest first: they weigh least.
    common = new Map(topics.common.split(" ").map((stem, at, all) => [stem, 0.1 + 0.6 * at / all.length]));
    postings = new Map();
    wishes = new Map();
    groups = topics.same.map(phrasesOf);
    forms = new Map();
    groups.forEach((group, at) => group.forEach((form) => {
      const alike = forms.get(form[0]);
      if (alike) alike.push([at, form]);
      else forms.set(form[0], [[at, form]]);
    }));
    pages = topics.pages.map((row, at) => readPage(row, at, topics.end));
    urgent = topics.urgent.map(([place, path, anchor, always, when]) => ({
      place, page: pages.findIndex((page) => page.path === path), anchor, always: asUnits(always), when: when ? asUnits(when) : undefined,
    })).filter(({ page }) => page >= 0);
    urgent.forEach(({ always, when = [] }) => [...always, ...when].flat().forEach(({ own }) => know(own)));
    groups.flat(2).forEach(know);
    forgetDerived();
  }

  /** @param {string} text */
  const phrasesOf = (text) => text.split("|").map((phrase) => phrase.split(" "));
  /** @param {string} text */
  const asUnits = (text) => phrasesOf(text).map(unitsOf);

  /** @type {(row: GuideTopics["pages"][number], at: number, end: string) => Page} */
  function readPage([path, title, lay, headings, boost = 1], at, end) {
    const inFolder = /\/index$/.test(path) && end !== "/" ? "/index" : "";
    const address = path === "index" ? "" : path.replace(/\/index$/, "") + inFolder + end;
    /** @type {Page} */
    const page = { path, address, title, boost, sections: [null], phrases: [] };
    const add = (/** @type {string} */ text, /** @type {number} */ section, /** @type {number} */ weight, said = "") => {
      const all = stems(text), telling = withoutStops(all);
      telling.forEach((one) => know(one).push([at, section, weight]));
      page.phrases.push({ stems: telling, weight, all, said });
    };
    add(title, 0, TITLE);
    if (lay) lay.split("|").forEach((text) => add(text, 0, LAY, text === title ? "" : text));
    if (headings) headings.split("|").forEach((heading, place) => {
      const [text, anchor] = heading.split("\t");
      page.sections.push([text, anchor]);
      add(text, place + 1, HEADING);
    });
    return page;
  }

  // The places of a stem, which is a word of the guide from now on.
  /** @param {string} stem */
  function know(stem) {
    let places = postings.get(stem);
    if (!places) postings.set(stem, places = []);
    return places;
  }

  // Lines of scripts/guide/search/index.py: letters shared with the line before, the rest, the
  // sections that it stands in, and after a stop the pages that questions with it want.
  /** @param {string} text */
  function readWords(text) {
    const owners = pages.flatMap((page, at) => page.sections.map((_, section) => [at, section]));
    let before = "";
    for (const line of text.split("\n")) {
      const [rest, numbers = ""] = line.slice(1).split(" "), [places, askers = ""] = numbers.split(".");
      before = before.slice(0, Number(line[0])) + rest;
      const here = before[0] === "=" ? [] : know(before);
      for (const place of distances(places)) here.push([owners[place][0], owners[place][1], TEXT]);
      const wanted = weighed(askers);
      if (wanted.length) wishes.set(before, wanted);
      for (const [page] of wanted) here.push([page, 0, QUESTION]);
    }
    forgetDerived();
  }

  // Numbers as the distance of each from the one before, in base 26: a capital ends one.
  /** @type {(text: string) => number[]} */
  function distances(text) {
    let last = 0;
    return (text.match(/[a-z]*[A-Z]/g) || []).map((digits) => last += [...digits].reduce((sum, digit) => sum * 26 + digit.toLowerCase().charCodeAt(0) - 97, 0));
  }

  // The same, each with a capital after it: its weight, A for 1.
  /** @type {(text: string) => [number: number, weight: number][]} */
  function weighed(text) {
    const each = text.match(/[a-z]*[A-Z]{2}/g) || [];
    const numbers = distances(each.map((one) => one.slice(0, -1)).join(""));
    return numbers.map((number, at) => [number, each[at].charCodeAt(each[at].length - 1) - 64]);
  }

  // What results show: scripts/guide/search/sentences.py. The first of a page is its main message.
  /** @param {GuideSentences} shown */
  function readSentences({ kinds, pages: rows }) {
    rows.forEach(([kind, ...sentences], at) => {
      Object.assign(pages[at], { kind: kinds[kind], sentences });
      sentences.forEach((text, number) => new Set(stems(text)).forEach((stem) => {
        if (!common.has(stem) && !stopStems.has(stem)) know(stem).push([at, 0, number ? TEXT : SUMMARY]);
      }));
    });
    forgetDerived();
  }

  // What is made of all postings is made anew, when it is first needed.
  function forgetDerived() {
    vocabulary = undefined;
    rarities = new Map(common);
  }

  /** @type {(stems: Iterable<string>) => Candidate[]} */
  const candidates = (stems) => [...stems].map((stem) => {
    const sounds = sound(stem);
    return [stem, sounds, letters(stem), letters(sounds)];
  });
  const allWords = () => vocabulary ??= candidates(new Set([...postings.keys(), ...common.keys()]));

  /** @param {string} stem */
  function rarity(stem) {
    let found = rarities.get(stem);
    if (found === undefined) {
      const number = new Set((postings.get(stem) || []).map(([page]) => page)).size;
      rarities.set(stem, found = Math.log(1 + pages.length / (number + 0.5)));
    }
    return found;
  }

  /** @param {string} stem */
  const isListed = (stem) => Boolean(postings.get(stem)?.length);

  /** @param {string} text */
  const slug = (text) => text.normalize("NFKD").replace(/[^\w\s-]/g, "").trim().toLowerCase().replace(/[-\s]+/g, "-");
  /** @param {string[]} all */
  const withoutStops = (all) => {
    const telling = all.filter((stem) => !stopStems.has(stem));
    return telling.length ? telling : all;
  };

  // Emergencies ----------------------------------------------------------------------------

  // What scripts/guide/search/emergencies.py says of features, weights and places.
  const PLACES = ["overdose", "crisis", "urgent"];
  const UNIT = 4, LETTERS = 4, NEARLY = 0.7;
  /** @type {Map<string, number[]>} */
  let featureWeights = new Map();
  /** @type {Candidate[] | undefined} */
  let wordsOfEmergencies;

  // Lines: letters shared with the line before, the rest, and three weights as capitals.
  /** @param {GuideEmergencies} emergencies */
  function readEmergencies({ always, lines }) {
    let before = "";
    featureWeights = new Map([["^", always]]);
    for (const line of lines.split("\n")) {
      before = before.slice(0, Number(line[0])) + line.slice(1, -3);
      featureWeights.set(before, [...line.slice(-3)].map((letter) => letter.charCodeAt(0) - 78));
    }
    wordsOfEmergencies = undefined;
  }

  // How likely each place is against none, as logarithms.
  /** @param {string[]} stems */
  function scores(stems) {
    const features = new Set(stems);
    stems.forEach((stem, at) => {
      if (at) features.add(`${stems[at - 1]} ${stem}`);
      if (stem.length > LETTERS) features.add(`${stem.slice(0, LETTERS)}*`);
      if (/^[0-9]+$/.test(stem)) features.add("#");
    });
    const sums = [...featureWeights.get("^") ?? PLACES.map(() => -Infinity)];
    for (const feature of features) featureWeights.get(feature)?.forEach((weight, at) => { sums[at] += weight; });
    return sums.map((sum) => sum / UNIT);
  }

  // The places that a question needs: those of phrases that were said, and what is likely.
  /** @type {(scores: number[], said?: string[]) => string[]} */
  function needed(scores, said = []) {
    const isLikely = scores.reduce((sum, score) => sum + Math.exp(score), 0) > 1;
    const best = Math.max(...scores);
    const of = (/** @type {string} */ place) => (said.includes(place) ? Math.max(best, 1) : scores[PLACES.indexOf(place)]);
    const found = PLACES.filter((place) => said.includes(place) || (isLikely && (of(place) === best || of(place) > 0)));
    const top = Math.max(...found.map(of));
    // Of places that are nearly as likely as the likeliest, the order of PLACES tells.
    const rank = (/** @type {string} */ place) => Math.min(of(place), top - NEARLY);
    return found.sort((a, b) => rank(b) - rank(a));
  }

  // A stem, or the one that it is a slip of, if nobody knows it.
  /** @param {string} own */
  function corrected(own) {
    if (own.length < 5 || featureWeights.has(own) || postings.has(own) || common.has(own) || stopStems.has(own)) return own;
    wordsOfEmergencies ??= candidates([...featureWeights.keys()].filter((name) => name.length > 3 && !/[ *]/.test(name)));
    return nearest(own, false, own.length, wordsOfEmergencies)[0]?.[0] ?? own;
  }

  // Query ----------------------------------------------------------------------------------

  // A word that is whole may still begin a longer one, but that is a weaker guess.
  const WHOLE = 0.5;

  // The small words that an urgent phrase may lack; "not" and "can't" are none of them.
  const SMALL = "a an the my i im in of to for or and is it its am me when with have had has having been during go need needs";

  // The places in `all` where a form of a group stands.
  /** @type {(all: string[]) => [group: number, start: number, length: number][]} */
  const formsIn = (all) => all.flatMap((first, start) => (forms.get(first) || [])
    .filter(([, form]) => form.every((one, next) => all[start + next] === one))
    .map(([group, form]) => /** @type {[number, number, number]} */ ([group, start, form.length])));

  // A phrase as what each part of it means: its own stem, or the groups that it belongs to.
  /** @param {string[]} all */
  function unitsOf(all) {
    const fits = formsIn(all).sort((a, b) => b[2] - a[2]);
    /** @type {Unit[]} */
    const found = [];
    for (let at = 0; at < all.length;) {
      const longest = fits.find(([, start]) => start === at)?.[2] || 1;
      const same = fits.filter(([, start, length]) => start === at && length === longest).map(([group]) => group);
      if (same.length || !smallStems.has(all[at])) found.push({ own: all[at], single: longest === 1, same });
      at += longest;
    }
    return found;
  }

  // The other words of a group. Its phrases are left out: "lost feeling" is not about losing.
  /** @param {number} group */
  const synonyms = (group) => groups[group].filter((form) => form.length === 1 && !stopStems.has(form[0])).map(([only]) => only);
  // How sure it is that who says one of a group means another.
  const SYNONYM = 0.7;

  // The stems that a word may stand for, each with how sure that is.
  /** @type {(word: string, isLast: boolean) => Map<string, number>} */
  function meanings(word, isLast) {
    const own = stem(word);
    /** @type {Map<string, number>} */
    const found = new Map();
    const add = (/** @type {string} */ stem, /** @type {number} */ sure) => { found.set(stem, Math.max(sure, found.get(stem) ?? 0)); };
    const isWhole = postings.has(own) || common.has(own) || stop.has(word);
    if (isWhole) add(own, 1);
    // "Over 70", "in my 80s", "aged 75" ask about age.
    if (/^[5-9]\ds?$/.test(word)) for (const [group] of forms.get("old") || []) synonyms(group).forEach((other) => add(other, SYNONYM));
    if (isLast) completions(word, own, isWhole).forEach(([stem, sure]) => add(stem, sure));
    if (!found.size) nearest(own, isLast, word.length).forEach(([stem, sure]) => add(stem, sure));
    if (!stop.has(word)) for (const [stem, sure] of [...found]) {
      for (const [group, { length }] of forms.get(stem) || []) if (length === 1) synonyms(group).forEach((other) => add(other, SYNONYM * sure));
    }
    return found;
  }

  // The stems that a word which is still being typed may become, or that it has gone beyond.
  /** @type {(word: string, own: string, isWhole: boolean) => [stem: string, sure: number][]} */
  function completions(word, own, isWhole) {
    /** @type {[stem: string, sure: number][]} */
    const found = [];
    for (const [stem] of allWords()) {
      if (stopStems.has(stem)) continue;
      if (stem.startsWith(own) || stem.startsWith(word)) found.push([stem, Math.min(isWhole ? WHOLE : 0.95, Math.max(0.4, 0.95 * word.length / (stem.length + 2)))]);
      else if (stem.length > 3 && word.startsWith(stem) && ENDINGS.some(([ending]) => ending.startsWith(word.slice(stem.length)))) found.push([stem, 0.9]);
    }
    return found;
  }

  // The stems nearest to a word that nobody knows, if they are near enough.
  /** @type {(own: string, isLast: boolean, length: number, among?: Candidate[]) => [stem: string, sure: number][]} */
  function nearest(own, isLast, length, among = allWords()) {
    const heard = sound(own);
    const most = own.length < 4 ? 0 : own.length < 7 && length < 8 ? 1 : 2;
    const [ownBits, heardBits] = [letters(own), letters(heard)];
    let best = most + 1;
    /** @type {[stem: string, sure: number][]} */
    let found = [];
    for (const [stem, sounds, bits, soundBits] of among) {
      if (stem.length < 3 || (heard[0] !== sounds[0] && heard.slice(-3) !== sounds.slice(-3))) continue;
      let off = most + 1, like = stem, less = 0;
      if (bitsApart(heardBits, soundBits) <= 2 * most) off = distance(heard, sounds, most);
      if (bitsApart(ownBits, bits) <= 2 * most) off = Math.min(off, distance(own, stem, most));
      if (isLast && off > most && heard.length > 3 && sounds.length > heard.length && sounds[0] === heard[0]) {
        // The beginning of a longer word, with one slip in it.
        like = stem.slice(0, own.length);
        if (distance(heard, sounds.slice(0, heard.length), 1) <= 1) [off, less] = [most, 0.25];
      }
      if (heard[0] !== sounds[0]) off += 0.6;
      if (off > most) continue;
      off += distance(own, like, 4) / 10;
      if (consonants(heard) === consonants(sounds)) off -= 0.1; // vowels are missed most
      if (off < best) [best, found] = [off, []];
      if (off === best) found.push([stem, Math.max(0.3, 0.9 - 0.15 * off - less)]);
    }
    return found;
  }

  // Two words that are one ("pain killer"), and one that is two ("flareup").
  /** @type {(all: string[]) => string[]} */
  const joinedAndSplit = (all) => all.flatMap((word, at) => {
    const next = all[at + 1];
    if (next && isListed(stem(word + next)) && !(stop.has(word) && stop.has(next))) return [word, word + next];
    return halves(word) ?? [word];
  });

  /** @type {(word: string) => string[] | undefined} */
  function halves(word) {
    if (postings.has(stem(word)) || word.length <= 5 || nearest(stem(word), false, word.length).some(([, sure]) => sure > 0.8)) return undefined;
    for (let cut = 3; cut < word.length - 1; cut++) {
      const parts = [word.slice(0, cut), word.slice(cut)];
      if (parts.every((part) => postings.has(stem(part)) || stop.has(part)) && postings.has(stem(parts[0]))) return parts;
    }
    return undefined;
  }

  // All words of a text, and those that tell something.
  /** @type {(text: string) => {asked: Term[], terms: Term[]}} */
  function ask(text) {
    const typing = /[\p{L}\p{N}]$/u.test(text);
    const all = joinedAndSplit(words(text));
    /** @type {Term[]} */
    const asked = all.map((word, at) => ({ word, own: stem(word), found: meanings(word, typing && at === all.length - 1 && word.length > 1) }));
    // A form of several words stands for its group, at its last word.
    for (const [group, start, length] of formsIn(asked.map(({ own }) => own))) {
      if (length > 1) {
        const last = asked[start + length - 1];
        last.groups = [...(last.groups || []), group];
        synonyms(group).forEach((other) => last.found.set(other, Math.max(0.8, last.found.get(other) || 0)));
      }
    }
    const terms = asked.filter(({ word, groups }) => groups || !stop.has(word));
    return { asked, terms: terms.length ? terms : asked };
  }

  // The urgent places that are asked for, the one to show first in front.
  /** @type {(text: string, asked: Term[]) => Urgent[]} */
  function urgentIn(text, asked) {
    const own = new Set(asked.flatMap(({ found }) => [...found].filter(([, sure]) => sure >= 0.55).map(([stem]) => stem)));
    const same = new Set(asked.flatMap(({ groups = [] }) => groups));
    own.forEach((stem) => (forms.get(stem) || []).forEach(([group, form]) => { if (form.length === 1) same.add(group); }));
    /** @type {(phrases: Unit[][]) => boolean} */
    const isAsked = (phrases) => phrases.some((units) => units.every((unit) => (unit.single && own.has(unit.own)) || unit.same.some((group) => same.has(group))));
    const said = urgent.filter(({ always }) => isAsked(always));
    const names = needed(scores(stems(text).map(corrected)), said.map(({ place }) => place));
    return names.flatMap((name) => urgent.filter((row) => row.place === name && (!row.when || said.includes(row) || isAsked(row.when))));
  }

  // Ranking --------------------------------------------------------------------------------

  // What a term is worth: the rarer it is, the more.
  /** @param {Term} term */
  function weightOf({ own, found }) {
    if (isListed(own) || common.has(own)) return rarity(own);
    return Math.min(5, ...[...found.keys()].filter((stem) => isListed(stem) || common.has(stem)).map(rarity));
  }

  // A slip counts as the word that it most likely stands for.
  /** @param {Term} term */
  const likeliest = ({ own, found }) => (found.has(own) ? own : [...found].sort((a, b) => b[1] - a[1])[0]?.[0] ?? own);

  // Every page on which any of the terms stands.
  /** @param {Term[]} terms */
  function matchesOf(terms) {
    /** @type {Map<number, Match>} */
    const matches = new Map();
    const none = () => terms.map(() => 0);
    terms.forEach(({ found }, term) => {
      for (const [stem, sure] of found) {
        for (const [page, section, weight] of postings.get(stem) || []) {
          const match = matches.get(page) ?? { page, best: none(), sure: none(), sections: new Map(), stems: new Set(), score: 0 };
          matches.set(page, match);
          const worth = sure * weight;
          match.best[term] = Math.max(match.best[term], worth);
          match.sure[term] = Math.max(match.sure[term], sure);
          match.stems.add(stem);
          if (!section) continue;
          const of = match.sections.get(section) ?? none();
          of[term] = Math.max(of[term], worth);
          match.sections.set(section, of);
        }
      }
    });
    return matches;
  }

  // The phrase of a page that is most like the question, and what that adds.
  /** @type {(page: Page, terms: Term[], weights: number[], typed: Set<string>) => {bonus: number, said?: string}} */
  function bestPhrase(page, terms, weights, typed) {
    const whole = total(weights) || 1;
    /** @type {{bonus: number, said?: string}} */
    let best = { bonus: 0 };
    for (const phrase of page.phrases) {
      let held = 0, size = 0;
      for (const stem of phrase.stems) {
        size += rarity(stem);
        held += Math.max(0, ...terms.map(({ found }, term) => (found.get(stem) || 0) * Math.min(rarity(stem), weights[term])));
      }
      const cover = held / (size || 1);
      // Of two that hold the same words, the one that is more like the question as it was typed.
      const alike = phrase.all.filter((stem) => typed.has(stem)).length / new Set([...phrase.all, ...typed]).size;
      const bonus = phrase.weight * held * cover * cover * Math.min(1, held / whole + 0.2) * (1 + alike / 4);
      if (bonus > best.bonus) best = { bonus, said: phrase.said };
    }
    return best;
  }

  /** @param {number[]} values */
  const total = (values) => values.reduce((sum, value) => sum + value, 0);

  /** @type {(match: Match, terms: Term[], weights: number[], typed: Set<string>) => void} */
  function score(match, terms, weights, typed) {
    const page = pages[match.page];
    const sum = (/** @type {number[]} */ values) => total(values.map((value, term) => value * weights[term]));
    // What nearly every page has in its text is missed on none.
    const sure = match.sure.map((sure, term) => (common.has(terms[term].own) ? 1 : sure));
    const { bonus, said } = bestPhrase(page, terms, weights, typed);
    match.said = said;
    match.score = (sum(match.best) + bonus) * (sum(sure) / (total(weights) || 1)) ** 1.5 * page.boost;
    const [section, worth] = [...match.sections].map(([section, of]) => [section, sum(of)]).sort((a, b) => b[1] - a[1])[0] || [];
    if (worth) match.section = page.sections[section];
  }

  // What a weight of questions counts beside the best of what pages say.
  const WISH = 0.25 / UNIT;

  // For each page, how much it is wanted by those who type such words, and words of their meaning.
  /** @type {(terms: Term[]) => number[]} */
  function wishesIn(terms) {
    const features = new Set(terms.flatMap((term) => {
      const own = likeliest(term);
      const alike = (forms.get(own) || []).filter(([, { length }]) => length === 1).map(([group]) => group);
      return [own, ...[...alike, ...term.groups ?? []].map((group) => `=${group}`)];
    }));
    const sums = pages.map(() => 0);
    for (const feature of features) for (const [page, weight] of wishes.get(feature) || []) sums[page] += weight;
    return sums;
  }

  /**
   * The pages that answer a text, best first; those of an emergency before all, each place once.
   * @param {string} text
   * @returns {GuideResult[]}
   */
  function rank(text) {
    const { asked, terms } = ask(text);
    const weights = terms.map(weightOf), typed = new Set(asked.map(likeliest));
    const matches = matchesOf(terms);
    matches.forEach((match) => score(match, terms, weights, typed));
    const wanted = wishesIn(asked), most = Math.max(...wanted), best = Math.max(...[...matches.values()].map(({ score }) => score));
    matches.forEach((match) => { match.score = match.score / best + WISH * (wanted[match.page] - most); });
    const inDanger = urgentIn(text, asked).map(({ place, page, anchor }) => ({
      page: pages[page], stems: matches.get(page)?.stems ?? new Set(), urgent: true, place,
      section: sectionOf(pages[page].sections.find((section) => section && (section[1] ?? slug(section[0])) === anchor)),
    }));
    const others = [...matches.values()].sort((a, b) => b.score - a.score || a.page - b.page)
      .map(({ page, stems, section, said }) => ({ page: pages[page], stems, urgent: false, section: sectionOf(section), said }));
    // The page of an urgent place stands nowhere else.
    return [...inDanger, ...others.filter(({ page }) => inDanger.every((one) => one.page !== page))];
  }

  /**
   * The sentence of a page that holds most of the words that were found; its first if none does.
   * @type {GuideSearch["sentenceOf"]}
   */
  function sentenceOf({ page, stems: found }) {
    const { sentences = [] } = /** @type {Page} */ (page);
    const worth = sentences.map((text) => total([...new Set(stems(text))].filter((stem) => found.has(stem)).map(rarity)));
    return sentences[worth.indexOf(Math.max(...worth))];
  }

  /** @type {(section?: Section | null) => {heading: string, anchor: string} | undefined} */
  const sectionOf = (section) => (section ? { heading: section[0], anchor: section[1] ?? slug(section[0]) } : undefined);

  /** @type {GuideSearch} */
  const engine = {
    readTopics, readWords, readEmergencies, readSentences, rank, sentenceOf, stem, stems, scores, needed,
    addressOf: (path) => pages.find((page) => page.path === path)?.address,
  };
  globalThis.guideSearch = engine;
})();
