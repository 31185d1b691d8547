"""One page of every kind, for tests that would be the same on each other page of it."""

KINDS = {
    "home": "",
    "cards for getting help": "urgent-help/",
    "long text with a table": "understand/what-adds-to-pain/",
    "drawing": "understand/sensitive-alarm/",
    "flare-up": "flare-ups/what-to-do/",
    "list of routines": "routines/",
    "routine": "routines/micro-movement/",
    "list of myths": "myths/",
    "myth": "myths/posture/",
    "tables": "treatments/",
    "treatment": "treatments/surgery/",
    "register": "professionals/claims/",
    "plan sheet": "plans/weekly-activity/",
    "other websites": "find-more/",
    "bibliography": "references/",
    "A to Z": "a-to-z/",
    "words explained": "words/",
    "pattern library": "patterns/",
    "page not found": "404.html",
}
