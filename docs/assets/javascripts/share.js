// Gives the address of the page to the phone's own list of ways to share, or else copies it.
(() => {
  "use strict";
  const button = document.querySelector("[data-share]");
  const status = /** @type {HTMLElement} */ (button.parentElement.querySelector("[role=status]"));
  const { content: words } = /** @type {HTMLTemplateElement} */ (document.querySelector("[data-share-words]"));
  // Of a guide that was opened from a disk or a preview, the address where it is published.
  const published = /** @type {HTMLLinkElement} */ (document.querySelector("link[rel=canonical]"));
  const address = published ? published.href : location.href.split("#")[0];

  const say = (part) => status.replaceChildren(part);
  const sayCopied = () => say(words.querySelector("[data-copied]").firstChild.cloneNode());

  // Where nothing else is allowed, the address stands there, marked, to be copied by hand.
  const offer = () => {
    const label = words.querySelector("[data-address]").cloneNode(true);
    say(label);
    const field = status.querySelector("input");
    field.value = address;
    field.select();
    if (document.execCommand("copy")) sayCopied();
  };

  const copy = () => {
    if (!navigator.clipboard) return offer();
    return navigator.clipboard.writeText(address).then(sayCopied, offer);
  };

  const share = () => {
    say("");
    if (!navigator.share) return copy();
    // Who closes the list without a choice wants no copy either.
    return navigator.share({ title: document.title, url: address }).catch(({ name }) => name === "AbortError" || copy());
  };

  button.addEventListener("click", share);
  share();
})();
