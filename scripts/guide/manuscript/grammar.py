"""The grammar of a citation in Markdown: the signs of a text that matter, as one pattern.

Each match of `TOKEN` sets one group of these: `key`, `braced` or `doi` for a citekey; `all` for
`@*`; `definition` with `alias` and `target` for what Manubot calls a tag; `example` with `label`
for a numbered example of Pandoc; `open`, `close` and `link` for brackets; `paragraph` for the end
of one; `ticks`, `comment` and `element` for what begins something that is no prose. What sets
none of them is to be passed over.
"""

from __future__ import annotations

import re

# Pandoc: letters and digits, and among them single marks; `//` for the sake of addresses.
KEY = r"\w(?:\w|[:.\#$%&+?<>~/-](?=\w)|[:/](?=/))*"
TOKEN = re.compile(
    rf"""
      (?P<escape>\\[^\w\s])
    | (?P<ticks>`+)
    | (?P<math>\$\$[^$]+\$\$
        | (?<!\w)\$(?![\s$]|\d[^$]*@)(?:[^$\\\n]|\\.|\n(?![ \t]*\n))+?(?<!\s)\$(?!\d))
    | (?P<comment><!--)
    | (?P<tag></?(?P<element>[A-Za-z][\w-]*)(?=[\s/>])[^<>]*> | <[A-Za-z][\w+.-]*:[^<>\s]*>)
    | (?P<all>(?<![^\W_])@\*)
    | (?<![^\W_])@(?:\{{(?P<braced>(?:[^{{}}\n]|\{{[^{{}}\n]*\}})+)\}}
        | (?P<doi>(?i:doi):10\.[^\s\[\],;|*`"'\\]+) | (?P<key>{KEY}))
    | (?P<url>(?:https?|ftp)://[^\s<>\[\]|]+)
    | (?P<example>(?<=\n)(?<=\n\n)[ ]{{0,3}}\(@(?P<label>[\w-]*)\)(?=\s))
    | (?P<definition>(?<=\n)[ ]{{0,3}}\[@(?P<alias>{KEY})\]:[ \t]+<?(?P<target>[\w+.-]+:\S+?)>?
        (?=[ \t]*(?:"[^"\n]*"[ \t]*)?\n))
    | (?P<open>!?\[)
    | (?P<link>\]\((?:[^()\n]|\([^()\n]*\))*\) | \]\[[^\[\]\n@]*\])
    | (?P<close>\])
    | (?P<paragraph>\n[ \t]*\n)
    """,
    re.VERBOSE | re.DOTALL,
)
