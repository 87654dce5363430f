// Starts what does more where there is JavaScript. Every page works without it.
import { initAll } from "./govuk-frontend.js";
import { makeLongListsTypable } from "./select-by-typing.ts";
import { makeTablesSortable } from "./sort-tables.ts";
import { followUpdates } from "./updates.ts";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

for (const button of document.querySelectorAll<HTMLButtonElement>("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
makeTablesSortable();
followUpdates();
await makeLongListsTypable();
