// The readers' rules written by hand in CASL, as in a service without a policy language. Nothing checks that they are equivalent.
import { createMongoAbility, type ForcedSubject, subject } from "@casl/ability";
import type { ConcernFacts, PersonFacts } from "../../policies/engine/facts.ts";

type Concern = ConcernFacts & ForcedSubject<"Concern">;

export function abilityOf(person: PersonFacts): { subject(facts: ConcernFacts): Concern; canRead(concern: Concern): boolean } {
  const ability = createMongoAbility([
    { action: "read", subject: "Concern", conditions: { scope: { $in: [...person.adviserScopes] } } },
    { action: "read", subject: "Concern", conditions: { council: { $in: [...person.councils] } } },
    { action: "read", subject: "Concern", conditions: { headlineSharedWith: { $in: [...person.bodies] } } },
    {
      action: "read",
      subject: "Concern",
      inverted: true,
      conditions: { councilAware: false, scope: { $nin: [...person.adviserScopes] } },
    },
    {
      ...{ action: "read", subject: "Concern", inverted: true },
      conditions: { evidenced: false, scope: { $nin: [...person.adviserScopes] }, council: { $nin: [...person.councils] } },
    },
  ]);
  return { subject: (facts) => subject("Concern", { ...facts }) as Concern, canRead: (concern) => ability.can("read", concern) };
}
