// What the policies say that an export names: those by which somebody can see a concern, those under which something left, and those that
// permitted what was done. Each is told as it read in the versions under which it is named, also where they are no longer in force.
import { setImmediate } from "node:timers/promises";
import { compilePolicy, PolicyInvalid } from "../../policies/engine/policy.ts";
import type { PolicyFiles, PolicyText } from "../../policies/engine/policy-set.ts";
import type { ExportedPolicy, LedgerDocument } from "./ledger-document.ts";

type Texts = ReadonlyMap<string, PolicyText>;
type Names = Pick<LedgerDocument, "policyVersion" | "concerns" | "disclosures">;

/** By id. Where a policy read otherwise in another version it stands once for each wording; without words where its text is not found. */
export async function policiesNamed(
  names: Names,
  filesOf: (version: string) => PolicyFiles | undefined,
): Promise<readonly ExportedPolicy[]> {
  const policies = new Map<string, ExportedPolicy & { readonly versions: string[] }>();
  for (const [version, ids] of [...namedBy(names)].toSorted()) {
    // Reading a version takes a tenth of a second: others have their turn before each.
    await setImmediate();
    const texts = textsOf(filesOf(version));
    for (const id of ids) {
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

/** The ids that are named, by the version of the policy under which they are. */
function namedBy({ policyVersion, concerns, disclosures }: Names): ReadonlyMap<string, ReadonlySet<string>> {
  const named = new Map<string, Set<string>>();
  const name = (version: string, ids: readonly string[]) => {
    if (ids.length > 0) named.set(version, (named.get(version) ?? new Set()).union(new Set(ids)));
  };
  for (const { audience, history } of concerns) {
    const seen = (audience ?? []).flatMap(({ parts }) => parts.flatMap(({ policies }) => policies));
    const ids = seen.map(({ id }) => id);
    name(policyVersion, ids);
    for (const entry of history ?? []) name(entry.policyVersion, entry.permittedBy);
  }
  for (const disclosure of disclosures) for (const { policies } of disclosure.parts) name(disclosure.policyVersion, policies);
  return named;
}

/** What an earlier version of the hub published need not be a policy to this one: then it is named without words. */
function textsOf(files: PolicyFiles | undefined): Texts | undefined {
  try {
    return files && compilePolicy(files).texts;
  } catch (error) {
    if (error instanceof PolicyInvalid) return undefined;
    throw error;
  }
}
