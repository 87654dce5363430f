// The question why somebody does something, which many journeys ask.
import { MAX_NARRATIVE } from "../../text/limits.ts";
import type { FormField } from "./fields.ts";
import type { JourneyStep } from "./steps.ts";

type Reason = Required<Pick<FormField, "label" | "missing">> & {
  /** "The council reads this." where it is left out; none where it is undefined. */
  readonly hint?: string | undefined;
  readonly most?: number;
  readonly before?: readonly string[];
};

export const reasonStep = (title: string, { before = [], most = MAX_NARRATIVE, ...field }: Reason): JourneyStep => ({
  ...{ name: "reason", title, before },
  fields: [{ name: "reason", kind: "text", most, hint: "The council reads this.", ...field }],
});
