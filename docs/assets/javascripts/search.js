// Search of the guide, on the reader's own device: what they type is sent nowhere and kept in no
// address. The index is two scripts of this site (scripts/guide/search/index.py), which also load
// from a disk: topics.js for the first results, words.js for what stands in the text, and
// emergencies.js for what tells an emergency from other questions.

(() => {
  "use strict";

  const form = document.querySelector("[data-search]");
  if (!form) return;

  const input = form.querySelector(".app-search__words");
  const status = form.querySelector(".app-search__status");
  const list = form.querySelector(".app-search__results");
  const menu = form.closest("details");
  const base = (document.documentElement.dataset.base || form.dataset.base || "./").replace(/\/?$/, "/");
  // Its words: components/search.html. In braces stands what it puts in.
  const ui = document.querySelector("[data-search-words]").content;
  const say = (name, values = {}) => Object.entries(values).reduce(
    (text, [key, value]) => text.replace(`{${key}}`, value), ui.querySelector(`[data-say=${name}]`).textContent);
  const plural = new Intl.PluralRules(document.documentElement.lang || "en");
  const STEP = 8; // results shown at once
  const LEAST = 2; // letters before a search begins
  const MOST = 200; // letters that are looked for: what each costs grows with their number
  const PAINTED = 20; // milliseconds until first results are seen, before the rest is read
  const POLITE = 700; // milliseconds of peace before a number is announced

  // Words ----------------------------------------------------------------------------------

  const APOSTROPHES = /[\u0300-\u036f'\u2018\u2019\u201b\u02bc\u00b4`]/g;
  const WORD = /[\p{L}\p{N}]+/gu;
  const SIMPLE = /^[\x20-\x7e]*$/, SIMPLE_WORD = /[a-z0-9]+/g;
  const fold = (text) => text.normalize("NFD").replace(APOSTROPHES, "").toLowerCase();
  // Nearly all of the index is plain letters: those need no slow look at the alphabets of the world.
  const words = (text) => (SIMPLE.test(text) ? text.replace(/['`]/g, "").toLowerCase().match(SIMPLE_WORD) : fold(text).match(WORD)) || [];
  const stems = (text) => words(text).map(stem);

  // The same stems as scripts/guide/search/stems.py.
  const ENDINGS = [["ing", 3], ["ed", 3], ["nes", 3], ["ful", 3], ["ment", 3], ["ly", 5]];
  const known = new Map();
  const stem = (word) => known.get(word) ?? (known.set(word, cut(word)), known.get(word));
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

  // How a stem sounds, more or less: "fisio" for physio, "eksersis" for exercise.
  const sound = (stem) => stem.replace(/ph/g, "f").replace(/^ps/, "s").replace(/^kn/, "n").replace(/^wr/, "r")
    .replace(/x/g, "ks").replace(/s?c(?=[eiy])/g, "s").replace(/c?[kqc]/g, "k").replace(/(.)h/g, "$1")
    .replace(/y/g, "i").replace(/([a-z])\1/g, "$1");

  const consonants = (heard) => heard.replace(/[aeiou]/g, "");

  // The letters of a word as bits: words that share too few cannot be near each other.
  const letters = (word) => [...word].reduce((bits, letter) => bits | (1 << (letter.charCodeAt() & 31)), 0);
  function apart(a, b) {
    let bits = a ^ b, count = 0;
    for (; bits; bits &= bits - 1) count++;
    return count;
  }

  // Letters that must be added, left out, changed or swapped; more than `most` is not counted.
  const rows = [new Uint8Array(64), new Uint8Array(64), new Uint8Array(64)];
  function distance(a, b, most) {
    if (Math.abs(a.length - b.length) > most || b.length > 60) return most + 1;
    let [last, before, row] = rows;
    for (let j = 0; j <= b.length; j++) row[j] = j;
    for (let i = 1; i <= a.length; i++) {
      [last, before, row] = [before, row, last];
      let least = row[0] = i;
      for (let j = 1; j <= b.length; j++) {
        let cost = Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a[i - 1] !== b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, last[j - 2] + 1);
        row[j] = cost;
        if (cost < least) least = cost;
      }
      if (least > most) return most + 1;
    }
    return row[b.length];
  }

  // Index ----------------------------------------------------------------------------------

  // A word that is whole may still begin a longer one, but that is a weaker guess.
  const WHOLE = 0.5;

  // What a stem weighs by where it stands, and what a phrase weighs that is asked for whole.
  const TITLE = 10, LAY = 10, HEADING = 5, SUMMARY = 3, TEXT = 1.5;

  let pages, places, stop, stops, small, common, groups, forms, urgent, vocabulary, rarities;

  function read(topics) {
    stop = new Set(topics.stop.split(" "));
    stops = new Set([...stop].map(stem));
    small = new Set(stems(SMALL));
    // The commonest first: they weigh least.
    common = new Map(topics.common.split(" ").map((stem, at, all) => [stem, 0.1 + 0.6 * at / all.length]));
    places = new Map(); // stem -> [[page, section, weight]]
    const phrases = (text) => text.split("|").map((phrase) => phrase.split(" "));
    groups = topics.same.map(phrases);
    forms = new Map(); // first stem -> [[group, stems]]
    groups.forEach((group, at) => group.forEach((form) => {
      if (!forms.has(form[0])) forms.set(form[0], []);
      forms.get(form[0]).push([at, form]);
    }));
    pages = topics.pages.map(([path, title, lay, headings, boost = 1], at) => {
      const page = { path, title, boost, sections: [""], phrases: [] };
      page.address = path === "index" ? "" : path.replace(/\/index$/, "") + (/\/index$/.test(path) && topics.end !== "/" ? "/index" : "") + topics.end;
      const add = (text, section, weight) => {
        const all = stems(text), phrase = telling(all);
        phrase.forEach((one) => put(one, at, section, weight));
        page.phrases.push([phrase, weight, all, weight === LAY && section === 0 && text !== title ? text : ""]);
      };
      add(title, 0, TITLE);
      if (lay) lay.split("|").forEach((text) => add(text, 0, LAY));
      if (headings) headings.split("|").forEach((heading, place) => {
        const [text, anchor] = heading.split("\t");
        page.sections.push([text, anchor]);
        add(text, place + 1, HEADING);
      });
      return page;
    });
    const asUnits = (text) => phrases(text).map(units);
    urgent = topics.urgent.map(([place, path, anchor, always, when]) => ({
      place, page: pages.findIndex((page) => page.path === path), anchor, always: asUnits(always), when: when && asUnits(when),
    })).filter(({ page }) => page >= 0);
    urgent.forEach(({ always, when = [] }) => [...always, ...when].flat().forEach(({ own }) => put(own)));
    groups.flat(2).forEach((one) => put(one));
    learn();
  }

  function put(stem, ...place) {
    if (!places.has(stem)) places.set(stem, []);
    if (place.length) places.get(stem).push(place);
  }

  // Lines of scripts/guide/search/index.py: letters shared with the line before, the rest, places.
  function readWords(text) {
    const owners = pages.flatMap((page, at) => page.sections.map((_, section) => [at, section]));
    let before = "";
    for (const line of text.split("\n")) {
      const [rest, numbers = ""] = line.slice(1).split(" ");
      before = before.slice(0, line[0]) + rest;
      put(before);
      let place = 0;
      for (const [letters] of numbers.matchAll(/[a-z]*[A-Z]/g)) {
        place += [...letters].reduce((sum, letter) => sum * 26 + (letter.toLowerCase().charCodeAt() - 97), 0);
        put(before, ...owners[place >> 1], place % 2 ? SUMMARY : TEXT);
      }
    }
    learn();
  }

  // What is made of all places, when it is first needed: the sounds of words, how rare each is.
  function learn() {
    vocabulary = undefined;
    rarities = new Map(common);
  }

  const heard = (all) => all.map((stem) => {
    const sounds = sound(stem);
    return [stem, sounds, letters(stem), letters(sounds)];
  });
  const heardAs = () => vocabulary ??= heard([...new Set([...places.keys(), ...common.keys()])]);

  function rarity(stem) {
    if (!rarities.has(stem)) {
      const number = new Set((places.get(stem) || []).map(([page]) => page)).size;
      rarities.set(stem, Math.log(1 + pages.length / (number + 0.5)));
    }
    return rarities.get(stem);
  }

  const slug = (text) => text.normalize("NFKD").replace(/[^\w\s-]/g, "").trim().toLowerCase().replace(/[-\s]+/g, "-");
  const telling = (all) => {
    const kept = all.filter((stem) => !stops.has(stem));
    return kept.length ? kept : all;
  };

  // Emergencies ----------------------------------------------------------------------------

  // What scripts/guide/search/emergencies.py says of features, weights and places.
  const PLACES = ["overdose", "crisis", "urgent"];
  const UNIT = 4, LETTERS = 4, NEARLY = 0.7;
  let weights = new Map(), heardInEmergencies;

  // Lines: letters shared with the line before, the rest, and three weights as capitals.
  function readEmergencies({ always, lines }) {
    let before = "";
    weights = new Map([["^", always]]);
    for (const line of lines.split("\n")) {
      before = before.slice(0, line[0]) + line.slice(1, -3);
      weights.set(before, [...line.slice(-3)].map((letter) => letter.charCodeAt() - 78));
    }
    heardInEmergencies = undefined;
  }

  // How likely each place is against none, as logarithms.
  function scores(said) {
    const features = new Set(said);
    said.forEach((stem, at) => {
      if (at) features.add(`${said[at - 1]} ${stem}`);
      if (stem.length > LETTERS) features.add(`${stem.slice(0, LETTERS)}*`);
      if (/^[0-9]+$/.test(stem)) features.add("#");
    });
    const sums = [...weights.get("^") ?? PLACES.map(() => -Infinity)];
    for (const feature of features) weights.get(feature)?.forEach((weight, at) => { sums[at] += weight; });
    return sums.map((sum) => sum / UNIT);
  }

  // The places that a question needs: those of phrases that were said, and what is likely.
  function needed(all, said = []) {
    const isLikely = all.reduce((sum, score) => sum + Math.exp(score), 0) > 1;
    const best = Math.max(...all);
    const of = (place) => (said.includes(place) ? Math.max(best, 1) : all[PLACES.indexOf(place)]);
    const found = PLACES.filter((place) => said.includes(place) || (isLikely && (of(place) === best || of(place) > 0)));
    const top = Math.max(...found.map(of));
    // Of places that are nearly as likely as the likeliest, the order of PLACES tells.
    const rank = (place) => Math.min(of(place), top - NEARLY);
    return found.sort((a, b) => rank(b) - rank(a));
  }

  // A stem, or the one that it is a slip of, if nobody knows it.
  function meant(own) {
    if (own.length < 5 || weights.has(own) || places.has(own) || common.has(own) || stops.has(own)) return own;
    heardInEmergencies ??= heard([...weights.keys()].filter((name) => name.length > 3 && !/[ *]/.test(name)));
    return slips(own, false, own.length, heardInEmergencies)[0]?.[0] ?? own;
  }

  // Query ----------------------------------------------------------------------------------

  // The small words that an urgent phrase may lack; "not" and "can't" are none of them.
  const SMALL = "a an the my i im in of to for or and is it its am me when with have had has having been during go need needs";

  // The places in `all` where a form of a group stands: [group, start, length].
  const formsIn = (all) => all.flatMap((first, start) => (forms.get(first) || [])
    .filter(([, form]) => form.every((one, next) => all[start + next] === one))
    .map(([group, form]) => [group, start, form.length]));

  // A phrase as what each part of it means: its own stem, or the groups that it belongs to.
  function units(all) {
    const fits = formsIn(all).sort((a, b) => b[2] - a[2]);
    const found = [];
    for (let at = 0; at < all.length;) {
      const longest = fits.find(([, start]) => start === at)?.[2] || 1;
      const same = fits.filter(([, start, length]) => start === at && length === longest).map(([group]) => group);
      if (same.length || !small.has(all[at])) found.push({ own: all[at], single: longest === 1, same });
      at += longest;
    }
    return found;
  }

  // The other words of a group. Its phrases are left out: "lost feeling" is not about losing.
  function alike(group, add) {
    for (const { 0: only, length } of groups[group]) if (length === 1 && !stops.has(only)) add(only, 0.7);
  }

  // The stems that a word may stand for, each with how sure that is.
  function meanings(word, isLast) {
    const own = stem(word);
    const found = new Map();
    const add = (stem, sure) => { if (!(found.get(stem) >= sure)) found.set(stem, sure); };
    const whole = places.has(own) || common.has(own) || stop.has(word);
    if (whole) add(own, 1);
    // "Over 70", "in my 80s", "aged 75" ask about age.
    if (/^[5-9]\ds?$/.test(word)) for (const [group] of forms.get("old") || []) alike(group, add);
    if (isLast) {
      for (const [stem] of heardAs()) {
        if (stops.has(stem)) continue;
        if (stem.startsWith(own) || stem.startsWith(word)) add(stem, Math.min(whole ? WHOLE : 0.95, Math.max(0.4, 0.95 * word.length / (stem.length + 2))));
        else if (stem.length > 3 && word.startsWith(stem) && ENDINGS.some(([ending]) => ending.startsWith(word.slice(stem.length)))) add(stem, 0.9);
      }
    }
    if (!found.size) slips(own, isLast, word.length).forEach(([stem, sure]) => add(stem, sure));
    if (!stop.has(word)) for (const [stem, sure] of [...found]) {
      for (const [group, { length }] of forms.get(stem) || []) if (length === 1) alike(group, (other, less) => add(other, less * sure));
    }
    return found;
  }

  // The stems nearest to a word that nobody knows, if they are near enough.
  function slips(own, isLast, length, among = heardAs()) {
    const heard = sound(own);
    const most = own.length < 4 ? 0 : own.length < 7 && length < 8 ? 1 : 2;
    let best = most + 1, found = [];
    const [ownBits, heardBits] = [letters(own), letters(heard)];
    for (const [stem, sounds, bits, soundBits] of among) {
      if (stem.length < 3 || (heard[0] !== sounds[0] && heard.slice(-3) !== sounds.slice(-3))) continue;
      let off = most + 1, like = stem, less = 0;
      if (apart(heardBits, soundBits) <= 2 * most) off = distance(heard, sounds, most);
      if (apart(ownBits, bits) <= 2 * most) off = Math.min(off, distance(own, stem, most));
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
  function joined(all) {
    return all.flatMap((word, at) => {
      const pair = at + 1 < all.length && stem(word + all[at + 1]);
      if (pair && places.get(pair)?.length && !(stop.has(word) && stop.has(all[at + 1]))) return [word, word + all[at + 1]];
      if (!places.has(stem(word)) && word.length > 5 && !slips(stem(word), false, word.length).some(([, sure]) => sure > 0.8)) {
        for (let cut = 3; cut < word.length - 1; cut++) {
          const parts = [word.slice(0, cut), word.slice(cut)];
          if (parts.every((part) => places.has(stem(part)) || stop.has(part)) && places.has(stem(parts[0]))) return parts;
        }
      }
      return [word];
    });
  }

  function ask(text) {
    const typing = /[\p{L}\p{N}]$/u.test(text);
    const all = joined(words(text));
    const asked = all.map((word, at) => ({ word, own: stem(word), found: meanings(word, typing && at === all.length - 1 && word.length > 1) }));
    // A form of several words stands for its group, at its last word.
    for (const [group, start, length] of formsIn(asked.map(({ own }) => own))) {
      if (length > 1) {
        const last = asked[start + length - 1];
        last.groups = [...(last.groups || []), group];
        alike(group, (other) => last.found.set(other, Math.max(0.8, last.found.get(other) || 0)));
      }
    }
    const terms = asked.filter(({ word, groups }) => groups || !stop.has(word));
    return { asked, terms: terms.length ? terms : asked };
  }

  // The urgent places that are asked for, the one to show first in front.
  function urgentIn(text, asked) {
    const own = new Set(asked.flatMap(({ found }) => [...found].filter(([, sure]) => sure >= 0.55).map(([stem]) => stem)));
    const same = new Set(asked.flatMap(({ groups = [] }) => groups));
    own.forEach((stem) => (forms.get(stem) || []).forEach(([group, form]) => { if (form.length === 1) same.add(group); }));
    const isAsked = (phrases) => phrases.some((units) => units.every((unit) => (unit.single && own.has(unit.own)) || unit.same.some((group) => same.has(group))));
    const said = urgent.filter(({ always }) => isAsked(always));
    const names = needed(scores(stems(text).map(meant)), said.map(({ place }) => place));
    return names.flatMap((name) => urgent.filter((row) => row.place === name && (!row.when || said.includes(row) || isAsked(row.when))));
  }

  function rank(text) {
    const { asked, terms } = ask(text);
    // A slip counts as the word that it most likely stands for.
    const typed = new Set(asked.map(({ own, found }) => (found.has(own) ? own : [...found].sort((a, b) => b[1] - a[1])[0]?.[0] ?? own)));
    const found = new Map();
    const weights = terms.map(({ own, found }) => {
      if (places.get(own)?.length || common.has(own)) return rarity(own);
      return Math.min(5, ...[...found.keys()].filter((stem) => places.get(stem)?.length || common.has(stem)).map(rarity));
    });
    const whole = weights.reduce((sum, weight) => sum + weight, 0) || 1;
    terms.forEach(({ found: meant }, term) => {
      for (const [stem, sure] of meant) {
        for (const [page, section, weight] of places.get(stem) || []) {
          if (!found.has(page)) found.set(page, { page, best: terms.map(() => 0), sure: terms.map(() => 0), sections: new Map(), stems: new Set() });
          const match = found.get(page);
          const worth = sure * weight;
          match.best[term] = Math.max(match.best[term], worth);
          match.sure[term] = Math.max(match.sure[term], sure);
          match.stems.add(stem);
          if (section) {
            const of = match.sections.get(section) || terms.map(() => 0);
            of[term] = Math.max(of[term], worth);
            match.sections.set(section, of);
          }
        }
      }
    });
    for (const match of found.values()) {
      const page = pages[match.page];
      // What nearly every page has in its text is missed on none.
      const sure = match.sure.map((sure, term) => (common.has(terms[term].own) ? 1 : sure));
      const sum = (values) => values.reduce((total, value, term) => total + value * weights[term], 0);
      let bonus = 0;
      for (const [phrase, weight, all, said] of page.phrases) {
        let held = 0, size = 0;
        for (const stem of phrase) {
          size += rarity(stem);
          held += Math.max(0, ...terms.map(({ found: meant }, term) => (meant.get(stem) || 0) * Math.min(rarity(stem), weights[term])));
        }
        const cover = held / (size || 1);
        // Of two that hold the same words, the one that is more like the question as it was typed.
        const alike = all.filter((stem) => typed.has(stem)).length / new Set([...all, ...typed]).size;
        const worth = weight * held * cover * cover * Math.min(1, held / whole + 0.2) * (1 + alike / 4);
        if (worth > bonus) [bonus, match.said] = [worth, said];
      }
      match.score = (sum(match.best) + bonus) * (sum(sure) / whole) ** 1.5 * page.boost;
      const [section, worth] = [...match.sections].map(([section, of]) => [section, sum(of)]).sort((a, b) => b[1] - a[1])[0] || [];
      if (worth) match.section = page.sections[section];
    }
    // Each urgent place once; its page then stands nowhere else.
    const before = urgentIn(text, asked).map(({ page, anchor }) => ({
      page, stems: found.get(page)?.stems || new Set(), urgent: true,
      section: pages[page].sections.find((section) => section && (section[1] ?? slug(section[0])) === anchor),
    }));
    before.forEach(({ page }) => found.delete(page));
    return [...before, ...[...found.values()].sort((a, b) => b.score - a.score || a.page - b.page)];
  }

  // Page -----------------------------------------------------------------------------------

  const make = (name, className, ...inside) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...inside);
    return element;
  };

  const link = (address, ...inside) => {
    const a = make("a", "", ...inside);
    const [path, anchor] = address.split("#");
    const file = location.protocol === "file:" && /(^|\/)$/.test(path) ? `${path}index.html` : path;
    a.href = base + file + (anchor ? `#${anchor}` : "");
    return a;
  };

  // A text with the words found in it marked.
  function marked(text, found) {
    const parts = [];
    let end = 0;
    for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}'\u2019]+/gu)) {
      if (!stems(word).some((stem) => found.has(stem))) continue;
      parts.push(text.slice(end, index), make("mark", "", word));
      end = index + word.length;
    }
    return [...parts, text.slice(end)];
  }

  function item(match) {
    const page = pages[match.page];
    const own = link(page.address, ...marked(page.title, match.stems));
    const li = make("li", "app-search__result", own);
    if (match.urgent) li.classList.add("app-search__result--urgent");
    if (match.section) {
      const [heading, anchor = slug(heading)] = match.section;
      const part = link(`${page.address}#${anchor}`, ...marked(heading, match.stems));
      if (match.urgent) own.replaceWith(part);
      li.append(make("p", "app-search__part", match.urgent ? own : part));
    }
    if (match.said && !li.querySelector("mark")) li.append(make("p", "app-search__said", `${say("also-about")} `, ...marked(match.said, match.stems)));
    return li;
  }

  let shown = 0, results = [], telling_;

  function more() {
    const next = results.slice(shown, shown + STEP).map(item);
    list.append(...next);
    shown += next.length;
    form.querySelector(".app-search__more")?.remove();
    if (shown < results.length) {
      const button = make("button", "app-search__more", say("more"));
      button.type = "button";
      button.addEventListener("click", () => { more().querySelector("a").focus(); announce(0); });
      list.after(button);
    }
    return next[0];
  }

  function announce(after) {
    clearTimeout(telling_);
    const count = results.length;
    const text = count && say(`${shown < count ? "shown" : "found"}-${plural.select(count)}`, { count, shown });
    telling_ = setTimeout(() => { status.textContent = asks() && ready() ? text || say("nothing") : ""; }, after);
  }

  const typed = () => input.value.trim().slice(0, MOST);
  const asks = () => typed().length >= LEAST;
  const ready = () => Boolean(pages);

  function nothing() {
    const kind = ui.querySelector(".app-search__none").cloneNode(true);
    kind.querySelectorAll("a").forEach((a) => a.replaceWith(link(pages.find(({ path }) => path === a.dataset.page)?.address ?? "", ...a.childNodes)));
    list.append(make("li", "app-search__result", kind));
  }

  function show() {
    if (!ready()) return void load();
    list.replaceChildren();
    form.querySelector(".app-search__more")?.remove();
    results = asks() ? rank(typed()) : [];
    shown = 0;
    if (results.length) more();
    else if (asks()) nothing();
    announce(asks() ? POLITE : 0);
  }

  let loading;
  const script = (file) => new Promise((resolve, reject) => {
    const element = make("script");
    element.src = base + file;
    element.addEventListener("load", resolve);
    element.addEventListener("error", reject);
    document.head.append(element);
  });

  function load() {
    loading ??= (async () => {
      try {
        // All are asked for at once, and the first result waits for topics.js alone.
        const [first, ...others] = ["topics", "emergencies", "words"].map((name) => script(`search/${name}.js`));
        others.forEach((other) => other.catch(() => {}));
        await first;
        read(self.guideTopics);
        if (asks()) show();
        await new Promise((resolve) => { setTimeout(resolve, PAINTED); });
        const [emergencies, text] = others;
        const more = (file, use) => file.then(() => {
          use();
          if (asks()) show();
        });
        await Promise.all([
          more(emergencies, () => readEmergencies(self.guideEmergencies)),
          more(text, () => readWords(self.guideWords)),
        ]);
      } catch {
        loading = undefined;
        if (!ready()) status.textContent = say("broken");
      }
    })();
  }

  input.addEventListener("focus", load);
  input.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.focus();
  });
  form.addEventListener("keydown", (event) => {
    const stops = [input, ...list.querySelectorAll("a"), ...form.querySelectorAll(".app-search__more")];
    const at = stops.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && at >= 0 && stops[at + step]) {
      event.preventDefault();
      stops[at + step].focus();
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (input.value) {
        input.value = "";
        show();
        input.focus();
      } else if (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    }
  });
  list.addEventListener("click", (event) => {
    if (!event.target.closest("a")) return;
    // So that the way back leads to the results. The words stay in this tab, not in its address.
    history.replaceState({ ...history.state, search: input.value }, "");
    // A result on the same page only scrolls: close the menu that covers it.
    if (menu) menu.open = false;
  });

  form.hidden = false;
  document.querySelectorAll("[data-search-only]").forEach((element) => { element.hidden = false; });
  if (history.state?.search) {
    input.value ||= history.state.search;
    history.replaceState({ ...history.state, search: "" }, "");
    if (menu) menu.open = true;
  }
  if (input.value || document.activeElement === input) show();
})();
