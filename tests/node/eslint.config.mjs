import js from "@eslint/js";
import globals from "globals";

const own = { guideSearch: "writable", guideTopics: "readonly", guideWords: "readonly", guideEmergencies: "readonly", guideSentences: "readonly" };

export default [
  {
    ...js.configs.recommended,
    rules: {
      ...js.configs.recommended.rules,
      "no-var": "error",
      "prefer-const": ["error", { destructuring: "all" }],
      eqeqeq: "error",
    },
  },
  { files: ["docs/**/*.js"], languageOptions: { sourceType: "script", globals: { ...globals.browser, ...own } } },
  { files: ["scripts/**/*.js"], languageOptions: { sourceType: "script", globals: { ...globals.serviceworker, FILES: "readonly", ON_REQUEST: "readonly", SIZE: "readonly" } } },
  { ignores: ["**/node_modules/"] },
  { files: ["tests/node/*.mjs"], languageOptions: { globals: { ...globals.nodeBuiltin, ...own } } },
];
