// What tests/search_cases.py prints of each list of cases.
import { isRight, load, rankOf, readCases, urgentPlaces } from "./engine.mjs";

const engine = load();
const cases = readCases();

for (const [name, listed] of Object.entries(cases.right)) {
  const ranks = listed.map((one) => rankOf(engine, one));
  const share = (/** @type {number} */ most) => `${(100 * ranks.filter((rank) => rank >= 0 && rank < most).length / listed.length).toFixed(1)} %`;
  const alarms = listed.filter(({ query }) => urgentPlaces(engine, query).length).length;
  console.log(`${name}: of ${listed.length}, right page first ${share(1)}, in the first three ${share(3)}; ${alarms} with an urgent card`);
  for (const page of new Set(listed.flatMap((one) => one.pages))) if (engine.addressOf(page) === undefined) console.log(`  there is no page "${page}"`);
  listed.forEach(({ query, pages }, at) => {
    if (ranks[at]) console.log(`  ${pages.join(",")}: ${query} -> ${engine.rank(query).slice(0, 3).map(({ page, urgent }) => `${urgent ? "urgent:" : ""}${page.address || "home"}`).join(" ") || "none"}`);
  });
}

for (const [name, listed] of Object.entries(cases.emergencies)) {
  const wrong = listed.filter((one) => !isRight(engine, one));
  console.log(`${name}: ${listed.length - wrong.length} of ${listed.length} right`);
  for (const place of [...new Set(listed.map((one) => one.place))].sort()) {
    const of = listed.filter((one) => one.place === place);
    console.log(`  ${place} ${of.filter((one) => !wrong.includes(one)).length} of ${of.length}`);
  }
  for (const { query, place } of wrong) console.log(`  ${place}: ${query} -> ${urgentPlaces(engine, query).join(" ") || "none"}`);
}
