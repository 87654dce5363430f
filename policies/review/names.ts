// A policy is about roles and kinds of resources, and names no council, body, person or record. A rule for one of them would not be general; and
// by simulating such rules a person could find out what is recorded about whom.
import { CAUSES } from "../../reference/causes.ts";
import { STAGES } from "../../reference/concern-parts.ts";
import { REGIONS } from "../../reference/regions.ts";
import { STRANDS } from "../../reference/strands.ts";
import { isOfAnyOrAType, nodesIn, type PolicyForm } from "../engine/policy-form.ts";
import type { PolicySet } from "../engine/policy-set.ts";
import type { PolicyFlaw } from "./principles.ts";

/** The words with which a policy may compare a fact; `lga` is the Local Government Association as provider. */
const WORDS: ReadonlySet<unknown> = new Set([...STRANDS, ...CAUSES, ...STAGES, ...REGIONS.map(({ code }) => code), "lga"]);

/** Returns policies that name a council, body, person or record. */
export const namingFlaws = ({ forms }: PolicySet): readonly PolicyFlaw[] =>
  Object.entries(forms)
    .filter(([, form]) => namesSpecificEntity(form))
    .map(([id]) => ({
      code: "POLICY_INVALID",
      why: `"${id}" names somebody or something: a policy speaks of strands, causes, stages and regions, and of no single council, body, person or record.`,
    }));

/** Whether the scope or conditions of a policy contain a text that is none of the words, a pattern, or an entity. */
function namesSpecificEntity(form: PolicyForm): boolean {
  const isNamed = (value: unknown) => typeof value !== "boolean" && !WORDS.has(value);
  return (
    !(isOfAnyOrAType(form.principal) && isOfAnyOrAType(form.resource)) ||
    nodesIn(form).some((node) => "like" in node || ("Value" in node && [node.Value].flat(10).some(isNamed)))
  );
}
