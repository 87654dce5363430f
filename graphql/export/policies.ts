// What the policies say that an export names: those by which somebody can see a concern, those under which something left, and those that
// permitted what was done. Each is told as it read in the versions under which it is named, also where they are no longer in force.
import { setImmediate } from "node:timers/promises";
import { policyTexts } from "../../queries/policy/read-policy.ts";
import type { ExportedPolicy, LedgerDocument } from "./ledger-document.ts";

type Names = Pick<LedgerDocument, "policyVersion" | "concerns" | "disclosures">;

/** By id. Where a policy read otherwise in another version it stands once for each wording; without words where its text is not found. */
export async function policiesNamed(
  names: Names,
  filesOf: (version: string) => Parameters<typeof policyTexts>[0],
): Promise<readonly ExportedPolicy[]> {
  const policies = new Map<string, ExportedPolicy & { readonly versions: string[] }>();
  for (const [version, named] of [...namedBy(names)].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    // Reading a version takes a tenth of a second: others have their turn before each.
    await setImmediate();
    const texts = policyTexts(filesOf(version));
    for (const id of new Set(named.map(([, id = ""]) => id))) {
      const { effect, reason, challenge } = texts?.get(id) ?? {};
      const key = JSON.stringify([id, effect, reason, challenge]);
      const known = policies.get(key);
      if (known) known.versions.push(version);
      else {
        const words = { effect: effect?.toUpperCase() ?? null, reason: reason ?? null, challenge: challenge ?? null };
        policies.set(key, { id, ...words, versions: [version] });
      }
    }
  }
  return [...policies.values()].toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/** Each version of the policy, with the ids that are named under it. */
function namedBy({ policyVersion, concerns, disclosures }: Names) {
  const named = [
    ...concerns.flatMap(({ audience, history }) => [
      ...(audience ?? []).flatMap(({ parts }) => parts.flatMap((part) => part.policies.map(({ id }) => [policyVersion, id]))),
      ...(history ?? []).flatMap((entry) => entry.permittedBy.map((id) => [entry.policyVersion, id])),
    ]),
    ...disclosures.flatMap((one) => one.parts.flatMap(({ policies }) => policies.map((id) => [one.policyVersion, id]))),
  ];
  return Map.groupBy(named, ([version = ""]) => version);
}
