// Long lists to select from, in which people can find an entry by typing a part of it. The list itself stays in the form, without being shown,
// and is what is sent.

/** Shorter lists are seen at a glance. */
const LONG = 20;

const HOW =
  "When there are results, use the up and down arrows to review them and enter to select one. On a touch screen, explore by touch.";

export async function makeLongListsTypable(): Promise<void> {
  const lists = [...document.querySelectorAll("select")].filter(
    (list) => list.options.length > LONG && !list.multiple && hasDistinctTexts(list),
  );
  if (lists.length === 0) return;
  await import("./accessible-autocomplete.js");
  for (const list of lists) makeTypable(list);
}

/** How texts are compared: without regard to capitals. */
const inOneCase = (text: string): string => text.trim().toLowerCase();
const textsOf = ({ options }: HTMLSelectElement): readonly string[] => [...options].map(({ text }) => text);

/** Two entries that differ at most in their capitals cannot be told apart by what is typed, so such a list stays as it is. */
const hasDistinctTexts = (list: HTMLSelectElement): boolean => new Set(textsOf(list).map(inOneCase)).size === list.options.length;

function makeTypable(list: HTMLSelectElement): void {
  const { id } = list;
  const texts = textsOf(list).filter((text) => text !== "");
  const described = (list.getAttribute("aria-describedby") ?? "").split(" ").flatMap((of) => document.getElementById(of) ?? []);
  const element = document.createElement("div");
  element.className = "candour-typable";
  list.before(element);
  list.id = `${id}-list`;
  list.hidden = true;
  globalThis.accessibleAutocomplete({
    ...{ element, id, name: "", defaultValue: list.selectedOptions[0]?.text ?? "", showAllValues: true },
    // Otherwise a button below moves from under the pointer when the results close.
    displayMenu: "overlay",
    // What somebody did not select is never sent: they would not see which entry that was.
    ...{ autoselect: false, confirmOnBlur: false },
    inputClasses: list.classList.contains("govuk-select--error") ? "candour-typable__input--error" : null,
    source: (query, show) => show(matching(texts, query)),
    templates: { inputValue: (found) => found ?? "", suggestion: escaped },
    onConfirm: (found) => {
      if (found !== undefined) select(list, found);
    },
    tAssistiveHint: () => [...described.map(({ textContent }) => textContent.trim()), HOW].join(" "),
  });
  const input = document.getElementById(id) as HTMLInputElement;
  const selectTyped = () => select(list, input.value);
  input.addEventListener("input", selectTyped);
  // What is sent is what is seen, also after the browser has filled in what stood in the form before.
  list.form?.addEventListener("submit", selectTyped);
}

/** The texts that contain the query; first those that begin with it. */
function matching(texts: readonly string[], query: string): readonly string[] {
  const wanted = inOneCase(query);
  const found = texts.filter((text) => inOneCase(text).includes(wanted));
  const begins = (text: string) => inOneCase(text).startsWith(wanted);
  return [...found.filter(begins), ...found.filter((text) => !begins(text))];
}

/** Selects the entry with this text, and nothing if there is none. */
function select(list: HTMLSelectElement, text: string): void {
  const wanted = inOneCase(text);
  const option = [...list.options].find((one) => inOneCase(one.text) === wanted);
  list.value = option?.value ?? "";
}

function escaped(text: string): string {
  const element = document.createElement("span");
  element.textContent = text;
  return element.innerHTML;
}
