// What the search finds: its ranking, its slips, its emergencies. The page is tests/browser/test_search.py.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isRight, load, rankOf, readCases, urgentPlaces } from "./engine.mjs";

const engine = load();
const cases = readCases();

/** @type {(query: string) => string[]} */
const pages = (query) => engine.rank(query).map(({ page }) => page.address);
/** @param {string} query */
const urgent = (query) => urgentPlaces(engine, query);

// Ranking ------------------------------------------------------------------------------------

/** @param {import("./engine.mjs").Case} one */
const placeOf = (one) => rankOf(engine, one);

test("every case names pages of the guide", () => {
  const listed = Object.values(cases.right).flat();
  assert.deepEqual(listed.filter((one) => !one.pages.length || !one.pages.every((page) => engine.addressOf(page) !== undefined)), []);
});

// Right page first, and among the first three, of 100 queries. Those held out later, before
// another round of tuning, found less at first, as their heads tell: the words of patients have no end.
const LEAST = {
  all: [91, 98], tuned: [96, 100], developed: [82, 95], "held-out": [94, 98], "held-out-later": [92, 96],
  "blind-third": [80, 96], "blind-second": [79, 96], blind: [84, 95],
};

test("the right page comes first", (t) => {
  const lists = { ...cases.right, all: Object.values(cases.right).flat() };
  assert.ok(lists.all.length >= 140);
  for (const [name, listed] of Object.entries(lists)) {
    const places = listed.map(placeOf);
    const missed = listed.filter((_, i) => places[i] !== 0);
    const first = 100 - 100 * missed.length / listed.length;
    const three = 100 * places.filter((place) => place >= 0 && place < 3).length / listed.length;
    t.diagnostic(`${name}: ${listed.length} queries, first ${first.toFixed(1)}%, top three ${three.toFixed(1)}%`);
    const [leastFirst, leastThree] = Object.entries(LEAST).find(([of]) => of === name)?.[1] ?? [100, 100];
    assert.ok(first >= leastFirst && three >= leastThree, `${name}: not first are ${missed.map(({ query }) => query).join(", ")}`);
  }
});

// It was tuned with these, so each must do: a case that nothing can answer is told by its name.
test("each tuned case finds a right page among the first three", () => {
  const missed = cases.right.tuned.filter((one) => ![0, 1, 2].includes(placeOf(one)));
  assert.deepEqual(missed.map((one) => ({ ...one, found: pages(one.query).slice(0, 3) })), []);
});

// Whatever is in a row finds the same page first.
const ALIKE = {
  "what-helps/scans/": ["slipped disc", "slipped discs", "slipped disk", "sliped disc"],
  "treatments/anti-inflammatories/": ["ibuprofen", "ibruprofen", "ibuprofin", "ibuprophen"],
  "treatments/acupuncture/": ["acupuncture", "acupunture", "accupuncture", "acupucnture"],
  "understand/sciatica/": ["sciatica", "siatica", "sciattica", "sciatca", "sciatcia"],
  "understand/stenosis/": ["stenosis", "stenossis", "spinal stenosis", "stenosus"],
  "understand/osteoporosis/": ["osteoporosis", "ostioporosis", "osteoperosis", "osteoporosis exercise"],
  "daily-life/sleep/": ["can't sleep", "can’t sleep", "cant sleep", "CAN'T SLEEP", "cannot sleep"],
  "routines/walking/": ["walking", "wallking", "walkin", "how far do I walk"],
  "treatments/not-advised/": ["traction", "tracton", "what is traction", "paracetamol", "paracetomol", "parecetamol", "paracetaml"],
  "understand/why-pain-stays/": ["central sensitisation", "central sensitization"],
};

for (const [page, queries] of Object.entries(ALIKE)) {
  test(`slips, plurals, apostrophes and spellings make no difference to ${page}`, () => {
    assert.deepEqual(queries.map((query) => [query, pages(query)[0]]), queries.map((query) => [query, page]));
  });
}

test("a slip finds what the word finds", () => {
  const slips = { masage: "massage", massages: "massage", excercise: "exercise", physo: "physio", phisio: "physio", fizio: "physio" };
  for (const [slip, word] of Object.entries(slips)) assert.ok(pages(word).slice(0, 3).includes(pages(slip)[0]), slip);
});

test("the last word may be unfinished", () => {
  for (const half of ["acup", "acupu", "acupunc"]) assert.match(pages(half)[0], /acupuncture/);
  assert.equal(pages("slipped d")[0], "what-helps/scans/");
  assert.equal(pages("pregn")[0], "daily-life/pregnancy/");
  assert.match(pages("painki").slice(0, 3).join(" "), /painkillers/);
});

test("the page about a thing comes before the word explained", () => {
  for (const word of ["acupuncture", "traction", "massage", "surgery", "osteoporosis"]) assert.notEqual(pages(word)[0], "words/");
});

test("a word explained is found if no page is about it", () => {
  assert.equal(pages("peripheral vascular disease")[0], "words/");
});

test("titles and headings are found before the words of the text have come", () => {
  const early = load({ words: false, emergencies: false });
  assert.equal(early.rank("slipped disc")[0]?.page.address, "what-helps/scans/");
  assert.deepEqual(urgentPlaces(early, "i want to kill myself"), ["urgent-help/#help-in-a-mental-health-crisis"]);
});

test("signs and rubbish are no fault", () => {
  for (const query of ["", " ", "?", "'", "((", "\\", "<b>", "🙂", "a", "x".repeat(300), "back ".repeat(60), "ñandú"]) pages(query);
});

// What the page lets through of a text without end: see MOST in search.js.
test("a long text takes no second", () => {
  for (const text of ["a", "ache", "back ", "qzx", "é"]) {
    const start = performance.now();
    pages(text.repeat(200).slice(0, 200));
    assert.ok(performance.now() - start < 1000, text);
  }
});

// What a result shows ------------------------------------------------------------------------

/** @param {string} query */
const shown = (query) => {
  const [best] = engine.rank(query);
  return [best.page.kind, engine.sentenceOf(best)];
};

test("a result shows the sentence that has the words, and the kind of its page", () => {
  assert.match(shown("pedals")[1] ?? "", /pedals/);
  assert.equal(shown("walking")[0], "Routine");
  assert.equal(shown("bad posture")[0], "Myth");
  for (const word of ["warfarin", "mattress", "hoovering", "pins and needles", "gabapentin"]) {
    const [best] = engine.rank(word);
    const found = engine.stems(engine.sentenceOf(best) ?? "").filter((stem) => best.stems.has(stem));
    assert.notDeepEqual(found, [], word);
  }
});

test("a page without the words in a sentence shows its main message", () => {
  const [page] = engine.rank("walking").map(({ page }) => page);
  assert.equal(engine.sentenceOf({ page, stems: new Set(["zeppelin"]) }), engine.sentenceOf({ page, stems: new Set() }));
});

// Emergencies --------------------------------------------------------------------------------

test("every urgent phrasing brings a place for emergencies first", () => {
  const listed = cases.emergencies["urgent"];
  assert.ok(listed.length >= 100);
  assert.deepEqual(listed.map(({ query }) => query).filter((query) => !urgent(query).length), []);
});

test("every emergency brings its own place first", () => {
  const listed = cases.emergencies["urgent-tuned"];
  assert.ok(listed.length >= 200);
  assert.deepEqual(listed.filter((one) => !isRight(engine, one)), []);
});

test("an emergency is heard in words that nobody learned from", (t) => {
  const sets = ["urgent-held-out", "urgent-blind", "urgent-blind-second", "urgent-blind-third"];
  for (const name of sets) {
    const listed = cases.emergencies[name];
    const groups = [listed.filter(({ place }) => place !== "none"), listed.filter(({ place }) => place === "none")];
    for (const group of groups.filter(({ length }) => length)) {
      const right = group.filter((one) => isRight(engine, one)).length;
      t.diagnostic(`${name}, ${group[0].place === "none" ? "others" : "emergencies"}: ${right} of ${group.length} right`);
      assert.ok(right >= 0.95 * group.length);
    }
  }
});

test("common words of the guide do not bring urgent help first", () => {
  const queries = [...cases.emergencies["not-urgent"].map(({ query }) => query), ...cases.titles];
  assert.deepEqual(queries.filter((query) => urgent(query).length), []);
});

test("few ordinary questions bring a place for emergencies", (t) => {
  const ordinary = Object.values(cases.right).flat().filter((one) => !one.pages.includes("urgent-help"));
  const wrong = ordinary.filter(({ query }) => urgent(query).length);
  t.diagnostic(`${wrong.length} of ${ordinary.length} ordinary questions first bring urgent help`);
  assert.ok(wrong.length <= 0.05 * ordinary.length, wrong.map(({ query }) => query).join(", "));
});

test("what patients call a thing leads to a page that has other words for it", () => {
  for (const [query, page] of [["foreman", "daily-life/work/"], ["brufen", "treatments/anti-inflammatories/"], ["how long until i am better", "daily-life/outlook/"]]) {
    assert.equal(pages(query)[0], page, query);
  }
});

test("what only looks urgent is not", () => {
  for (const [query, start] of [["knee to chest", "routines/"], ["bend your knees", "myths/"], ["lose weight", "daily-life/"]]) {
    assert.ok(pages(query)[0].startsWith(start), query);
  }
});

test("two places are both shown, the nearer danger first", () => {
  const [overdose, crisis] = ["what-helps/painkillers/#too-much-medicine", "urgent-help/#help-in-a-mental-health-crisis"];
  assert.deepEqual(urgent("took 30 codeine on purpose want to die"), [overdose, crisis]);
  assert.deepEqual(urgent("cant cope any more both legs numb").sort(), ["urgent-help/", crisis]);
  assert.deepEqual(urgent("both legs numb since i fell"), ["urgent-help/"]);
});

test("of places nearly as likely the nearer danger comes first", () => {
  assert.deepEqual(engine.needed([-3, -2, -1]), []);
  assert.deepEqual(engine.needed([1, -1, 2]), ["urgent", "overdose"]);
  assert.deepEqual(engine.needed([1.5, -1, 2]), ["overdose", "urgent"]);
  assert.deepEqual(engine.needed([-9, -9, -9], ["crisis"]), ["crisis"]);
});

test("an urgent phrase is heard without its small words", () => {
  const phrases = load({ words: false, emergencies: false });
  for (const query of ["want to die", "want die"]) {
    assert.deepEqual(urgentPlaces(phrases, query), ["urgent-help/#help-in-a-mental-health-crisis"], query);
  }
});

test("the page of an urgent place stands nowhere else", () => {
  const found = pages("took 20 paracetamol");
  assert.deepEqual(found.filter((page) => page === "what-helps/painkillers/"), [found[0]]);
});

const AROUND = [
  (/** @type {string} */ words) => words,
  (/** @type {string} */ words) => `my back hurts and ${words}`,
  (/** @type {string} */ words) => `${words} since yesterday what do i do`,
  (/** @type {string} */ words) => `is it bad if i ${words} ?`,
  (/** @type {string} */ words) => words.toUpperCase(),
];
const URGENT = [
  "can't pee", "cant wee", "cannot pee", "can not wee", "unable to pass urine",
  "numb between legs", "numb between my legs", "numb bum", "nummb bum", "numb down there",
  "saddle", "wet myself", "wetting myself", "leg weakness both", "weakness in both legs",
  "lost control bowel", "lost control of my bladder", "incontinent", "incontinance",
  "can't feel my legs", "pins and needles in both legs", "foot drop", "chest pain",
  "suicidal", "suicidle", "suiside", "kill myself", "want to die", "end my life",
  "don't want to live", "cauda equina", "took too many tablets", "car crash",
];

test("urgent words bring urgent help first, whatever stands around them", () => {
  const queries = URGENT.flatMap((words) => AROUND.map((around) => around(words)));
  assert.deepEqual(queries.filter((query) => !urgent(query).length), []);
});

// As Python does it --------------------------------------------------------------------------

test("the engine makes the same stems as the index", () => {
  const theirs = Object.entries(cases.stems);
  assert.ok(theirs.length > 2500);
  assert.deepEqual(theirs.filter(([word, stem]) => engine.stem(word) !== stem), []);
});

test("the engine scores emergencies as they were learned", () => {
  assert.ok(cases.scored.length > 500);
  for (const { stems, scores, needed } of cases.scored) {
    assert.deepEqual({ scores: engine.scores(stems), needed: engine.needed(scores) }, { scores, needed });
  }
});
