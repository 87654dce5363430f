// Keeps what somebody writes in a journey as a draft, from each page that is sent until the end.
import type { Drafts, SavedDraft } from "../../hub/drafts/drafts.ts";
import { type FormWords, type ShownPage, wordsIn } from "../page.ts";
import { BUTTON, type JourneyDefinition, PLACE_FIELDS } from "../steps/steps.ts";

export const DRAFTS_PATH = "/drafts";

/** The value of the button that leaves the journey. */
const LATER = "later";
const NOT_SAVED: Readonly<Record<Exclude<SavedDraft["kind"], "saved">, string>> = {
  "too-many":
    "You have as many drafts as you can have, so this one cannot be saved. Delete one of them in a new tab, and try again.",
  erased: "This draft was sent or deleted, so nothing more is saved in it. To write another one, start again.",
};

/** The journey, with the draft in the field `draft` of its form. A draft is opened by `?draft=` in its address. */
export const keepDraft = (journey: JourneyDefinition, drafts: Drafts): JourneyDefinition => ({
  ...journey,
  async handle(executor, given, request) {
    const { person, address } = request;
    const isSent = wordsIn(given, BUTTON) !== "";
    const id = wordsIn(given, "draft") || address.draft;
    const former = isSent || id === undefined ? undefined : await drafts.find(person, id);
    if (!isSent && id !== undefined && !former) return { isNotFound: true };
    const words: FormWords = former?.words ?? given;

    const result = await journey.handle(executor, words, request);
    if ("isNotFound" in result) return result;
    if ("next" in result) {
      if (id !== undefined) await drafts.erase(person, id);
      return result;
    }
    if (!isSent) return { ...result, page: withDraft(result.page, { ...former }), words };
    const saved = await drafts.save(person, journey.path, wordsToKeep(words), id);
    if (saved.kind === "saved" && wordsIn(words, BUTTON) === LATER) return { next: DRAFTS_PATH };
    const page = withDraft(result.page, saved.kind === "saved" ? saved : {});
    if (saved.kind === "saved") return { ...result, page, words };
    return { page, words, faults: [...result.faults, { field: undefined, message: NOT_SAVED[saved.kind] }] };
  },
});

/** Which page of the journey it was is left out, so that the draft opens where the first answer is missing. */
const wordsToKeep = (words: FormWords) =>
  Object.fromEntries(
    Object.entries(words).flatMap(([name, value]) =>
      value === undefined || FIELDS_NOT_SAVED.includes(name) ? [] : [[name, value] as const],
    ),
  );
const FIELDS_NOT_SAVED: readonly string[] = [...PLACE_FIELDS, "draft", "owner"];

const withDraft = ({ template, show }: ShownPage, draft: object): ShownPage => ({
  template,
  async show(executor, request) {
    const model = await show(executor, request);
    return model && { ...model, draft };
  },
});
