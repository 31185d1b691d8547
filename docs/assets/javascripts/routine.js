// The guided view of a routine: one step at a time, with a countdown if the dose has one.
// All words come from the page or from the template #routine-view. Nothing is stored or sent.

(() => {
  "use strict";

  /** @type {HTMLTemplateElement} */
  const template = document.querySelector("#routine-view");
  const view = document.importNode(template.content, true).querySelector("dialog");
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
  /** @type {(name: string) => HTMLInputElement} */
  const choice = (name) => view.querySelector(`[name=${name}]`);

  // Reading the page ---------------------------------------------------------

  // A copy may stand beside what it is copied from: it has no ids, and no marks of references.
  const copy = (node) => {
    const twin = document.importNode(node, true);
    twin.removeAttribute("id");
    all("[id]", twin).forEach((part) => part.removeAttribute("id"));
    all(".app-citation", twin).forEach((mark) => mark.remove());
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
      way: 0,
    };
    const lists = nodes.flatMap((node) => (node.matches(".app-steps") ? [node] : node.matches(".app-other-way") ? all(".app-steps", node) : []));
    part.ways = lists.map((list) => {
      const marks = (name) => (list.dataset[name] || "").split(" ");
      const steps = all("li", list).map((item, at) => ({ on: "step", part, item, at, timed: marks("timed")[at], again: marks("again")[at] }));
      const folded = list.closest(".app-other-way");
      const named = folded ? folded.querySelector("summary") : heading;
      return { name: named.textContent, steps };
    });
    return part;
  });

  const rules = document.querySelector("#when-to-stop ~ .app-callout");
  // What stands above the button is to be read before the first movement.
  const before = [];
  let above = button.closest("[data-routine]").previousElementSibling;
  for (; above && !above.matches("h1, .app-key-message, .app-on-this-page"); above = above.previousElementSibling) before.unshift(above);

  const screens = () => [
    { on: "start" },
    ...parts.flatMap((part) => [{ on: "part", part }, ...part.ways[part.way].steps]),
    { on: "end" },
  ];

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
    audio ??= new AudioContext();
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
  const looped = ({ part }) => part.ways[part.way].steps.findIndex((step) => step.timed === "start");

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
  }

  function draw() {
    const screen = now();
    const { on, part } = screen;
    all("[data-on]", view).forEach((element) => { element.hidden = !element.dataset.on.split(" ").includes(on); });
    const steps = part && part.ways[part.way].steps.length;
    const values = { part: parts.indexOf(part) + 1, parts: parts.length, step: screen.at + 1, steps };
    const told = { part: parts.length > 1 && part, step: on === "step" };
    const lines = Object.keys(told).filter((name) => told[name]).map((name) => put(place.dataset[name], values));
    place.textContent = lines.join(" · ");
    title.textContent = part ? part.name : on === "end" ? title.dataset.end : document.querySelector("h1").textContent;
    title.classList.toggle("app-guide__title--small", on === "step");
    if (part) {
      fill("stop", copy(part.stop));
      fill("about", ...part.about.map(copy));
    }
    if (on === "part") showWays(part);
    const words = on === "step" ? drawStep(screen) : title.textContent;
    hide("back", at === 0);
    hide("skip", on !== "part" || parts.length < 2);
    showTime();
    showTurns();
    fit();
    toTitle();
    announce([...lines, words].join(". "));
  }

  // Returns the words of the step.
  function drawStep({ item, part }) {
    fill("step", ...copy(item).childNodes);
    fill("rest", ...[part.dose, ...part.hints].map(copy));
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
    if (!view.open) return;
    view.classList.remove(LOW);
    fit();
    if (width !== innerWidth) toTitle(); // the phone was turned
    width = innerWidth;
  }

  function showWays(part) {
    const [box] = all("[data-fill=ways]", view);
    all("label", box).forEach((label) => label.remove());
    box.hidden = part.ways.length < 2;
    part.ways.forEach((way, at) => {
      const label = document.createElement("label");
      const choice = document.createElement("input");
      Object.assign(choice, { type: "radio", name: "way", checked: at === part.way });
      choice.addEventListener("change", () => { part.way = at; });
      label.append(choice, ` ${way.name}`);
      box.append(label);
    });
  }

  // Pressing -------------------------------------------------------------------

  const first = () => { announce(put(status.dataset.started, { time: inWords(time.left) })); run(); };

  const actions = {
    end: () => view.close(),
    back: () => go(at - 1),
    next: () => (now().on === "end" ? view.close() : go(at + 1)),
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
    const { name, checked } = /** @type {HTMLInputElement} */ (event.target);
    if (name === "timer") reset(now().part);
    if (name === "sound" && checked) sound();
    if (name === "shake" && checked) navigator.vibrate(200);
    showTime();
    fit();
  });

  // Opening and closing ----------------------------------------------------------

  let lock;
  const stayAwake = async () => {
    tick();
    if (!view.open || document.hidden) return;
    try { lock = await navigator.wakeLock.request("screen"); } catch { /* the phone may say no */ }
    if (!view.open) lock?.release();
  };

  const open = () => {
    at = 0;
    reset();
    view.classList.remove(LOW);
    width = innerWidth;
    view.showModal();
    draw();
    title.focus();
    history.pushState({ routine: true }, "");
    stayAwake();
  };

  view.addEventListener("close", () => {
    reset();
    lock?.release();
    if (history.state?.routine) history.back();
    button.focus();
  });
  addEventListener("resize", fitAnew);
  addEventListener("popstate", () => { if (view.open) view.close(); });
  document.addEventListener("visibilitychange", stayAwake);

  const shared = rules ? [rules] : [];
  fill("before", ...[...before, ...shared].map(copy));
  all("[data-fill=before] details", view).forEach((fold) => { fold.setAttribute("open", ""); });
  fill("rules", ...shared.map(copy));
  for (const name of shared.map((card) => copy(card.firstElementChild))) {
    all(".app-visually-hidden", name).forEach((part) => part.remove());
    fill("rules-name", ...name.childNodes);
  }
  if (!navigator.vibrate) choice("shake").parentElement.remove();
  document.body.append(view);
  button.addEventListener("click", open);
  open();
})();
