// The search engine as it is served, with the index and the cases that tests/search_cases.py wrote.
import fs from "node:fs";
import path from "node:path";
import vm from "node:vm";

const folder = process.env.GUIDE_SEARCH ?? "";
/** @param {string} file */
const run = (file) => vm.runInThisContext(fs.readFileSync(file, "utf8"), { filename: file });

/**
 * @typedef {{query: string, pages: string[]}} Case
 * @typedef {{query: string, place: string}} Emergency
 * @typedef {{right: Record<string, Case[]>, emergencies: Record<string, Emergency[]>, titles: string[],
 *   stems: Record<string, string>, scored: {stems: string[], scores: number[], needed: string[]}[]}} Cases
 * @returns {Cases}
 */
export const readCases = () => JSON.parse(fs.readFileSync(path.join(folder, "cases.json"), "utf8"));

/** An engine of its own; without `words` as it is until the words of the text have come. */
export function load({ words = true, emergencies = true } = {}) {
  run(path.join(folder, "search-engine.js"));
  for (const name of ["topics", "words", "emergencies", "sentences"]) run(path.join(folder, "search", `${name}.js`));
  const engine = guideSearch;
  engine.readTopics(guideTopics);
  if (emergencies) engine.readEmergencies(guideEmergencies);
  if (words) engine.readWords(guideWords);
  engine.readSentences(guideSentences);
  return engine;
}

// What a case calls a place, and where the results may lead that answer it.
/** @type {Record<string, string[]>} */
export const PLACES = {
  overdose: ["what-helps/painkillers/#too-much-medicine"],
  crisis: ["urgent-help/#help-in-a-mental-health-crisis"],
  urgent: ["urgent-help/", "daily-life/pregnancy/#urgent-signs-in-pregnancy"],
};

/**
 * The places that a query brings first and marked as urgent, such as `urgent-help/`.
 * @param {GuideSearch} engine
 * @param {string} query
 */
export const urgentPlaces = (engine, query) => engine.rank(query).filter(({ urgent }) => urgent)
  .map(({ page, section }) => (section ? `${page.address}#${section.anchor}` : page.address));

/** Whether a case has what it must: its place first, or with `none` no emergency at all. @type {(engine: GuideSearch, one: Emergency) => boolean} */
export const isRight = (engine, { query, place }) => {
  const found = urgentPlaces(engine, query);
  return place === "none" ? !found.length : (PLACES[place] ?? []).includes(found[0] ?? "");
};

/** The place of the first right page among those found, from 0; -1 if none was. @type {(engine: GuideSearch, one: Case) => number} */
export const rankOf = (engine, { query, pages }) => {
  const right = pages.map((page) => engine.addressOf(page));
  return engine.rank(query).findIndex(({ page }) => right.includes(page.address));
};
