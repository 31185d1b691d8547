// What tests/search_cases.py prints of each list of cases.
import { isRight, load, readCases, urgentPlaces } from "./engine.mjs";

const engine = load();
for (const [name, cases] of Object.entries(readCases().emergencies)) {
  const wrong = cases.filter((one) => !isRight(engine, one));
  console.log(`${name}: ${cases.length - wrong.length} of ${cases.length} right`);
  for (const place of [...new Set(cases.map((one) => one.place))].sort()) {
    const of = cases.filter((one) => one.place === place);
    console.log(`  ${place} ${of.filter((one) => !wrong.includes(one)).length} of ${of.length}`);
  }
  for (const { query, place } of wrong) console.log(`  ${place}: ${query} -> ${urgentPlaces(engine, query).join(" ") || "none"}`);
}
