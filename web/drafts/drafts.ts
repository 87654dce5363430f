// What somebody has begun to write: their drafts, and how one is deleted. A draft is its author's alone and no data of the API.
import type { Drafts } from "../../hub/drafts/drafts.ts";
import type { FormDefinition, PageDefinition } from "../page.ts";
import { JOURNEYS } from "../pages.ts";
import { DRAFTS_PATH } from "./keep-draft.ts";

const DELETE_PATH = `${DRAFTS_PATH}/:draft/delete`;

/** A draft's title and where it is opened. */
const titleOf = (form: string): string => JOURNEYS.find(({ path }) => path === form)?.draftTitle ?? "Draft";
const addressOf = ({ form, id }: { readonly form: string; readonly id: string }) => `${form}?draft=${encodeURIComponent(id)}`;

export function draftPages(drafts: Drafts): {
  readonly pages: readonly PageDefinition[];
  readonly forms: readonly FormDefinition[];
} {
  const list: PageDefinition = {
    path: DRAFTS_PATH,
    template: "drafts/drafts.njk",
    async show(_, { person }) {
      const kept = await drafts.listOf(person);
      return {
        title: "Your drafts",
        drafts: kept.map((draft) => ({ ...draft, title: titleOf(draft.form), href: addressOf(draft) })),
      };
    },
  };
  const deletion: PageDefinition = {
    path: DELETE_PATH,
    template: "drafts/delete.njk",
    async show(_, { person, address }) {
      const draft = await drafts.find(person, address.draft ?? "");
      return draft && { title: "Delete this draft?", of: titleOf(draft.form), savedAt: draft.savedAt };
    },
  };
  const form: FormDefinition = {
    ...{ path: DELETE_PATH, page: deletion, next: () => DRAFTS_PATH },
    async submit(_, __, { person, address }) {
      await drafts.erase(person, address.draft ?? "");
      return { faults: [] };
    },
  };
  return { pages: [list, deletion], forms: [form] };
}
