// Copies the address of a heading when its link is followed, and says so. Where that is not allowed,
// the link only leads there.
(() => {
  "use strict";
  const { content: words } = /** @type {HTMLTemplateElement} */ (document.querySelector("[data-link-words]"));
  const links = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll("h2+a")]);
  // Of a guide that was opened from a disk or a preview, the address where it is published.
  const published = /** @type {HTMLLinkElement} */ (document.querySelector("link[rel=canonical]"));
  const status = document.createElement("p");
  status.className = "app-copied";
  status.setAttribute("role", "status");
  document.body.append(status);
  let timer;

  const sayFor = (seconds, text) => {
    status.textContent = text;
    timer = setTimeout(() => { status.textContent = ""; }, seconds * 1000);
  };

  const copy = ({ hash }) => {
    status.textContent = "";
    clearTimeout(timer);
    if (!navigator.clipboard) return;
    const address = (published || location).href.split("#")[0] + hash;
    navigator.clipboard.writeText(address).then(() => sayFor(5, words.textContent), () => {});
  };

  for (const link of links) link.addEventListener("click", () => copy(link));
  // The one by which this script came
  const first = links.find(({ href }) => href === location.href);
  if (first) copy(first);
})();
