// The guided view of a routine: one step at a time, with a countdown if the dose has one.
// All words come from the page or from the template #routine-view. Nothing is sent. The place is in
// the history of the browser; that the warnings were read, and the position, in its storage.

(() => {
  "use strict";

  /** @type {HTMLTemplateElement} */
  const template = document.querySelector("#routine-view");
  // No <dialog>: Safari has it since 15.4 only, and Chrome 88 puts a high one in the wrong place.
  /** @type {HTMLElement} */
  const view = document.importNode(template.content, true).querySelector("[role=dialog]");
  /** @type {HTMLButtonElement} */
  const button = document.querySelector("[data-routine] [data-start]");
  /** @type {(selector: string, inside?: ParentNode) => HTMLElement[]} */
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)].map((found) => /** @type {HTMLElement} */ (found));
  /** @type {(name: string) => HTMLButtonElement} */
  const buttonOf = (name) => view.querySelector(`[data-do=${name}]`);
  const fill = (name, ...nodes) => view.querySelector(`[data-fill=${name}]`).replaceChildren(...nodes);
  const put = (words, values) => words.replace(/{(\w+)}/g, (_, name) => values[name]);
  /** @type {HTMLElement} */
  const status = view.querySelector("[role=status]");
  /** @type {HTMLElement} */
  const left = view.querySelector("[role=timer]");
  const page = view.querySelector(".app-guide__page");
  /** @type {HTMLElement} */
  const title = view.querySelector("#guide-title");
  /** @type {HTMLElement} */
  const place = view.querySelector(".app-guide__place");
  const progress = view.querySelector("progress");
  /** @type {(name: string) => HTMLInputElement} */
  const choice = (name) => view.querySelector(`[name=${name}]`);

  // Reading the page ---------------------------------------------------------

  // A copy may stand beside what it is copied from: it has no ids, and no marks of references.
  const copy = (node) => {
    const twin = document.importNode(node, true);
    twin.removeAttribute("id");
    all("[id]", twin).forEach((part) => part.removeAttribute("id"));
    all(".app-citation", twin).forEach((mark) => {
      const { previousSibling: before } = mark;
      if (before && before.nodeType === Node.TEXT_NODE) before.textContent = before.textContent.trimEnd();
      mark.remove();
    });
    // What is folded on the page is open here, but for a movement, which would play.
    twin.querySelectorAll("details:not(.app-pose__move)").forEach((fold) => fold.replaceWith(...fold.querySelector("summary").childNodes, fold.lastElementChild));
    return twin;
  };

  // A heading and all that stands under it.
  const section = (heading) => {
    const nodes = [heading];
    let node = heading;
    while ((node = node.nextElementSibling) && !(/^H\d$/.test(node.tagName) && node.tagName <= heading.tagName)) nodes.push(node);
    return nodes;
  };

  const numbers = (words) => (words || "").split(" ").filter(Boolean).map(Number);

  const parts = all(".app-dose").map((dose) => {
    /** @type {Element} */
    let heading = dose;
    while (heading.tagName !== "H2") heading = heading.previousElementSibling;
    const nodes = section(heading);
    const first = nodes.findIndex((node) => node.matches(".app-steps"));
    const part = {
      name: heading.textContent,
      about: [...nodes.slice(1, first), dose],
      hints: nodes.filter((node) => node.tagName === "UL"),
      dose,
      stop: nodes.find((node) => node.matches(".app-list-card--stop")),
      seconds: numbers(dose.dataset.seconds),
      times: numbers(dose.dataset.times),
    };
    const lists = nodes.flatMap((node) => (node.matches(".app-steps") ? [node] : node.matches(".app-other-way") ? all(".app-steps", node) : []));
    part.ways = lists.map((list) => {
      const marks = (name) => (list.dataset[name] || "").split(" ");
      const steps = all("li", list).map((item, at) => ({ on: "step", part, item, at, timed: marks("timed")[at], again: marks("again")[at] }));
      return { position: list.dataset.position, steps };
    });
    return part;
  });

  // Lying, in a chair …: chosen once, for all parts that have more than one way.
  const positions = [...new Set(parts.flatMap((part) => (part.ways.length > 1 ? part.ways.map((way) => way.position) : [])))];
  let position = positions[0];
  const stepsOf = (part) => (part.ways.find((way) => way.position === position) || part.ways[0]).steps;

  const rules = document.querySelector("#when-to-stop ~ .app-callout");
  // What stands above the button is to be read before the first movement.
  const before = [];
  let above = button.closest("[data-routine]").previousElementSibling;
  for (; above && !above.matches("h1, .app-key-message, .app-on-this-page"); above = above.previousElementSibling) before.unshift(above);

  const screens = () => [
    { on: "start" },
    ...parts.flatMap((part) => [{ on: "part", part }, ...stepsOf(part)]),
    { on: "end" },
  ];
  const FIRST_STEP = 2;

  // The countdown: the clock says how much is left, and not the ticks ----------

  let time, ticking;

  const reset = (part) => {
    clearInterval(ticking);
    const [least, most = Infinity] = part ? part.seconds : [];
    time = { state: "ready", total: least, left: least, most };
  };

  const inWords = (seconds) => {
    const units = left.dataset.units.split(" ");
    const say = (number, unit) => (number ? `${number} ${units[unit + (number > 1)]}` : "");
    return `${say(Math.floor(seconds / 60), 2)} ${say(seconds % 60, 0)}`.trim();
  };

  const announce = (words) => { status.textContent = words; };

  const run = () => {
    time.state = "running";
    time.end = Date.now() + time.left * 1000;
    clearInterval(ticking);
    ticking = setInterval(tick, 250);
  };

  const tick = () => {
    if (time.state !== "running") return;
    const before = time.left;
    time.left = Math.max(0, Math.ceil((time.end - Date.now()) / 1000));
    const half = Math.ceil(time.total / 2);
    if (!time.left) {
      time.state = "over";
      clearInterval(ticking);
      announce(status.dataset.over);
      if (choice("sound").checked) sound();
      if (choice("shake").checked) navigator.vibrate([200, 100, 200]);
    } else if (before > half && time.left <= half) announce(put(status.dataset.half, { time: inWords(time.left) }));
    if (before !== time.left) showTime();
  };

  let audio;
  const sound = () => {
    audio = audio || new AudioContext();
    audio.resume();
    [523, 392].forEach((pitch, at) => {
      const start = audio.currentTime + at / 2;
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0, start);
      volume.gain.linearRampToValueAtTime(0.2, start + 0.05);
      volume.gain.linearRampToValueAtTime(0, start + 0.9);
      tone.connect(volume).connect(audio.destination);
      tone.start(start);
      tone.stop(start + 1);
    });
  };

  // Showing --------------------------------------------------------------------

  let at = 0, turn = 1, second = false;
  const now = () => screens()[at];
  const looped = ({ part }) => stepsOf(part).findIndex((step) => step.timed === "start");

  const show = (name, shown) => view.querySelector(`[data-show=${name}]`).toggleAttribute("hidden", !shown);

  function showTime() {
    const screen = now();
    const { state } = time;
    const shown = choice("timer").checked && time.total > 0 && (screen.timed === "start" || (screen.timed === "still" && state !== "ready"));
    show("time", shown);
    show("bar", shown);
    buttonOf("next").textContent = buttonOf("next").dataset[shown && state === "running" ? "running" : screen.on];
    if (!shown) return;
    left.textContent = state === "over" ? status.dataset.over : `${Math.floor(time.left / 60)}:${String(time.left % 60).padStart(2, "0")}`;
    left.classList.toggle("app-guide__left--over", state === "over");
    buttonOf("run").textContent = buttonOf("run").dataset[state];
    hide("run", state === "over" && time.most < Infinity);
    hide("more", state === "ready" || time.total + 10 > time.most);
    all(".app-guide__bar div", view)[0].style.inlineSize = `${(100 * time.left) / time.total}%`;
  }

  // What has the focus gives it on before it goes.
  function hide(name, hidden) {
    if (hidden && document.activeElement === buttonOf(name)) buttonOf("next").focus();
    buttonOf(name).hidden = hidden;
  }

  function showTurns() {
    const screen = now();
    const [words] = all(".app-guide__turns", view);
    const counted = ["turn", "side"].includes(screen.again);
    show("turns", counted);
    if (!counted) return;
    const loops = looped(screen) >= 0;
    const half = screen.again === "side" && !second;
    const done = turn - (loops && !half ? 0 : 1);
    const [least, most] = screen.part.times;
    words.textContent = put(words.dataset[most ? (least < most ? "range" : "one") : "none"], { done, least, most });
    buttonOf("turn").textContent = buttonOf("turn").dataset[half ? "side" : loops ? "again" : "count"];
    hide("turn", done >= most);
  }

  function go(to) {
    const from = now();
    const back = to < at;
    at = to;
    const screen = now();
    if (!(screen.timed === "still" || (back && from.timed === "still" && screen.timed === "start"))) reset(screen.part);
    if (screen.part !== from.part) [turn, second] = [1, false];
    draw();
    keepPlace(true);
  }

  function draw() {
    const screen = now();
    const { on, part } = screen;
    all("[data-on]", view).forEach((element) => { element.hidden = !element.dataset.on.split(" ").includes(on); });
    const values = { part: parts.indexOf(part) + 1, parts: parts.length, ...stepNumbers() };
    const told = { part: parts.length > 1 && part, step: on === "step" };
    const lines = Object.keys(told).filter((name) => told[name]).map((name) => put(place.dataset[name], values));
    place.textContent = lines.join(" · ");
    [progress.value, progress.max] = [on === "step" ? values.step : values.done, values.steps];
    title.textContent = part ? part.name : on === "end" ? title.dataset.end : document.querySelector("h1").textContent;
    title.classList.toggle("app-guide__title--small", on === "step");
    if (part) {
      fill("stop", copy(part.stop));
      fill("about", ...part.about.map(copy));
    }
    showPositions(on === "part" ? part.ways.length : on === "start" && positions.length);
    const words = on === "step" ? drawStep(screen) : title.textContent;
    hide("back", at === 0);
    hide("skip", on !== "part" || parts.length < 2);
    showTime();
    showTurns();
    fit();
    toTitle();
    announce([...lines, words].join(". "));
  }

  // The number of this step, of all steps, and how many of them are done.
  function stepNumbers() {
    const isStep = ({ on }) => on === "step";
    const done = screens().slice(0, at).filter(isStep).length;
    return { done, step: done + 1, steps: screens().filter(isStep).length };
  }

  // Returns the words of the step.
  function drawStep({ item, part, at: number }) {
    fill("step", ...copy(item).childNodes);
    // Who began here has not seen the screen of the part.
    fill("rest", ...[...(number ? [part.dose] : part.about), ...part.hints].map(copy));
    const said = view.querySelector("[data-fill=step] > p");
    said.classList.toggle("app-guide__long", said.textContent.length > 110);
    return said.textContent;
  }

  // What stays in sight takes room from the words: the picture of a step gets what is left, so that no
  // edge cuts it. If that is too little for it, or for any screen, nothing stays and all of it scrolls:
  // then to the end, or until the screen changes, so that the buttons do not jump at each step.
  const LOW = "app-guide--low", GAP = 8, LEAST_PICTURE = 56, LEAST_PAGE = 0.35;

  function fit() {
    if (view.classList.contains(LOW)) return;
    view.style.removeProperty("--app-room");
    const step = now().on === "step" && view.querySelector("[data-fill=step]");
    const picture = step && step.querySelector(".app-pose__drawing");
    const end = page.getBoundingClientRect().bottom - page.scrollTop;
    let low = page.clientHeight < LEAST_PAGE * view.clientHeight;
    if (picture) {
      const height = picture.firstElementChild.clientHeight;
      const room = height + end - GAP - picture.getBoundingClientRect().bottom;
      low ||= room < Math.min(height, LEAST_PICTURE) || step.firstElementChild.getBoundingClientRect().bottom > end;
      if (room < height) view.style.setProperty("--app-room", `${room}px`);
    }
    if (low) view.style.removeProperty("--app-room");
    view.classList.toggle(LOW, low);
  }

  // What is new is above, whichever of the two scrolls: the button that was pressed is at the end of it.
  function toTitle() {
    page.scrollTop = 0;
    view.scrollTop = view.classList.contains(LOW) ? title.offsetTop - GAP : 0;
  }

  let width;
  function fitAnew() {
    if (view.hidden) return;
    view.classList.remove(LOW);
    fit();
    if (width !== innerWidth) toTitle(); // the phone was turned
    width = innerWidth;
  }

  const [chooser] = all("[data-fill=positions]", view);
  positions.forEach((name) => {
    const label = document.createElement("label");
    const input = document.createElement("input");
    Object.assign(input, { type: "radio", name: "position", value: name });
    label.append(input, ` ${chooser.dataset[name]}`);
    chooser.append(label);
  });

  function showPositions(ways) {
    const { part } = now();
    chooser.hidden = ways < 2;
    chooser.querySelectorAll("input").forEach((input) => {
      input.checked = input.value === position;
      input.parentElement.hidden = Boolean(part) && !part.ways.some((way) => way.position === input.value);
    });
  }

  // The parts before may have more steps or fewer in another position.
  function choosePosition(name) {
    const { on, part } = now();
    position = name;
    at = screens().findIndex((screen) => screen.on === on && screen.part === part);
    keepPlace(true);
  }

  // Pressing -------------------------------------------------------------------

  const first = () => { announce(put(status.dataset.started, { time: inWords(time.left) })); run(); };

  const actions = {
    end: () => history.back(),
    back: () => go(at - 1),
    next: () => {
      if (now().on === "end") return history.back();
      if (now().on === "start") keepRead();
      go(at + 1);
    },
    skip: () => {
      const { part } = now();
      go(screens().findIndex((screen, place) => place > at && screen.part !== part));
    },
    run: () => {
      if (time.state === "running") {
        tick();
        if (time.state === "running") time.state = "paused";
      } else if (time.state === "paused") run();
      else {
        reset(now().part);
        first();
      }
      showTime();
    },
    more: () => {
      tick();
      time.total += 10;
      time.left += 10;
      if (time.state === "over") first();
      else if (time.state === "running") run();
      showTime();
    },
    turn: () => {
      const screen = now();
      const loop = looped(screen);
      if (screen.again === "side") second = !second;
      if (!second || screen.again === "turn") turn += 1;
      if (loop < 0) {
        showTurns();
        return announce(view.querySelector(".app-guide__turns").textContent);
      }
      const counted = { turn, second };
      go(at - screen.at + loop);
      reset(screen.part);
      ({ turn, second } = counted);
      showTime();
      showTurns();
      buttonOf("next").focus();
    },
  };

  view.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    /** @type {HTMLElement} */
    const pressed = target.closest("[data-do]");
    /** @type {HTMLAnchorElement} */
    const link = target.closest("a[href^='#']");
    if (pressed) actions[pressed.dataset.do]();
    if (!link) return;
    event.preventDefault();
    unfold(link);
  });

  // A link to another part of the page opens it here, and closes it, so that nobody loses the place.
  function unfold(link) {
    const heading = document.getElementById(link.hash.slice(1));
    const holder = link.closest("li, p");
    const open = holder.querySelector(".app-guide__extra") || holder.nextElementSibling;
    if (open && open.matches(".app-guide__extra")) return open.remove();
    if (!heading || !/^H\d$/.test(heading.tagName)) return;
    const folded = heading.closest("summary");
    const extra = document.createElement("div");
    extra.className = "app-guide__extra";
    extra.tabIndex = -1;
    extra.append(...(folded ? [heading, folded.nextElementSibling] : section(heading)).map(copy));
    if (holder.tagName === "LI") holder.append(extra);
    else holder.after(extra);
    extra.focus();
  }

  view.addEventListener("change", (event) => {
    const { name, checked, value } = /** @type {HTMLInputElement} */ (event.target);
    if (name === "position") choosePosition(value);
    if (name === "timer") reset(now().part);
    if (name === "sound" && checked) sound();
    if (name === "shake" && checked) navigator.vibrate(200);
    showTime();
    fit();
  });

  // The place: kept by the history, so that Back, a reload or a swipe by accident loses nothing ------

  // Each page of the history has `routine` in its state: on which screen, and whether the view is open.
  const stateOf = () => (history.state || {}).routine;
  const started = () => ["part", "step"].includes(now().on);

  function keepPlace(open) {
    const kept = open || started() ? { at, turn, second, position, open } : undefined;
    history.replaceState({ ...history.state, routine: kept }, "");
  }

  function takePlace(kept) {
    if (positions.includes(kept.position)) position = kept.position;
    // The guide may have changed since.
    [at, turn, second] = screens()[kept.at] ? [kept.at, kept.turn, kept.second] : [0, 1, false];
  }

  // Whose warnings were read once is led to the first step: until their words change.
  const site = new URL(document.documentElement.dataset.base, location.href).pathname;
  const readKey = `${view.dataset.guide}-read:${site}:${location.pathname.slice(site.length)}`;
  const digest = (words) => [...words].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) | 0, 7);
  const warnings = () => digest(view.querySelector("[data-fill=before]").textContent);

  function keepRead() {
    try { localStorage.setItem(readKey, JSON.stringify({ warnings: warnings(), position })); } catch { /* asked again next time */ }
  }

  function readBefore() {
    try {
      const kept = JSON.parse(localStorage.getItem(readKey));
      if (positions.includes(kept.position)) position = kept.position;
      return kept.warnings === warnings();
    } catch { return false; }
  }

  // Opening and closing ----------------------------------------------------------

  let lock;
  const stayAwake = async () => {
    tick();
    if (view.hidden || document.hidden) return;
    try { lock = await navigator.wakeLock.request("screen"); } catch { /* the phone may say no */ }
    if (view.hidden) lock?.release();
  };

  const anew = /** @type {HTMLButtonElement} */ (button.cloneNode());
  const toStart = button.textContent;

  // The button leads back to the step, beside one for the beginning.
  function showButtons() {
    const words = started() ? put(view.dataset.goOn, stepNumbers()) : toStart;
    button.textContent = words;
    if (started()) button.after(anew);
    else anew.remove();
  }

  const open = () => {
    reset(now().part);
    width = innerWidth;
    view.classList.remove(LOW);
    view.hidden = false;
    document.documentElement.classList.add("app-guided");
    draw();
    title.focus();
    stayAwake();
  };

  const begin = () => {
    if (!started()) at = readBefore() ? FIRST_STEP : 0;
    keepPlace(false);
    history.pushState(null, "");
    keepPlace(true);
    open();
  };

  const close = () => {
    reset();
    lock?.release();
    view.hidden = true;
    document.documentElement.classList.remove("app-guided");
    keepPlace(false);
    showButtons();
    button.focus();
  };

  view.addEventListener("keydown", ({ key }) => { if (key === "Escape") history.back(); });
  addEventListener("resize", fitAnew);
  addEventListener("popstate", () => {
    const kept = stateOf();
    if (kept && kept.open) {
      takePlace(kept);
      open();
    } else if (!view.hidden) close();
  });
  document.addEventListener("visibilitychange", stayAwake);

  const shared = rules ? [rules] : [];
  fill("before", ...[...before, ...shared].map(copy));
  fill("rules", ...shared.map(copy));
  for (const name of shared.map((card) => copy(card.firstElementChild))) {
    all(".app-visually-hidden", name).forEach((part) => part.remove());
    fill("rules-name", ...name.childNodes);
  }
  if (!navigator.vibrate) choice("shake").parentElement.remove();
  document.body.append(view);
  button.addEventListener("click", begin);
  anew.textContent = view.dataset.anew;
  anew.className += " app-guide__anew";
  anew.addEventListener("click", () => {
    [at, turn, second] = [0, 1, false];
    begin();
  });
  document.querySelector("[data-failed=routine]").remove();
  // The starter fetches this when the button was pressed, or when the history has a place.
  const kept = stateOf();
  if (kept) takePlace(kept);
  if (!kept) begin();
  else if (kept.open) open();
  else showButtons();
})();
