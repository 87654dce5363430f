// What the journeys on a concern have in common.
import { MAX_NARRATIVE } from "../../text/limits.ts";
import { type FormWords, type PageRequest, wordsIn } from "../page.ts";
import { type FormField, versionIn } from "../steps/fields.ts";
import type { JourneyStep } from "../steps/steps.ts";
import { concernPath, type OfferedCommand } from "./links.ts";

type Opened = {
  readonly version: number | null;
  readonly commands: readonly OfferedCommand[] | null;
  readonly council: { readonly name: string };
};

/** How such a journey begins. `command`: what it does. */
export const journeyOn = ({ version, commands, council }: Opened, command: OfferedCommand, { address }: PageRequest) => ({
  from: { href: concernPath(address.concern), text: `Read the concern about ${council.name}` },
  version: version ?? undefined,
  isOffered: commands?.includes(command) === true,
});

type Reason = Required<Pick<FormField, "label" | "missing">> &
  Pick<FormField, "hint"> & { readonly most?: number; readonly before?: readonly string[] };

/** The question why somebody does something. If no hint says otherwise, the council reads it. */
export const reasonStep = (title: string, { before = [], most = MAX_NARRATIVE, ...field }: Reason): JourneyStep => ({
  ...{ name: "reason", title, before },
  fields: [{ name: "reason", kind: "text", most, hint: "The council reads this.", ...field }],
});

/** What the inputs of their commands have in common. */
export const concernInput = (words: FormWords, { address }: PageRequest) => ({
  idempotencyKey: wordsIn(words, "key"),
  concern: address.concern ?? "",
  expectedVersion: versionIn(words),
});
