// What the scripts of the guide give each other. Only the checks read this file.

/** `search/topics.js`: see scripts/guide/search/index.py. */
interface GuideTopics {
  end: string;
  stop: string;
  common: string;
  same: string[];
  urgent: [place: string, path: string, anchor: string, always: string, when?: string][];
  pages: [path: string, title: string, lay: string, headings: string, boost?: number][];
}

/** `search/emergencies.js`. */
interface GuideEmergencies {
  always: number[];
  lines: string;
}

/** `search/sentences.js`: for each page the number of its kind, and its sentences. */
interface GuideSentences {
  kinds: string[];
  pages: [kind: number, ...sentences: string[]][];
}

/** A page that answers a question; `stems` are those that were found in it. */
interface GuideResult {
  page: { path: string; address: string; title: string; kind?: string };
  stems: Set<string>;
  urgent: boolean;
  place?: string;
  section?: { heading: string; anchor: string };
  said?: string;
}

interface GuideSearch {
  readTopics(topics: GuideTopics): void;
  readWords(lines: string): void;
  readEmergencies(emergencies: GuideEmergencies): void;
  readSentences(shown: GuideSentences): void;
  sentenceOf(result: Pick<GuideResult, "page" | "stems">): string | undefined;
  rank(text: string): GuideResult[];
  addressOf(path: string): string | undefined;
  stem(word: string): string;
  stems(text: string): string[];
  scores(stems: string[]): number[];
  needed(scores: number[], said?: string[]): string[];
}

declare var guideTopics: GuideTopics;
declare var guideWords: string;
declare var guideEmergencies: GuideEmergencies;
declare var guideSentences: GuideSentences;
declare var guideSearch: GuideSearch;
